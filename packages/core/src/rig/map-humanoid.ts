import type { BoneMatch, HumanoidBone, HumanoidMap } from './humanoid.ts';
import { HUMANOID_BONES, REQUIRED_BONES } from './humanoid.ts';
import { assignBody } from './mapper/assign-body.ts';
import { assignFace } from './mapper/assign-face.ts';
import { assignHands } from './mapper/assign-hands.ts';
import { checkSides, isAnimal } from './mapper/check-sides.ts';
import { addDetachedFeet } from './mapper/detached-feet.ts';
import { gatherEvidence } from './mapper/evidence.ts';
import { findTwists } from './mapper/find-twists.ts';
import { rateMatch } from './mapper/rate-match.ts';
import { missingEssentials } from './missing-bones.ts';
import type { Rig } from './rig.ts';

/** Under this a person should be asked (retargeting.md §7, step 6). */
const SURE = 0.6;

const ANIMAL = 'It stands on four legs: its trunk is level, and its arms stand beside its legs';

/**
 * Finds the human bones of any rig: by the words in its names, by the shape of its hierarchy, by where it faces
 * (retargeting.md §7). Bones that the file itself declares (VRM) win over all three. Where the rig is no humanoid the map's
 * confidence is 0 and its warnings say why: `assertHumanoid` makes an error of that.
 *
 * @param rig - a valid rig, see `validateRig`. Its pose at rest may be any; only sides without names need it to stand.
 */
export function mapHumanoid(rig: Rig): HumanoidMap {
  const evidence = gatherEvidence(rig);
  const body = assignBody(evidence);
  const detached = addDetachedFeet(evidence, body);
  const { joints, warnings, swapped } = checkSides(evidence, body);
  if (evidence.declared.size === 0) {
    fillChest(joints);
    assignHands(evidence, joints);
    assignFace(evidence, joints, swapped.has('leftUpperArm') && swapped.has('leftUpperLeg'));
  }
  for (const [bone, joint] of evidence.declared) joints.set(bone, joint);

  const bones: Partial<Record<HumanoidBone, BoneMatch>> = {};
  for (const bone of HUMANOID_BONES) {
    const joint = joints.get(bone);
    if (joint !== undefined)
      bones[bone] = rateMatch(evidence, bone, joint, { swapped: swapped.has(bone), detached: detached.has(bone) });
  }
  const twists = findTwists(evidence, joints);
  const found = [...evidence.warnings, ...warnings];
  if (isAnimal(evidence, joints)) return { bones, twists, confidence: 0, warnings: [...found, ANIMAL] };
  return { bones, twists, confidence: confidenceOf(bones), warnings: [...found, ...describeDoubts(rig, bones)] };
}

/** An upper chest needs a chest below it (VRM 1.0): a trunk of two bones has no upper one. */
function fillChest(joints: Map<HumanoidBone, number>): void {
  const upperChest = joints.get('upperChest');
  if (upperChest === undefined || joints.has('chest')) return;
  joints.delete('upperChest');
  joints.set('chest', upperChest);
}

/** The weakest required bone decides; without the essential ones there is no humanoid. */
function confidenceOf(bones: HumanoidMap['bones']): number {
  if (missingEssentials((bone) => bones[bone] !== undefined).length > 0) return 0;
  return Math.min(...REQUIRED_BONES.map((bone) => bones[bone]?.confidence ?? 1));
}

function describeDoubts(rig: Rig, bones: HumanoidMap['bones']): string[] {
  return REQUIRED_BONES.flatMap((bone) => {
    const match = bones[bone];
    if (!match) return [`No joint was found for ${bone}`];
    if (match.confidence >= SURE) return [];
    return [
      `${bone} may not be "${rig.names[match.joint] ?? ''}" (${Math.round(match.confidence * 100)} % sure, by ${match.reason})`,
    ];
  });
}
