import { HUMANOID_BONES } from '../humanoid.ts';
import type { BoneAlternative, BoneMatch, HumanoidBone } from '../humanoid.ts';
import { BODY_PARTS, bodyParent } from './assign/assign-body.ts';
import type { Evidence } from './evidence.ts';
import { rateMatch } from './rate-match.ts';
import { isBelow } from './shape/joint-tree.ts';

const MOST = 3;
/** Less sure than the choice by more than this, or than this in all, nobody need weigh it. */
const NEAR = 0.25;
const LEAST = 0.3;

type Matches = Readonly<Partial<Record<HumanoidBone, BoneMatch>>>;

/**
 * Other joints that each bone of the body might be, best first: what a person who doubts the choice should look at. A
 * joint that plays another bone as well or better is none of them.
 *
 * @param twists - joints that only continue a limb.
 */
export function findAlternatives(
  evidence: Evidence,
  bones: Matches,
  twists: ReadonlySet<number>,
): Map<HumanoidBone, readonly BoneAlternative[]> {
  const found = new Map<HumanoidBone, readonly BoneAlternative[]>();
  // Whoever declares bones knows them.
  if (evidence.declared.size > 0) return found;
  const taken = new Map(Object.values(bones).map(({ joint, confidence }) => [joint, confidence]));
  for (const bone of HUMANOID_BONES) {
    const chosen = bones[bone];
    if (!chosen || !BODY_PARTS.has(bone)) continue;
    const rivals = rivalsOf(evidence, bone, chosen, jointAbove(bone, bones)).filter(
      ({ joint, confidence }) => !twists.has(joint) && confidence > (taken.get(joint) ?? 0),
    );
    if (rivals.length > 0) found.set(bone, rivals.slice(0, MOST));
  }
  return found;
}

/** @param above - the joint below which the bone must lie; −1 for any. */
function rivalsOf(evidence: Evidence, bone: HumanoidBone, chosen: BoneMatch, above: number): BoneAlternative[] {
  const least = Math.max(LEAST, chosen.confidence - NEAR);
  return evidence.readings
    .flatMap(({ helper }, joint): BoneAlternative[] => {
      const fits = !helper && evidence.sides[joint] === evidence.sides[chosen.joint] && joint !== chosen.joint;
      if (!fits || (above >= 0 && !isBelow(evidence.tree, joint, above))) return [];
      const rated = rateMatch(evidence, bone, joint);
      return rated.confidence >= least ? [rated] : [];
    })
    .sort((a, b) => b.confidence - a.confidence);
}

/** The joint of the nearest bone above that has one; −1 above the hips. */
function jointAbove(bone: HumanoidBone, bones: Matches): number {
  for (let above = bodyParent(bone); above !== undefined; above = bodyParent(above)) {
    const match = bones[above];
    if (match) return match.joint;
  }
  return -1;
}
