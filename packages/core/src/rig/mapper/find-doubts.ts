import type { HumanoidBone } from '../humanoid.ts';
import { BODY_PARTS } from './assign/assign-body.ts';
import { saysNothing } from './evidence.ts';
import type { Evidence } from './evidence.ts';
import { meansBetter, scoreOf } from './names/name-scores.ts';
import type { Part } from './names/vocabulary.ts';
import { namelessAbove } from './nameless-above.ts';
import { isBelow, pathBelow } from './shape/joint-tree.ts';

type Joints = ReadonlyMap<HumanoidBone, number>;

/** Bones that are the first of several joints that go by one name. */
const FIRST_OF_MANY: readonly HumanoidBone[] = [
  'spine',
  'neck',
  'head',
  'leftShoulder',
  'rightShoulder',
  'leftToes',
  'rightToes',
];
const MANY_WORDS: ReadonlySet<Part> = new Set<Part>(['neck', 'shoulder', 'toes']);
/** From here a name means its part. */
const MEANT = 0.75;

/**
 * Bones whose names count on others, where a joint without a name may be what they count from: the second joint of a
 * trunk, one of five toes, a foot that comes one joint too late.
 */
export function findDoubts(evidence: Evidence, joints: Joints): Set<HumanoidBone> {
  const doubtful = new Set(FIRST_OF_MANY.filter((bone) => mayBeLater(evidence, joints, bone)));
  if (isUncounted(evidence, joints)) doubtful.add('chest');
  for (const bone of joints.keys()) if (hasNameOfNameless(evidence, joints, bone)) doubtful.add(bone);
  return doubtful;
}

/** True where a joint without a name comes before a bone, or stands beside it, and the bone's name allows that. */
function mayBeLater(evidence: Evidence, joints: Joints, bone: HumanoidBone): boolean {
  const joint = joints.get(bone);
  const part = BODY_PARTS.get(bone);
  if (joint === undefined || part === undefined || !evidence.names[joint]!.known) return false;
  if (isNameOfFirst(evidence, joint, part)) return false;
  const assigned = new Set(joints.values());
  const isAfter = namelessAbove(evidence, joints, joint).some((above) => !assigned.has(above));
  return isAfter || (part === 'toes' && (hasNamelessBrother(evidence, joint) || isAfterFoot(evidence, joints, joint)));
}

/** What is called a foot and is none is the ball of it: toes that come later are their tips (Second Life). */
function isAfterFoot({ rig, names }: Evidence, joints: Joints, toes: number): boolean {
  const assigned = new Set(joints.values());
  let above = rig.parents[toes]!;
  while (above >= 0 && !assigned.has(above) && scoreOf(names[above], 'foot') < MEANT) above = rig.parents[above]!;
  return above >= 0 && !assigned.has(above);
}

/** `Spine` begins the spine, `Spine1` may. The others have too many words to say. */
function isNameOfFirst({ names, readings }: Evidence, joint: number, part: Part): boolean {
  const { numbers } = readings[joint]!;
  if (MANY_WORDS.has(part) || scoreOf(names[joint], part) < MEANT) return false;
  return part !== 'spine' || numbers.length === 0;
}

/** One of five toes has its brothers beside it, below the same bone. */
function hasNamelessBrother(evidence: Evidence, toe: number): boolean {
  const { rig, tree } = evidence;
  const above = rig.parents[rig.parents[toe]!] ?? -1;
  return rig.names.some((_, joint) => {
    const isBrother = joint !== toe && tree.depths[joint] === tree.depths[toe] && saysNothing(evidence, joint);
    return isBrother && isBelow(tree, joint, above);
  });
}

/** True where the chest is one of several joints of a trunk by its number alone, and not all of them have names. */
function isUncounted({ names, tree, trunk }: Evidence, joints: Joints): boolean {
  const chest = names[joints.get('chest') ?? -1];
  const above = joints.get('neck') ?? joints.get('head') ?? -1;
  const counted = new Set([...trunk, ...pathBelow(tree, joints.get('hips') ?? -1, above).slice(0, -1)]);
  const isCounted = chest?.known === true && meansBetter(chest, 'spine', 'chest', 0);
  return isCounted && [...counted].some((joint) => !names[joint]!.known);
}

/** So much better a name means another part than the one it was taken for. */
const CLEARLY_BETTER = 0.3;

/** True where a bone's name means another bone of its side, and a joint without a name has got that: all may be one off. */
function hasNameOfNameless({ names }: Evidence, joints: Joints, bone: HumanoidBone): boolean {
  const [side] = /^left|^right/.exec(bone) ?? [];
  const part = BODY_PARTS.get(bone);
  const scores = names[joints.get(bone)!]!;
  if (side === undefined || part === undefined) return false;
  return [...joints].some(([other, joint]) => {
    const meant = BODY_PARTS.get(other);
    const isNameless = meant !== undefined && other.startsWith(side) && !names[joint]!.known;
    return isNameless && meansBetter(scores, meant, part, CLEARLY_BETTER);
  });
}
