import { dotVec3, normalizeVec3 } from '../../../math/vec3.ts';

/** What a motion tells of how a bone is rolled about its own line. */
export interface Evidence {
  /** [3] unit, across the bone, in its space: where the hinge of the limb lies in a T-pose. */
  readonly axis: Float64Array;
  /** Of the angle by which it may be off, radians². */
  readonly variance: number;
}

/** Each as much as it is sure. Undefined where nothing tells, or all together are no better than a guess. */
export function fuse(all: readonly (Evidence | undefined)[]): Evidence | undefined {
  const axis = new Float64Array(3);
  let certainty = 0;
  for (const evidence of all) {
    if (!evidence) continue;
    certainty += 1 / evidence.variance;
    for (let i = 0; i < 3; i++) axis[i]! += evidence.axis[i]! / evidence.variance;
  }
  const variance = 1 / certainty;
  return variance < GUESS && normalizeVec3(axis, 0, axis, 0) > 0 ? { axis, variance } : undefined;
}

/** (40°)²: of what is off by more, a pose that is merely the mean of a motion knows as much. */
const GUESS = 0.49;

/**
 * The mean of directions across a bone, and how far they scatter about it.
 *
 * @param bone - [3] unit, along the bone: what of a direction goes along it says nothing.
 * @param directions - [3] each; the longer a part across the bone one has, the more it counts.
 * @param variance - of what they were found by, and of what is known of bodies, radians².
 */
export function meanAcross(
  directions: readonly Float64Array[],
  bone: Float64Array,
  variance: number,
): Evidence | undefined {
  const axis = new Float64Array(3);
  let weight = 0;
  for (const direction of directions) {
    const along = dotVec3(direction, 0, bone, 0);
    const across = direction.map((value, i) => value - along * bone[i]!);
    weight += Math.hypot(...across);
    for (let i = 0; i < 3; i++) axis[i]! += across[i]!;
  }
  // The resultant of directions on a circle that scatter by σ has the length exp(−σ²/2).
  const resultant = normalizeVec3(axis, 0, axis, 0) / weight;
  return resultant > 0 ? { axis, variance: variance - 2 * Math.log(Math.min(resultant, 1)) } : undefined;
}
