import { assertHumanoid } from '../rig/map/assert-humanoid.ts';
import type { HumanoidMap } from '../rig/humanoid.ts';
import type { Rig } from '../rig/rig.ts';

/**
 * Which joints a clip moves: `upperBody` is everything from the spine up, `lowerBody` everything else, hips and their
 * travel included. Or [joints] weights, 0…1, over the target's joints.
 */
export type BodyMask = 'fullBody' | 'upperBody' | 'lowerBody' | Float32Array;

/**
 * [joints] weights, 0…1; undefined where every joint has the weight 1.
 *
 * @param map - called only for a mask that needs to know where the spine is.
 * @throws KinoraError `rig/not-humanoid` where the target has no spine to part the body at.
 */
export function maskWeights(mask: BodyMask, rig: Rig, map: () => HumanoidMap): Float32Array | undefined {
  if (mask === 'fullBody') return undefined;
  if (typeof mask !== 'string') return checkedWeights(mask, rig);
  const humanoid = map();
  assertHumanoid(rig, humanoid);
  const upper = subtreeWeights(rig, humanoid.bones.spine!.joint);
  return mask === 'upperBody' ? upper : upper.map((weight) => 1 - weight);
}

/** [joints] 1 for a joint and all below it, 0 elsewhere. */
function subtreeWeights(rig: Rig, root: number): Float32Array {
  const weights = new Float32Array(rig.parents.length);
  weights[root] = 1;
  for (let joint = root + 1; joint < weights.length; joint++) {
    const parent = rig.parents[joint]!;
    if (parent >= 0) weights[joint] = weights[parent]!;
  }
  return weights;
}

function checkedWeights(weights: Float32Array, rig: Rig): Float32Array {
  if (weights.length !== rig.parents.length) {
    throw new RangeError(`A mask has one weight per joint: ${weights.length} weights for ${rig.parents.length} joints`);
  }
  if (!weights.every((weight) => weight >= 0 && weight <= 1)) throw new RangeError('Mask weights lie in 0…1');
  // A copy, so that a caller's later change does not jump into a running blend.
  return Float32Array.from(weights);
}
