import type { BoneMatch, HumanoidBone } from '../humanoid.ts';
import type { Evidence } from './evidence.ts';
import { BODY_PARTS } from './assign/assign-body.ts';
import { scoreOf } from './names/name-scores.ts';
import type { Part } from './names/vocabulary.ts';

/** How far a name alone, and a place alone, are to be believed: together 0.93. */
const NAME_TRUST = 0.85;
const STRUCTURE_TRUST = 0.55;
/** Fingers and eyes: by name, and fingers by shape alone. */
const DETAIL_CONFIDENCE = 0.85;
const FINGER_SHAPE_CONFIDENCE = 0.5;

/** A joint that stands where a bone should, but hangs elsewhere. */
const DETACHED_TRUST = 0.8;

/** One piece of a hand in pieces: where it turns is certain, how much of the hand turns with it is not. */
const PIECE_TRUST = 0.65;

/** A joint beside one without a name that may be the bone as well. */
const DOUBTFUL_TRUST = 0.6;

/** How a bone came to its joint, besides by name and place. */
export interface Circumstances {
  /** The sides were changed over against the names. */
  readonly swapped?: boolean;
  /** The joint does not hang from the bone above it. */
  readonly detached?: boolean;
  /** A joint of which the name says nothing may be the bone as well. */
  readonly doubtful?: boolean;
  /** The joint is one of several pieces of the bone. */
  readonly divided?: boolean;
  /** The limb divides evenly there, whatever names say. */
  readonly settled?: boolean;
}

/** Says how sure a match is, and why, in words that a person can check. */
export function rateMatch(
  evidence: Evidence,
  bone: HumanoidBone,
  joint: number,
  circumstances: Circumstances = {},
): BoneMatch {
  if (evidence.declared.get(bone) === joint) return { joint, confidence: 1, reason: 'VRM metadata' };
  const part = BODY_PARTS.get(bone);
  const { sure, reasons } = part ? ratePart(evidence, part, joint, circumstances) : rateDetail(evidence, joint);
  const others = OTHER_REASONS.filter(([circumstance]) => circumstances[circumstance] === true);
  return {
    joint,
    confidence: others.reduce((product, [, , trust]) => product * trust, sure),
    reason: [...reasons, ...others.map(([, reason]) => reason)].join(', '),
  };
}

/** What a circumstance says, and how far the match is to be believed then. */
const OTHER_REASONS: readonly (readonly [keyof Circumstances, reason: string, trust: number])[] = [
  ['swapped', 'sides by the feet', 1],
  ['detached', 'at the end of the leg, not below it', DETACHED_TRUST],
  ['settled', 'halves of the limb', 1],
  ['doubtful', 'beside a joint without a name', DOUBTFUL_TRUST],
];

interface Rating {
  readonly sure: number;
  readonly reasons: readonly string[];
}

function ratePart(evidence: Evidence, part: Part, joint: number, { settled, divided }: Circumstances): Rating {
  if (divided) return { sure: PIECE_TRUST, reasons: [quoted(evidence, joint), 'middle piece of the hand'] };
  const name = Math.max(0, scoreOf(evidence.names[joint], part));
  const structure = evidence.structure.get(joint)?.[part] ?? 0;
  const sideTrust = evidence.sides[joint] === undefined ? 1 : evidence.sideTrust;
  const sure = 1 - (1 - NAME_TRUST * name) * (1 - STRUCTURE_TRUST * (settled ? 1 : structure));
  const reasons = [...(name > 0 ? [quoted(evidence, joint)] : []), ...(structure > 0 ? ['structure'] : [])];
  return { sure: sure * sideTrust, reasons };
}

function rateDetail(evidence: Evidence, joint: number): Rating {
  const isNamed = evidence.readings[joint]!.finger !== undefined || evidence.names[joint]!.known;
  return isNamed
    ? { sure: DETAIL_CONFIDENCE, reasons: [quoted(evidence, joint)] }
    : { sure: FINGER_SHAPE_CONFIDENCE, reasons: ['structure'] };
}

function quoted({ rig }: Evidence, joint: number): string {
  return `name "${rig.names[joint] ?? ''}"`;
}
