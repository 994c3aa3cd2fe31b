import { clamp } from '../math/scalar.ts';
import type { Vec3 } from '../math/vec3.ts';
import { add, dot, length, normalize, scale, subtract } from '../math/vec3.ts';

export interface Bent {
  /** Elbow or knee. */
  readonly middle: Vec3;
  /** Wrist or ankle: the target, or as near to it as the bones reach. */
  readonly end: Vec3;
  /** Unit vector in which the middle sticks out, square to the line from root to end. */
  readonly bend: Vec3;
}

/** A limb is never quite straight: the bend would have no direction. */
const STRETCH = 0.995;

/**
 * Two bones from `root` to `target`, the joint between them towards `pole` (law of cosines).
 *
 * @param stretch - how much of their length they use at most.
 */
export function bendLimb(root: Vec3, target: Vec3, pole: Vec3, upper: number, lower: number, stretch = STRETCH): Bent {
  const line = subtract(target, root);
  const direction = normalize(line);
  const reach = clamp(length(line), Math.abs(upper - lower) + 0.01, (upper + lower) * stretch);
  const along = (upper * upper + reach * reach - lower * lower) / (2 * reach);
  const aside = Math.sqrt(Math.max(upper * upper - along * along, 0));
  const bend = normalize(subtract(pole, scale(direction, dot(pole, direction))));
  return {
    middle: add(root, add(scale(direction, along), scale(bend, aside))),
    end: add(root, scale(direction, reach)),
    bend,
  };
}
