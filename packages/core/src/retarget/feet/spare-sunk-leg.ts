import type { FloatArray } from '../../math/float-array.ts';
import type { Legs } from '../legs/legs.ts';

/** Leg lengths above the ground: a hip joint that is lower belongs to a body that comes out of the ground, or sinks into it. */
const SUNK = 0.1;

/**
 * Takes from what lifts a foot out of the ground, in place: all of it where the hip joint of its leg is down there too,
 * for the leg would be folded over the body. What lowers a foot stays. Allocates nothing.
 *
 * @param rises - holds metres upwards at `riseAt`.
 * @param positions - holds the place of the hip joint at `at`, model space.
 */
export function spareSunkLeg(
  rises: Float64Array,
  riseAt: number,
  { up, ground, length }: Legs,
  positions: FloatArray,
  at: number,
): void {
  if (!(rises[riseAt]! > 0)) return;
  const height = positions[at]! * up[0]! + positions[at + 1]! * up[1]! + positions[at + 2]! * up[2]! - ground;
  rises[riseAt] = rises[riseAt]! * Math.min(Math.max(height / (SUNK * length), 0), 1);
}
