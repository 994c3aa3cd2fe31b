import { LIMBS, partAt } from './limbs.ts';
import type { LimbMotion, Part } from './limbs.ts';
import { mean } from './position-error.ts';

type End = readonly [Part, 0 | 1];

/** Bones between limb joints, left and right together. */
const BONES = {
  shoulders: [
    [
      ['shoulder', 0],
      ['shoulder', 1],
    ],
  ],
  hips: [
    [
      ['hip', 0],
      ['hip', 1],
    ],
  ],
  'upper arm': bothSides('shoulder', 'elbow'),
  forearm: bothSides('elbow', 'wrist'),
  thigh: bothSides('hip', 'knee'),
  shin: bothSides('knee', 'ankle'),
} as const satisfies Record<string, readonly (readonly [End, End])[]>;

export type Bone = keyof typeof BONES;
export const BONE_NAMES = Object.keys(BONES) as readonly Bone[];

function bothSides(from: Part, to: Part): (readonly [End, End])[] {
  return ([0, 1] as const).map(
    (right) =>
      [
        [from, right],
        [to, right],
      ] as const,
  );
}

/** How much longer than in truth a bone is in the median. Metres. */
export function boneErrors(ours: LimbMotion, truth: LimbMotion): Record<Bone, number> {
  return each((bone) => median(lengthsOf(ours, bone)) - median(lengthsOf(truth, bone)));
}

/** How much bones change their lengths, as no real one does: standard deviation by mean, the mean of all bones. */
export function boneWobble(motion: LimbMotion): number {
  const spreads = BONE_NAMES.map((bone) => {
    const lengths = lengthsOf(motion, bone);
    const middle = mean(lengths);
    return Math.sqrt(mean(lengths.map((length) => (length - middle) ** 2))) / middle;
  });
  return mean(spreads);
}

/** How far apart two joints at the ends of a bone are, in the median. Metres. */
export function widthOf(motion: LimbMotion, bone: Bone): number {
  return median(lengthsOf(motion, bone));
}

/** How far each joint trembles, where both ends of all bones do so alike, along them alone: standard deviation, metres. */
export function tremble(motion: LimbMotion): number {
  const squares = BONE_NAMES.map((bone) => {
    const lengths = lengthsOf(motion, bone);
    const middle = mean(lengths);
    return mean(lengths.map((length) => (length - middle) ** 2)) / 2;
  });
  return Math.sqrt(mean(squares) * 3);
}

function each(value: (bone: Bone) => number): Record<Bone, number> {
  return Object.fromEntries(BONE_NAMES.map((bone) => [bone, value(bone)])) as Record<Bone, number>;
}

function lengthsOf({ places, times }: LimbMotion, bone: Bone): number[] {
  return times.flatMap((_, frame) =>
    BONES[bone].map(([from, to]) => {
      const [a, b] = [from, to].map(([part, right]) => (frame * LIMBS + partAt(part, right)) * 3) as [number, number];
      return Math.hypot(...[0, 1, 2].map((axis) => places[a + axis]! - places[b + axis]!));
    }),
  );
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}
