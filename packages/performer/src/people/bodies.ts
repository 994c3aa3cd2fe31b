import type { Build } from '../body/build.ts';
import { SLIM } from '../body/build.ts';
import type { Proportions } from '../body/proportions.ts';
import { AS_MODELLED } from '../body/proportions.ts';
import type { FaceShape } from '../face/face-shape.ts';
import { YOUNG_MAN } from '../face/face-shape.ts';

// Bodies and faces that the people start from. Proportions after the seven-and-a-half-head canon; a child of ten has
// six and a half (Loomis 1943, "Figure Drawing for All It's Worth").

export const MAN: Proportions = AS_MODELLED;

export const WOMAN: Proportions = {
  head: 0.95,
  trunk: 0.925,
  width: 0.9,
  depth: 0.91,
  shoulders: 0.87,
  arms: 0.915,
  legs: 0.94,
  limbs: 0.89,
  hands: 0.88,
  feet: 0.88,
};

export const CHILD: Proportions = {
  head: 0.93,
  trunk: 0.735,
  width: 0.76,
  depth: 0.8,
  shoulders: 0.72,
  arms: 0.72,
  legs: 0.735,
  limbs: 0.74,
  hands: 0.75,
  feet: 0.77,
};

export const WOMANLY: Build = {
  ...SLIM,
  chest: 0.96,
  waist: 0.93,
  hips: 1.07,
  bust: 0.014,
  arms: 0.9,
  legs: 0.98,
  neck: 0.94,
};
export const CHILDLIKE: Build = { ...SLIM, chest: 0.97, waist: 1.04, hips: 0.97, arms: 0.92, legs: 0.94, neck: 0.96 };

export const YOUNG_WOMAN: FaceShape = {
  ...YOUNG_MAN,
  jaw: 0.84,
  chin: 0.9,
  cheeks: 1.03,
  nose: 0.86,
  noseWidth: 0.9,
  eyes: 1.08,
  ears: 0.9,
  lips: 1.14,
  brow: 0.68,
  arch: 0.003,
  lashes: 1.9,
};

export const TEN_YEARS: FaceShape = {
  ...YOUNG_MAN,
  jaw: 0.84,
  chin: 0.72,
  cheeks: 1.16,
  nose: 0.78,
  noseWidth: 0.9,
  eyes: 1.18,
  ears: 1,
  lips: 0.95,
  brow: 0.66,
  arch: 0.002,
  lashes: 1.3,
  blush: 1.5,
};

export const OLD: FaceShape = {
  ...YOUNG_MAN,
  jaw: 1.02,
  chin: 1,
  cheeks: 0.95,
  nose: 1.14,
  noseWidth: 1.15,
  eyes: 0.9,
  ears: 1.14,
  lips: 0.8,
  brow: 1.15,
  lines: 1,
  lashes: 0.6,
};
