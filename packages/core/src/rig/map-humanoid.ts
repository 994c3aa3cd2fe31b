import { HUMANOID_BONES } from './humanoid.ts';
import type { BoneMatch, HumanoidBone, HumanoidMap } from './humanoid.ts';
import { confidenceOf, describeDoubts } from './judge-map.ts';
import { assignBody } from './mapper/assign-body.ts';
import { assignFace } from './mapper/assign-face.ts';
import { assignHands } from './mapper/assign-hands.ts';
import { checkSides, isAnimal } from './mapper/check-sides.ts';
import { addDetachedFeet } from './mapper/detached-feet.ts';
import { gatherEvidence } from './mapper/evidence.ts';
import type { Evidence } from './mapper/evidence.ts';
import { findAlternatives } from './mapper/find-alternatives.ts';
import { findTwists } from './mapper/find-twists.ts';
import { rateMatch } from './mapper/rate-match.ts';
import type { Circumstances } from './mapper/rate-match.ts';
import type { Rig } from './rig.ts';

const ANIMAL = 'It stands on four legs: its trunk is level, and its arms stand beside its legs';

/**
 * Finds the human bones of any rig: by the words in its names, by the shape of its hierarchy, by where it faces
 * (retargeting.md §7). Bones that the file itself declares (VRM) win over all three. Where the rig is no humanoid the map's
 * confidence is 0 and its warnings say why: `assertHumanoid` makes an error of that. Where it is wrong, `overrideMap`
 * puts it right.
 *
 * @param rig - a valid rig, see `validateRig`. Its pose at rest may be any; only sides without names need it to stand.
 */
export function mapHumanoid(rig: Rig): HumanoidMap {
  const evidence = gatherEvidence(rig);
  const { joints, circumstances, warnings } = assign(evidence);
  const twists = findTwists(evidence, joints);
  const bones = rate(evidence, joints, circumstances);
  const rivals = findAlternatives(evidence, bones, new Set(twists.map(({ joint }) => joint)));
  for (const [bone, alternatives] of rivals) bones[bone] = { ...bones[bone]!, alternatives };

  const found = [...evidence.warnings, ...warnings];
  if (isAnimal(evidence, joints)) return { bones, twists, confidence: 0, warnings: [...found, ANIMAL] };
  return { bones, twists, confidence: confidenceOf(bones), warnings: [...found, ...describeDoubts(rig, bones)] };
}

interface Assignment {
  readonly joints: ReadonlyMap<HumanoidBone, number>;
  readonly warnings: readonly string[];
  readonly circumstances: (bone: HumanoidBone) => Circumstances;
}

function assign(evidence: Evidence): Assignment {
  const body = assignBody(evidence);
  const detached = addDetachedFeet(evidence, body);
  const { joints, warnings, swapped } = checkSides(evidence, body);
  if (evidence.declared.size === 0) {
    fillChest(joints);
    assignHands(evidence, joints);
    assignFace(evidence, joints, swapped.has('leftUpperArm') && swapped.has('leftUpperLeg'));
  }
  for (const [bone, joint] of evidence.declared) joints.set(bone, joint);
  return {
    joints,
    warnings,
    circumstances: (bone) => ({ swapped: swapped.has(bone), detached: detached.has(bone) }),
  };
}

/** An upper chest needs a chest below it (VRM 1.0): a trunk of two bones has no upper one. */
function fillChest(joints: Map<HumanoidBone, number>): void {
  const upperChest = joints.get('upperChest');
  if (upperChest === undefined || joints.has('chest')) return;
  joints.delete('upperChest');
  joints.set('chest', upperChest);
}

function rate(
  evidence: Evidence,
  joints: ReadonlyMap<HumanoidBone, number>,
  circumstances: Assignment['circumstances'],
): Partial<Record<HumanoidBone, BoneMatch>> {
  const bones: Partial<Record<HumanoidBone, BoneMatch>> = {};
  for (const bone of HUMANOID_BONES) {
    const joint = joints.get(bone);
    if (joint !== undefined) bones[bone] = rateMatch(evidence, bone, joint, circumstances(bone));
  }
  return bones;
}
