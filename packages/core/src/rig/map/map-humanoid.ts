import { HUMANOID_BONES } from '../humanoid.ts';
import type { BoneMatch, HumanoidBone, HumanoidMap } from '../humanoid.ts';
import { confidenceOf, describeDoubts } from './judge-map.ts';
import { assignBody } from '../mapper/assign/assign-body.ts';
import { assignFace } from '../mapper/assign/assign-face.ts';
import { assignHands } from '../mapper/assign/assign-hands.ts';
import { checkSides, isAnimal } from '../mapper/check-sides.ts';
import { addDetachedFeet } from '../mapper/assign/detached-feet.ts';
import { gatherEvidence } from '../mapper/evidence.ts';
import type { Evidence } from '../mapper/evidence.ts';
import { findAlternatives } from '../mapper/find-alternatives.ts';
import { findDoubts } from '../mapper/find-doubts.ts';
import { findTwists } from '../mapper/find-twists.ts';
import { rateMatch } from '../mapper/rate-match.ts';
import type { Circumstances } from '../mapper/rate-match.ts';
import { settleLimbs } from '../mapper/assign/settle-limbs.ts';
import { withoutOffsets } from '../mapper/without-offsets.ts';
import type { Rig } from '../rig.ts';

const ANIMAL = 'It stands on four legs: its trunk is level, and its arms stand beside its legs';

/**
 * Finds the human bones of any rig: by the words in its names, by the shape of its hierarchy, by where it faces.
 * Bones that the file itself declares (VRM) win over all three. Where the rig is no humanoid the map's
 * confidence is 0 and its warnings say why: `assertHumanoid` makes an error of that. Where it is wrong, `overrideMap`
 * puts it right.
 *
 * @param rig - a valid rig, see `validateRig`. Its pose at rest may be any; only sides without names need it to stand.
 */
export function mapHumanoid(rig: Rig): HumanoidMap {
  const reduced = withoutOffsets(rig);
  return inOriginal(mapReduced(reduced.rig), reduced.original);
}

function mapReduced(rig: Rig): HumanoidMap {
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
  const isMirrored = swapped.has('leftUpperArm') && swapped.has('leftUpperLeg');
  const { doubtful, settled, divided } =
    evidence.declared.size === 0 ? complete(evidence, joints, isMirrored) : NOTHING_OPEN;
  for (const [bone, joint] of evidence.declared) joints.set(bone, joint);
  return {
    joints,
    warnings,
    circumstances: (bone) => ({
      swapped: swapped.has(bone),
      detached: detached.has(bone),
      doubtful: doubtful.has(bone),
      settled: settled.has(bone),
      divided: divided.has(bone),
    }),
  };
}

type Completion = Readonly<Record<'doubtful' | 'settled' | 'divided', ReadonlySet<HumanoidBone>>>;

/** Whoever declares bones knows them. */
const NOTHING_OPEN: Completion = { doubtful: new Set(), settled: new Set(), divided: new Set() };

/** What depends on the body's bones: fingers, face, and where names are missing, which bones are in doubt. */
function complete(evidence: Evidence, joints: Map<HumanoidBone, number>, isMirrored: boolean): Completion {
  fillTrunk(joints);
  const doubts = findDoubts(evidence, joints);
  const { doubtful, settled } = settleLimbs(evidence, joints);
  const hands = assignHands(evidence, joints);
  assignFace(evidence, joints, isMirrored);
  return { doubtful: new Set([...doubts, ...doubtful, ...hands.doubtful]), settled, divided: hands.divided };
}

const TRUNK = ['spine', 'chest', 'upperChest'] as const;

/** A trunk begins with a spine, and an upper chest needs a chest below it (VRM 1.0): names alone know nothing of that. */
function fillTrunk(joints: Map<HumanoidBone, number>): void {
  const trunk = TRUNK.flatMap((bone) => joints.get(bone) ?? []);
  TRUNK.forEach((bone, i) => {
    const joint = trunk[i];
    if (joint === undefined) joints.delete(bone);
    else joints.set(bone, joint);
  });
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

/** The same map of the rig from which joints were left out. */
function inOriginal({ bones, twists, ...rest }: HumanoidMap, original: readonly number[]): HumanoidMap {
  const moved = <Match extends { readonly joint: number }>(match: Match): Match => ({
    ...match,
    joint: original[match.joint]!,
  });
  const found: Partial<Record<HumanoidBone, BoneMatch>> = {};
  for (const bone of HUMANOID_BONES) {
    const match = bones[bone];
    if (!match) continue;
    const { alternatives } = match;
    found[bone] = { ...moved(match), ...(alternatives && { alternatives: alternatives.map(moved) }) };
  }
  return { bones: found, twists: twists.map(moved), ...rest };
}
