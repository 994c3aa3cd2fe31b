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

/** How a bone came to its joint, besides by name and place. */
export interface Circumstances {
  /** The sides were changed over against the names. */
  readonly swapped?: boolean;
  /** The joint does not hang from the bone above it. */
  readonly detached?: boolean;
}

/** Says how sure a match is, and why, in words that a person can check. */
export function rateMatch(
  evidence: Evidence,
  bone: HumanoidBone,
  joint: number,
  { swapped = false, detached = false }: Circumstances = {},
): BoneMatch {
  if (evidence.declared.get(bone) === joint) return { joint, confidence: 1, reason: 'VRM metadata' };
  const quoted = `name "${evidence.rig.names[joint] ?? ''}"`;
  const part = BODY_PARTS.get(bone);
  if (!part) return rateDetail(evidence, joint, quoted);
  const name = Math.max(0, scoreOf(evidence.names[joint], part));
  const structure = evidence.structure.get(joint)?.[part] ?? 0;
  const sideTrust = evidence.sides[joint] === undefined ? 1 : evidence.sideTrust;
  const sure = 1 - (1 - NAME_TRUST * name) * (1 - STRUCTURE_TRUST * structure);
  const reasons = [
    ...(name > 0 ? [quoted] : []),
    ...(structure > 0 ? ['structure'] : []),
    ...(swapped ? ['sides by the feet'] : []),
    ...(detached ? ['at the end of the leg, not below it'] : []),
  ];
  return { joint, confidence: sure * sideTrust * (detached ? DETACHED_TRUST : 1), reason: reasons.join(', ') };
}

function rateDetail({ readings, names }: Evidence, joint: number, quoted: string): BoneMatch {
  const { finger } = readings[joint]!;
  const named = finger !== undefined || (names[joint]?.known ?? false);
  return named
    ? { joint, confidence: DETAIL_CONFIDENCE, reason: quoted }
    : { joint, confidence: FINGER_SHAPE_CONFIDENCE, reason: 'structure' };
}
