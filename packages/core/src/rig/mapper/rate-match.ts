import type { BoneMatch, HumanoidBone } from '../humanoid.ts';
import type { Evidence } from './evidence.ts';
import { BODY_PARTS } from './assign-body.ts';
import { scoreOf } from './names/name-scores.ts';

/** How far a name alone, and a place alone, are to be believed: together 0.93. */
const NAME_TRUST = 0.85;
const STRUCTURE_TRUST = 0.55;
/** Fingers and eyes: by name, and fingers by shape alone. */
const DETAIL_CONFIDENCE = 0.85;
const FINGER_SHAPE_CONFIDENCE = 0.5;

/** A joint that stands where a bone should, but hangs elsewhere. */
const DETACHED_TRUST = 0.8;

/** A joint that one without a name may have to give way to: either is right about as often. */
const DOUBTFUL_TRUST = 0.6;

const BESIDE_NAMELESS = 'beside a joint without a name';

/** How a bone came to its joint, besides by name and place. */
export interface Circumstances {
  /** The sides were changed over against the names. */
  readonly swapped?: boolean;
  /** The joint does not hang from the bone above it. */
  readonly detached?: boolean;
  /** A joint of which the name says nothing may be the bone as well. */
  readonly doubtful?: boolean;
  /** The joint says nothing itself; what has the name is the bone's second half. */
  readonly settled?: boolean;
}

/** Says how sure a match is, and why, in words that a person can check. */
export function rateMatch(
  evidence: Evidence,
  bone: HumanoidBone,
  joint: number,
  { swapped = false, detached = false, doubtful = false, settled = false }: Circumstances = {},
): BoneMatch {
  if (evidence.declared.get(bone) === joint) return { joint, confidence: 1, reason: 'VRM metadata' };
  const quoted = `name "${evidence.rig.names[joint] ?? ''}"`;
  const part = BODY_PARTS.get(bone);
  if (!part) return rateDetail(evidence, joint, quoted, doubtful);
  const name = Math.max(0, scoreOf(evidence.names[joint], part));
  const structure = evidence.structure.get(joint)?.[part] ?? 0;
  const sideTrust = evidence.sides[joint] === undefined ? 1 : evidence.sideTrust;
  const place = settled ? 1 : structure;
  const sure = 1 - (1 - NAME_TRUST * name) * (1 - STRUCTURE_TRUST * place);
  const reasons = [
    ...(name > 0 ? [quoted] : []),
    ...(structure > 0 ? ['structure'] : []),
    ...(swapped ? ['sides by the feet'] : []),
    ...(detached ? ['at the end of the leg, not below it'] : []),
    ...(settled ? ['divides the limb evenly'] : []),
    ...(doubtful ? [BESIDE_NAMELESS] : []),
  ];
  return { joint, confidence: sure * sideTrust * (detached ? DETACHED_TRUST : 1) * (doubtful ? DOUBTFUL_TRUST : 1), reason: reasons.join(', ') };
}

function rateDetail({ readings, names }: Evidence, joint: number, quoted: string, doubtful: boolean): BoneMatch {
  const { finger } = readings[joint]!;
  const named = finger !== undefined || (names[joint]?.known ?? false);
  return named
    ? {
        joint,
        confidence: DETAIL_CONFIDENCE * (doubtful ? DOUBTFUL_TRUST : 1),
        reason: doubtful ? `${quoted}, ${BESIDE_NAMELESS}` : quoted,
      }
    : { joint, confidence: FINGER_SHAPE_CONFIDENCE, reason: 'structure' };
}
