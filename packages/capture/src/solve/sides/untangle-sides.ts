import { LANDMARKS } from '../../track/landmarks.ts';
import type { Points } from '../points.ts';
import { exchangeSides } from './exchange-sides.ts';
import type { BodyPart } from './exchange-sides.ts';
import { labelFrames, LABELS } from './label-frames.ts';

/** A stretch in which the model took left for right. */
export interface Tangle {
  readonly part: BodyPart;
  /** Seconds: of its first frame and of the first frame after it, or the last one of all. */
  readonly from: number;
  readonly to: number;
}

/** Whose the arm is that a frame calls the left one: `none` where the model wavers and nothing counts as seen. */
export type ArmsOf = 'own' | 'other' | 'none';

/** What was found, and what was done about it. */
export interface Untangled {
  readonly tangles: readonly Tangle[];
  /** [frames] what was done to the arms, and has to be done to all that hangs on them. */
  readonly arms: readonly ArmsOf[];
}

/**
 * Finds the stretches in which the model took a left limb for the right one, or the body for one seen from behind, and puts
 * them right, in place. A mix-up shows as two jumps at which every left point lands where a right one was, one in and one
 * out, faster than limbs are. Legs that cross and bodies that turn go there step by step: they are left alone.
 *
 * Where the model wavers, a frame lies between both ways to see the body and is right in neither: such a frame becomes one
 * in which nothing was seen.
 */
export function untangleSides(points: Points): Untangled {
  const labels = labelFrames(points);
  const tangles = tanglesOf(points, labels);
  // Without a mix-up there is nothing to waver between: a frame that was passed over is a fast motion, or blurred.
  if (tangles.length === 0) return { tangles, arms: labels.map(() => 'own') };
  const arms = labels.map((label, frame): ArmsOf => {
    if (label === undefined) {
      points.seen.fill(0, frame * LANDMARKS, (frame + 1) * LANDMARKS);
      return 'none';
    }
    const { part } = LABELS[label]!;
    if (part) exchangeSides(points, frame, part);
    return part && part !== 'legs' ? 'other' : 'own';
  });
  return { tangles, arms };
}

/** Frames without a label belong to what goes on around them. */
function tanglesOf({ times }: Points, labels: readonly (number | undefined)[]): Tangle[] {
  const tangles: Tangle[] = [];
  const kept = labels.flatMap((label, frame) => (label === undefined ? [] : [{ label, frame }]));
  for (let i = 0; i < kept.length;) {
    const { label, frame } = kept[i]!;
    while (i < kept.length && kept[i]!.label === label) i++;
    const { part } = LABELS[label]!;
    const end = kept[i]?.frame ?? labels.length - 1;
    if (part) tangles.push({ part, from: times[frame]!, to: times[end]! });
  }
  return tangles;
}
