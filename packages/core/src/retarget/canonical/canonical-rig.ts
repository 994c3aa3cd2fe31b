import type { Clip } from '../../clip/clip.ts';
import { multiplyQuat } from '../../math/quat.ts';
import { restModel } from '../../rig/forward-kinematics.ts';
import { HUMANOID_BONES } from '../../rig/humanoid.ts';
import type { HumanoidMap } from '../../rig/humanoid.ts';
import type { Rig } from '../../rig/rig.ts';
import { bodyChains } from './body-chains.ts';
import type { BodyChains } from './body-chains.ts';
import { jointOf } from './bones.ts';
import { proportions } from './proportions.ts';
import type { Proportions } from './proportions.ts';
import { referencePose } from './reference-pose.ts';
import type { ReferencePose } from './reference-pose.ts';
import { isStance } from './stance.ts';
import { tPoseCorrections } from './t-pose.ts';

/** All that retargeting needs to know of one rig: how it looks in a T-pose, in a space where all rigs agree. */
export interface CanonicalRig {
  readonly rig: Rig;
  readonly map: HumanoidMap;
  readonly chains: BodyChains;
  readonly reference: ReferencePose;
  /** False where the rest pose is no stance: a layout of bones, not of a body. */
  readonly restStands: boolean;
  /** [bones × 4] reference → T-pose, in the order of `HUMANOID_BONES`. */
  readonly corrections: Float64Array;
  /** [joints × 4] orientation in the canonical T-pose. */
  readonly neutral: Float64Array;
  readonly proportions: Proportions;
}

/** @param clip - a motion of the rig; it is looked at where the rest pose is no stance, or does not stand on the ground. */
export function canonicalRig(rig: Rig, map: HumanoidMap, clip: Clip | undefined): CanonicalRig {
  const reference = referencePose(rig, map, clip);
  const corrections = tPoseCorrections(rig, map, reference, clip);
  const neutral = Float64Array.from(reference.rotations);
  HUMANOID_BONES.forEach((bone, index) => {
    const joint = jointOf(map, bone);
    if (joint >= 0) multiplyQuat(neutral, joint * 4, corrections, index * 4, reference.rotations, joint * 4);
  });
  return {
    rig,
    map,
    chains: bodyChains(rig, map),
    reference,
    restStands: isStance(rig, map, restModel(rig)),
    corrections,
    neutral,
    proportions: proportions(rig, map, reference, clip),
  };
}
