import { LIMBS, partAt } from './limbs.ts';
import type { LimbMotion, Part } from './limbs.ts';
import { mean } from './position-error.ts';

export const ANGLES = ['knee', 'elbow', 'hip', 'shoulder'] as const;
export type Angle = (typeof ANGLES)[number];

/** Mean difference of the angles of knees, elbows, hips and shoulders, left and right together. Radians. */
export function angleErrors(ours: LimbMotion, truth: LimbMotion): Record<Angle, number> {
  const entries = ANGLES.map((angle) => {
    const [a, b] = [anglesOf(ours, angle), anglesOf(truth, angle)];
    return [angle, mean(a.map((value, i) => Math.abs(value - b[i]!)))];
  });
  return Object.fromEntries(entries) as Record<Angle, number>;
}

/** Of both sides in every frame. At knees and elbows how far they are bent; at hips and shoulders from a hanging limb. */
export function anglesOf({ places, times }: LimbMotion, angle: Angle): number[] {
  const at = (frame: number, part: Part, right: 0 | 1): readonly number[] => {
    const start = (frame * LIMBS + partAt(part, right)) * 3;
    return [...places.subarray(start, start + 3)];
  };
  const from = (a: readonly number[], b: readonly number[]): number[] => b.map((value, i) => value - a[i]!);
  return times.flatMap((_, frame) =>
    ([0, 1] as const).map((right) => {
      const joint = (part: Part): readonly number[] => at(frame, part, right);
      if (angle === 'knee') return between(from(joint('hip'), joint('knee')), from(joint('knee'), joint('ankle')));
      if (angle === 'elbow')
        return between(from(joint('shoulder'), joint('elbow')), from(joint('elbow'), joint('wrist')));
      // The middle of the hips is the origin.
      const shoulders = at(frame, 'shoulder', 0).map((value, i) => (value + at(frame, 'shoulder', 1)[i]!) / 2);
      const down = shoulders.map((value) => -value);
      const [start, end] = angle === 'hip' ? (['hip', 'knee'] as const) : (['shoulder', 'elbow'] as const);
      return between(from(joint(start), joint(end)), down);
    }),
  );
}

function between(a: readonly number[], b: readonly number[]): number {
  const dot = a.reduce((sum, value, i) => sum + value * b[i]!, 0);
  return Math.acos(Math.max(-1, Math.min(1, dot / (Math.hypot(...a) * Math.hypot(...b)))));
}
