import { SLIM } from '../body/build.ts';
import { YOUNG_MAN } from '../face/face-shape.ts';
import type { Colour } from '../figure.ts';
import { makeShoes } from '../garments/shoes.ts';
import { makeSkirt, skirtProfile } from '../garments/skirt.ts';
import { LONG_SLEEVES, makeTop, T_SHIRT } from '../garments/top.ts';
import { CHINOS, JEANS, LEGGINGS, makeBareLegs, makeTrousers, SHORTS } from '../garments/trousers.ts';
import { beard } from '../hair/beard.ts';
import { curly, wreath } from '../hair/curly.ts';
import { cap, hijab } from '../hair/headwear.ts';
import { bun, long, pigtails } from '../hair/long.ts';
import { cropped, quiff } from '../hair/quiff.ts';
import { CHILD, CHILDLIKE, MAN, OLD, TEN_YEARS, WOMAN, WOMANLY, YOUNG_WOMAN } from './bodies.ts';
import { armsBelow, hoodie, tShirt } from './outfits.ts';
import type { Person } from './person.ts';

// Plain garments: what breaks a pose detector is wide stripes of high contrast.

const WHITE: Colour = [0.95, 0.94, 0.91];
const DENIM: Colour = [0.26, 0.29, 0.39];
const DENIM_INSIDE: Colour = [0.47, 0.51, 0.6];
const BLACK_HAIR: Colour = [0.09, 0.075, 0.07];
const BROWN_HAIR: Colour = [0.27, 0.17, 0.115];
/** Where a top ends inside a skirt. */
const TUCKED_IN = 0.985;
const CREAM: Colour = [0.96, 0.9, 0.76];

/** Everybody there is, by name. */
export const PEOPLE = {
  leo: {
    title: 'Leo',
    proportions: MAN,
    build: SLIM,
    face: YOUNG_MAN,
    skin: [0.93, 0.73, 0.615],
    hair: BROWN_HAIR,
    brow: [0.19, 0.12, 0.085],
    iris: [0.3, 0.2, 0.11],
    lips: 1,
    wears: (body) => [
      quiff(body),
      ...tShirt(body, [0.12, 0.46, 0.5], [0.085, 0.36, 0.4], CREAM),
      makeTrousers(body, { ...JEANS, colour: DENIM, hemColour: DENIM_INSIDE }),
      makeShoes(body, { colour: [0.88, 0.4, 0.27], sole: WHITE, laces: WHITE }),
    ],
  },
  zuri: {
    title: 'Zuri',
    proportions: WOMAN,
    build: WOMANLY,
    face: { ...YOUNG_WOMAN, lips: 1.3, noseWidth: 1.12 },
    skin: [0.5, 0.325, 0.235],
    hair: BLACK_HAIR,
    brow: [0.07, 0.055, 0.05],
    iris: [0.22, 0.13, 0.075],
    lips: 1.1,
    wears: (body) => {
      const skirt = skirtProfile(0.6, 0.07, body.shape.hips);
      const style = {
        ...T_SHIRT,
        sleeve: 0.15,
        slack: 0.003,
        hem: 0.6,
        skirt,
        colour: [0.91, 0.66, 0.2],
        trim: [0.8, 0.53, 0.13],
      } as const;
      return [
        curly(body),
        makeTop(body, style),
        armsBelow(body, style),
        makeTrousers(body, { ...LEGGINGS, colour: [0.23, 0.24, 0.31], hemColour: [0.2, 0.21, 0.27] }),
        makeShoes(body, { colour: WHITE, sole: [0.87, 0.85, 0.81], laces: [0.91, 0.66, 0.2] }),
      ];
    },
  },
  amina: {
    title: 'Amina',
    proportions: { ...WOMAN, legs: 0.925, trunk: 0.915 },
    build: { ...WOMANLY, waist: 1, hips: 1.06 },
    face: { ...YOUNG_WOMAN, nose: 0.95, brow: 0.8 },
    skin: [0.82, 0.61, 0.47],
    hair: BLACK_HAIR,
    brow: [0.11, 0.08, 0.065],
    iris: [0.24, 0.16, 0.09],
    lips: 1.15,
    wears: (body) => {
      const skirt = skirtProfile(0.7, 0.035, body.shape.hips);
      const style = {
        ...LONG_SLEEVES,
        hem: 0.7,
        slack: 0.008,
        skirt,
        colour: [0.79, 0.47, 0.5],
        trim: [0.68, 0.37, 0.41],
      } as const;
      return [
        hijab(body, [0.87, 0.79, 0.72]),
        makeTop(body, style),
        armsBelow(body, style),
        makeTrousers(body, { ...CHINOS, colour: [0.27, 0.26, 0.31], hemColour: [0.23, 0.22, 0.27] }),
        makeShoes(body, { colour: [0.42, 0.4, 0.46], sole: WHITE, laces: WHITE }),
      ];
    },
  },
  mei: {
    title: 'Mei',
    proportions: CHILD,
    build: CHILDLIKE,
    face: TEN_YEARS,
    skin: [0.95, 0.78, 0.655],
    hair: [0.13, 0.095, 0.085],
    brow: [0.13, 0.095, 0.085],
    iris: [0.2, 0.12, 0.07],
    lips: 1.05,
    wears: (body) => [
      pigtails(body),
      ...tShirt(body, [0.95, 0.55, 0.5], [0.87, 0.42, 0.39], WHITE, TUCKED_IN),
      makeSkirt(body, [0.37, 0.45, 0.68], 0.61, 0.06),
      makeBareLegs(body, 0.74),
      makeShoes(body, { colour: [0.98, 0.8, 0.3], sole: WHITE, laces: WHITE }),
    ],
  },
  otto: {
    title: 'Otto',
    proportions: { ...MAN, legs: 0.93, trunk: 0.95, width: 1.03, depth: 1.06, arms: 0.95, head: 0.99 },
    build: { ...SLIM, waist: 1.12, chest: 1.02, hips: 1.04, belly: 0.035, arms: 0.97, neck: 1.04 },
    face: OLD,
    skin: [0.92, 0.71, 0.62],
    hair: [0.86, 0.85, 0.83],
    brow: [0.75, 0.74, 0.72],
    iris: [0.3, 0.42, 0.52],
    lips: 0.85,
    wears: (body) => {
      // Rolled up.
      const style = {
        ...LONG_SLEEVES,
        sleeve: 0.31,
        sleeveSlack: 0.014,
        slack: 0.008,
        colour: [0.42, 0.56, 0.42],
        trim: [0.33, 0.46, 0.34],
      } as const;
      return [
        wreath(body),
        beard(body, 0.009),
        makeTop(body, style),
        armsBelow(body, style),
        makeTrousers(body, { ...CHINOS, colour: [0.5, 0.42, 0.33], hemColour: [0.45, 0.37, 0.29] }),
        makeShoes(body, { colour: [0.36, 0.24, 0.17], sole: [0.85, 0.8, 0.7], laces: [0.26, 0.17, 0.12] }),
      ];
    },
  },
  ruth: {
    title: 'Ruth',
    proportions: { ...WOMAN, legs: 0.885, trunk: 0.9, width: 0.95, depth: 0.98, limbs: 0.92, head: 0.94 },
    build: { ...WOMANLY, waist: 1.08, hips: 1.12, chest: 1, bust: 0.016, legs: 1.03 },
    face: {
      ...YOUNG_WOMAN,
      lines: 0.75,
      eyes: 0.97,
      nose: 0.98,
      lips: 0.9,
      cheeks: 1.06,
      jaw: 0.9,
      ears: 1,
      lashes: 1.1,
    },
    skin: [0.94, 0.75, 0.66],
    hair: [0.72, 0.71, 0.72],
    brow: [0.52, 0.48, 0.46],
    iris: [0.33, 0.4, 0.33],
    lips: 1.3,
    wears: (body) => {
      const style = { ...LONG_SLEEVES, hem: TUCKED_IN, colour: [0.6, 0.53, 0.72], trim: [0.5, 0.43, 0.63] } as const;
      return [
        bun(body),
        makeTop(body, style),
        armsBelow(body, style),
        makeSkirt(body, [0.3, 0.31, 0.42], 0.46, 0.045),
        makeTrousers(body, { ...LEGGINGS, colour: [0.36, 0.33, 0.36], hemColour: [0.36, 0.33, 0.36] }),
        makeShoes(body, { colour: [0.5, 0.2, 0.24], sole: [0.9, 0.87, 0.82], laces: [0.4, 0.15, 0.19] }),
      ];
    },
  },
  kofi: {
    title: 'Kofi',
    proportions: {
      ...MAN,
      legs: 1.03,
      arms: 1.02,
      trunk: 1.01,
      width: 1.05,
      shoulders: 1.12,
      depth: 1.04,
      limbs: 1.08,
      hands: 1.05,
      feet: 1.05,
    },
    build: { ...SLIM, chest: 1.05, waist: 1.03, arms: 1.1, legs: 1.06, neck: 1.06 },
    face: { ...YOUNG_MAN, jaw: 1.05, noseWidth: 1.25, nose: 1.05, lips: 1.3, eyes: 0.97 },
    skin: [0.42, 0.275, 0.205],
    hair: BLACK_HAIR,
    brow: [0.055, 0.045, 0.04],
    iris: [0.17, 0.1, 0.06],
    lips: 0.9,
    wears: (body) => [
      cropped(body),
      cap(body, [0.78, 0.25, 0.22]),
      ...hoodie(body, [0.6, 0.62, 0.65], [0.51, 0.53, 0.56]),
      makeTrousers(body, { ...SHORTS, colour: [0.21, 0.24, 0.31], hemColour: [0.17, 0.2, 0.26] }),
      makeBareLegs(body, 0.62),
      makeShoes(body, { colour: [0.2, 0.21, 0.24], sole: WHITE, laces: [0.78, 0.25, 0.22] }),
    ],
  },
  ines: {
    title: 'Ines',
    proportions: { ...WOMAN, legs: 0.975, trunk: 0.94, arms: 0.94 },
    build: WOMANLY,
    face: YOUNG_WOMAN,
    skin: [0.87, 0.67, 0.54],
    hair: [0.42, 0.21, 0.115],
    brow: [0.27, 0.15, 0.095],
    iris: [0.23, 0.36, 0.24],
    lips: 1.25,
    wears: (body) => [
      long(body),
      ...tShirt(body, [0.86, 0.5, 0.44], [0.76, 0.4, 0.36], CREAM),
      makeTrousers(body, { ...JEANS, colour: [0.44, 0.53, 0.66], hemColour: [0.58, 0.66, 0.77], worn: 0.4 }),
      makeShoes(body, { colour: [0.93, 0.91, 0.87], sole: WHITE, laces: [0.42, 0.21, 0.115] }),
    ],
  },
} as const satisfies Readonly<Record<string, Person>>;

export type PersonName = keyof typeof PEOPLE;
