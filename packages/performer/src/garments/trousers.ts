import type { Body, Piece } from '../body/body.ts';
import { legInfluences } from '../body/influences.ts';
import { ANKLE, HIP, KNEE, mirrorName } from '../body/skeleton.ts';
import { folds, leg, legAxis, pelvis } from '../body/trunk.ts';
import type { Field } from '../field/field.ts';
import { join } from '../field/field.ts';
import type { Profile } from '../field/profile.ts';
import { readProfile } from '../field/profile.ts';
import type { Colour } from '../figure.ts';
import { bothSides, makePart } from '../figure.ts';
import { clamp, smoothstep } from '../math/scalar.ts';
import type { Vec3 } from '../math/vec3.ts';
import { leftOf } from '../math/vec3.ts';
import { axis } from '../mesh/grid.ts';
import { march } from '../mesh/march.ts';
import { surfaceNets } from '../mesh/surface-nets.ts';
import { sweep } from '../mesh/sweep.ts';

export interface TrouserStyle {
  readonly colour: Colour;
  readonly hemColour: Colour;
  /** Rows of [height, metres that the cloth stands off the leg]. */
  readonly cut: Profile;
  /** Height at which they end. */
  readonly end: number;
  /** 0 for what clings. */
  readonly creases: number;
  /** 0…1: lighter over the thighs, as denim gets. */
  readonly worn: number;
}

const STRAIGHT: Profile = [
  [0.075, 0.0185],
  [0.2, 0.013],
  [0.3, 0.007],
  [0.4, 0.008],
  [0.49, 0.0095],
  [0.6, 0.0065],
  [0.72, 0.0035],
  [0.9, 0.002],
];
const CLINGING: Profile = [
  [0.08, 0.004],
  [0.5, 0.003],
  [0.9, 0.002],
];
const WIDE: Profile = [
  [0.4, 0.021],
  [0.55, 0.02],
  [0.7, 0.013],
  [0.85, 0.006],
  [0.95, 0.003],
];

export const JEANS = { cut: STRAIGHT, end: 0.088, creases: 1, worn: 1 };
export const CHINOS = { cut: STRAIGHT, end: 0.088, creases: 0.8, worn: 0.15 };
export const LEGGINGS = { cut: CLINGING, end: 0.1, creases: 0, worn: 0 };
export const SHORTS = { cut: WIDE, end: 0.535, creases: 0.6, worn: 0.1 };

export function makeTrousers(body: Body, style: TrouserStyle): Piece {
  const { shape, grain } = body;
  const { colour, cut, end, creases, worn } = style;
  const field: Field = (p) => {
    const left = leftOf(p);
    const near = (y: number, reach: number): number => smoothstep(reach, 0, Math.abs(p[1] - y));
    const slack = 0.003 * (smoothstep(0.3, 0.12, p[1]) + 0.9 * near(0.5, 0.11) + 0.6 * near(0.8, 0.1) + 0.15) * creases;
    const [loose] = readProfile(cut, p[1]) as [number];
    const tube = leg(shape, left, loose);
    const cloth = join(pelvis(shape, left), tube, 0.035) + folds(p, 66, p[0] > 0 ? 1 : 2) * slack;
    return Math.max(cloth, end - 0.012 - p[1], p[1] - 1.015);
  };
  const half = 0.21 * Math.max(1, shape.hips) + 0.02;
  const deep = 0.165 * Math.max(1, shape.hips) + 0.02;
  const mesh = surfaceNets(field, [
    axis(-half, [half, 0.0186 * grain]),
    axis(end - 0.03, [1.03, 0.027 * grain]),
    axis(-deep, [deep, 0.0186 * grain]),
  ]);
  /** Worn a little lighter over the thighs. */
  const denim = (p: Vec3): Colour => {
    const light =
      worn * smoothstep(0.14, 0.02, Math.hypot(p[1] - 0.68, Math.abs(p[0]) - 0.1)) * smoothstep(0, 0.07, p[2]);
    return colour.map((channel) => clamp(channel * (1 + 0.22 * light))) as unknown as Colour;
  };
  return {
    parts: [
      makePart(mesh, { name: 'Trousers', colour: denim, influences: legInfluences }),
      ...bothSides(
        makePart(makeHem(field, end), { name: 'LeftTurnUp', colour: style.hemColour, influences: legInfluences }),
        mirrorName,
      ),
    ],
    solid: { field, low: end - 0.03, high: 1.05 },
  };
}

/** The bare legs below shorts or a skirt, from `top` down into the shoes. */
export function makeBareLegs({ shape, looks, grain }: Body, top: number): Piece {
  const field: Field = (p) => Math.max(leg(shape, leftOf(p)), p[1] - top);
  const mesh = surfaceNets(
    (p) => Math.max(leg(shape, p), p[1] - top),
    [axis(0.01, [0.2, 0.0165 * grain]), axis(0.05, [top + 0.01, 0.022 * grain]), axis(-0.12, [0.12, 0.0165 * grain])],
  );
  const colour = (p: Vec3): Colour => {
    const knee = smoothstep(0.07, 0.01, Math.hypot(p[1] - KNEE[1], p[0] - KNEE[0], p[2] - KNEE[2] - 0.06));
    return looks.blush(0.06 * knee);
  };
  const part = makePart(mesh, { name: 'LeftBareLeg', finish: 'skin', colour, influences: legInfluences });
  return { parts: bothSides(part, mirrorName), solid: { field, low: 0.05, high: top + 0.02 } };
}

/** Covers the cut edge around one leg. */
function makeHem(field: Field, end: number): ReturnType<typeof sweep> {
  const [x, z] = legAxis(clamp(end + 0.012, ANKLE[1], HIP[1]));
  const path = Array.from({ length: 32 }, (_, i): Vec3 => {
    const angle = (i / 32) * 2 * Math.PI;
    return march(field, [x, end + 0.012, z - 0.004], [Math.sin(angle), 0, Math.cos(angle)], 0.0005);
  });
  return sweep(path, () => 0.0155, { closed: true, flat: 0.34 });
}
