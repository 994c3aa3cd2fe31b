import { axisAngleQuat, multiplyQuat, relativeQuat } from '../math/quat.ts';
import type { HumanoidBone } from '../rig/humanoid.ts';
import { reflectQuat } from './canonical/anatomical-frame.ts';
import { SIDES, fingerChains, jointOf } from './canonical/bones.ts';
import type { Side } from './canonical/bones.ts';
import type { CanonicalRig } from './canonical/canonical-rig.ts';

/** How far each joint of a hand at rest is bent against the straight hand, radians. */
const RELAXED_FINGER = [15, 40, 55].map((degrees) => (degrees * Math.PI) / 180);
const RELAXED_THUMB = [10, 20, 30].map((degrees) => (degrees * Math.PI) / 180);

/**
 * Local rotations of the joints that nothing drives: their rest, but relaxed fingers where the source does not know them.
 *
 * @returns [joints × 4] xyzw, local.
 */
export function followRotations(source: CanonicalRig, target: CanonicalRig): Float32Array {
  const rotations = Float32Array.from(target.rig.restRotations);
  for (const side of SIDES) {
    const unknown = fingerChains(side).filter((chain) => chain.every((bone) => jointOf(source.map, bone) < 0));
    relaxFingers(rotations, target, side, unknown);
  }
  return rotations;
}

function relaxFingers(
  rotations: Float32Array,
  target: CanonicalRig,
  side: Side,
  chains: ReturnType<typeof fingerChains>,
): void {
  // The T-pose of the whole hand, bent joint by joint from the palm to the tips.
  const bent = Float64Array.from(target.neutral);
  const sign = side === 'left' ? 1 : -1;
  const turn = new Float64Array(4);
  for (const chain of chains) {
    const thumb = chain[0]!.includes('Thumb');
    // The left fingers close from +X to −Y, a turn about −Z; the thumb from +Z to +X, a turn about +Y.
    const axis = thumb ? Float64Array.of(0, sign, 0) : Float64Array.of(0, 0, -sign);
    const angles = thumb ? RELAXED_THUMB : RELAXED_FINGER;
    chain.forEach((bone, i) => {
      const joint = jointOf(target.map, bone);
      if (joint < 0) return;
      axisAngleQuat(turn, 0, axis, 0, angles[i]!);
      multiplyQuat(bent, joint * 4, turn, 0, target.neutral, joint * 4);
      followParent(rotations, bent, target, joint, `${side}Hand`);
    });
  }
}

/** Writes the local rotation of a bent joint; joints between it and the hand that no bone names keep their rest. */
function followParent(
  rotations: Float32Array,
  bent: Float64Array,
  target: CanonicalRig,
  joint: number,
  hand: HumanoidBone,
): void {
  const { parents, restRotations } = target.rig;
  const parent = parents[joint]!;
  if (parent < 0) return;
  const named = Object.values(target.map.bones).some((match) => match.joint === parent);
  const above = parents[parent]!;
  if (!named && above >= 0 && parent > jointOf(target.map, hand)) {
    const rest = Float64Array.from(restRotations.subarray(parent * 4, parent * 4 + 4));
    if (target.reference.frame.mirrored) reflectQuat(rest, 0, rest, 0);
    multiplyQuat(bent, parent * 4, bent, above * 4, rest, 0);
  }
  relativeQuat(rotations, joint * 4, bent, parent * 4, bent, joint * 4);
  if (target.reference.frame.mirrored) reflectQuat(rotations, joint * 4, rotations, joint * 4);
}
