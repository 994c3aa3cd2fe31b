import type { Profile } from '../field/profile.ts';
import { smoothstep } from '../math/scalar.ts';

/** How a body departs from a slim young man's. Shares: 1 is his own. */
export interface Build {
  /** Girth of the trunk at the ribs, at the waist, at the hips. */
  readonly chest: number;
  readonly waist: number;
  readonly hips: number;
  /** Metres that belly and bust stand out. */
  readonly belly: number;
  readonly bust: number;
  /** Girth of arms and legs. */
  readonly arms: number;
  readonly legs: number;
  readonly neck: number;
}

export const SLIM: Build = { chest: 1, waist: 1, hips: 1, belly: 0, bust: 0, arms: 1, legs: 1, neck: 1 };

/** The sections of a body's parts along their axes, and what stands out of them. */
export interface BodyShape {
  /** Rows of [height, half-width, half-depth, centre z]. */
  readonly torso: Profile;
  readonly pelvis: Profile;
  /** Rows of [height, half-width, half-depth, z from the line through the joints]: a bare leg. */
  readonly leg: Profile;
  /** Rows of [distance from the shoulder, half-height, half-depth]. */
  readonly arm: Profile;
  readonly belly: number;
  readonly bust: number;
  readonly neck: number;
  readonly hips: number;
}

const TORSO: Profile = [
  [0.845, 0.166, 0.118, -0.008],
  [0.88, 0.166, 0.119, -0.01],
  [0.93, 0.162, 0.117, -0.01],
  [0.99, 0.152, 0.111, -0.004],
  [1.06, 0.146, 0.106, 0],
  [1.14, 0.15, 0.108, 0],
  [1.22, 0.161, 0.114, -0.002],
  [1.29, 0.168, 0.117, -0.006],
  [1.345, 0.162, 0.108, -0.012],
  [1.385, 0.132, 0.094, -0.018],
  [1.42, 0.096, 0.078, -0.024],
  [1.445, 0.074, 0.069, -0.028],
  [1.47, 0.058, 0.06, -0.029],
  [1.5, 0.046, 0.046, -0.028],
];
const PELVIS: Profile = [
  [0.815, 0.05, 0.045, -0.016],
  [0.84, 0.118, 0.085, -0.016],
  [0.865, 0.152, 0.106, -0.015],
  [0.895, 0.165, 0.115, -0.014],
  [0.94, 0.159, 0.111, -0.01],
  [1, 0.145, 0.1, -0.004],
  [1.02, 0.142, 0.098, -0.004],
];
const LEG: Profile = [
  [0.075, 0.036, 0.042, -0.002],
  [0.11, 0.0355, 0.042, -0.003],
  [0.16, 0.038, 0.0445, -0.006],
  [0.23, 0.046, 0.054, -0.012],
  [0.32, 0.054, 0.0635, -0.017],
  [0.38, 0.0545, 0.063, -0.013],
  [0.44, 0.0505, 0.056, -0.003],
  [0.49, 0.052, 0.0575, 0.003],
  [0.54, 0.055, 0.061, 0.004],
  [0.6, 0.0615, 0.068, 0.004],
  [0.72, 0.076, 0.085, 0],
  [0.82, 0.088, 0.1, -0.006],
  [0.9, 0.09, 0.104, -0.01],
  [0.95, 0.08, 0.095, -0.01],
];
const ARM: Profile = [
  [-0.02, 0.026, 0.036],
  [0.025, 0.04, 0.049],
  [0.07, 0.0485, 0.055],
  [0.14, 0.047, 0.05],
  [0.23, 0.041, 0.043],
  [0.282, 0.0385, 0.041],
  [0.33, 0.0405, 0.043],
  [0.39, 0.036, 0.038],
  [0.46, 0.028, 0.031],
  [0.5, 0.0235, 0.0292],
  [0.53, 0.0215, 0.0285],
  [0.56, 0.02, 0.0285],
];

export function shapeOf({ chest, waist, hips, belly, bust, arms, legs, neck }: Build): BodyShape {
  const girthAt = (y: number): number => {
    const upper = smoothstep(1.08, 1.26, y);
    const lower = smoothstep(1.04, 0.92, y);
    const trunk = waist * (1 - upper) * (1 - lower) + chest * upper + hips * lower;
    // The neckline stays where collars expect it.
    return trunk + (neck - trunk) * smoothstep(1.34, 1.46, y);
  };
  const legGirth = (y: number): number => legs + (hips - legs) * smoothstep(0.7, 0.9, y);
  return {
    torso: swollen(TORSO, girthAt),
    pelvis: swollen(PELVIS, girthAt),
    leg: swollen(LEG, legGirth),
    // Wrists differ less than upper arms do.
    arm: swollen(ARM, (along) => 1 + (arms - 1) * smoothstep(0.55, 0.3, along)),
    belly,
    bust,
    neck,
    hips,
  };
}

/** Half-widths and half-depths times `girth`. */
function swollen(profile: Profile, girth: (position: number) => number): Profile {
  return profile.map(([position, a, b, ...rest]) => {
    const factor = girth(position!);
    return [position!, a! * factor, b! * factor, ...rest];
  });
}
