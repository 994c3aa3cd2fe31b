import type { FloatArray } from '../../math/float-array.ts';
import { dotVec3 } from '../../math/vec3.ts';
import type { Legs } from '../legs/legs.ts';

/** Leg lengths above the ground: a hip joint that is lower belongs to a body that comes out of the ground, or sinks into it. */
const SUNK = 0.1;

/**
 * How much a foot under the ground is lifted out of it: not at all where the hip joint of its leg is down there too, for
 * the leg would be folded over the body. Allocates nothing.
 *
 * @param positions - holds the place of the hip joint at `at`, model space.
 * @returns [0, 1].
 */
export function shareAboveGround(legs: Legs, positions: FloatArray, at: number): number {
  const height = dotVec3(positions, at, legs.up, 0) - legs.ground;
  return Math.min(Math.max(height / (SUNK * legs.length), 0), 1);
}
