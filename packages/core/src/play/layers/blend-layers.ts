import type { Pose } from '../../clip/pose.ts';
import { copyQuat, slerpQuatBy } from '../../math/quat.ts';
import { copyVec3, lerpVec3By } from '../../math/vec3.ts';

/** What the blend needs of a layer. One without a pose stands for the pose below all layers: it takes its share of nothing. */
export interface BlendLayer {
  readonly pose: Pose | undefined;
  /** [joints] 0…1; undefined is 1 everywhere. */
  readonly mask: Float32Array | undefined;
  /** [0, 1] how far it has faded in over those before it. */
  readonly weight: number;
}

/**
 * Blends layers, oldest first, over the pose below them. A layer takes `weight` of the body from all that came before
 * it; where its mask leaves a joint, what it took goes to the pose below, not to an older layer: a new clip ends the
 * old one everywhere. Allocates nothing.
 *
 * The shares of a joint add up to 1 and are mixed by slerp in one order, so two layers move on the shortest arc, and a
 * finished fade is the new pose to the last bit (a cover of the pose below would shine through in the middle of a fade).
 *
 * @param out - may not be one of the inputs.
 * @param shares - [layers] scratch.
 * @param running - [joints] scratch.
 */
export function blendLayers(
  out: Pose,
  below: Pose,
  layers: readonly BlendLayer[],
  shares: Float32Array,
  running: Float32Array,
): void {
  let left = 1;
  for (let i = layers.length - 1; i >= 0; i--) {
    const { weight } = layers[i]!;
    shares[i] = left * weight;
    left *= 1 - weight;
  }
  out.rotations.set(below.rotations);
  out.translations.set(below.translations);
  startWithBelow(layers, shares, running);
  for (let i = 0; i < layers.length; i++) addLayer(out, layers[i]!, shares, i, running);
}

/** The share of the pose below, per joint: what no layer takes. */
function startWithBelow(layers: readonly BlendLayer[], shares: Float32Array, running: Float32Array): void {
  running.fill(1);
  for (let i = 0; i < layers.length; i++) {
    const { pose, mask } = layers[i]!;
    if (!pose) continue;
    for (let joint = 0; joint < running.length; joint++) {
      running[joint] = Math.max(0, running[joint]! - shares[i]! * (mask ? mask[joint]! : 1));
    }
  }
}

/** [1] how far from what is blended already to the layer. */
const way = new Float64Array(1);

function addLayer(
  out: Pose,
  { pose, mask }: BlendLayer,
  shares: Float32Array,
  shareAt: number,
  running: Float32Array,
): void {
  if (!pose) return;
  for (let joint = 0; joint < running.length; joint++) {
    const share = mask ? shares[shareAt]! * mask[joint]! : shares[shareAt]!;
    if (share === 0) continue;
    const sum = running[joint]! + share;
    running[joint] = sum;
    way[0] = share / sum;
    if (way[0] >= 1) {
      copyQuat(out.rotations, joint * 4, pose.rotations, joint * 4);
      copyVec3(out.translations, joint * 3, pose.translations, joint * 3);
    } else {
      slerpQuatBy(out.rotations, joint * 4, out.rotations, joint * 4, pose.rotations, joint * 4, way, 0);
      lerpVec3By(out.translations, joint * 3, out.translations, joint * 3, pose.translations, joint * 3, way, 0);
    }
  }
}
