import type { NameReading } from './read-name.ts';
import { TERMS } from './vocabulary.ts';
import type { Part, PartScores } from './vocabulary.ts';

/** What a name costs a bone that it does not mean: `Hips` is not a spine, whatever its place. */
const CONTRADICTED = -0.7;
const UNKNOWN_WORD = 0.93;
const UNKNOWN_WORDS_FLOOR = 0.7;

/** What one joint's name is worth for each part, once the conventions of its rig are known. */
export interface NameScores {
  /** The name means some joint of a body, or of something else: then it does not mean the parts that it leaves out. */
  readonly known: boolean;
  /** (0, 1] per part that it may mean. */
  readonly parts: PartScores;
}

/**
 * How well each joint's name fits each part of the body.
 *
 * The same word means different bones in different schemes: a shoulder is the collar bone in Mixamo, the upper arm in
 * 100STYLE. Which convention a rig follows, its other names tell.
 */
export function nameScores(readings: readonly NameReading[]): NameScores[] {
  const convention = conventionOf(readings);
  return readings.map((reading) => scoresOf(reading, convention));
}

/** @returns the score of one joint's name for one part: [−0.7, 1], 0 where the name says nothing. */
export function scoreOf(scores: NameScores | undefined, part: Part): number {
  return scores?.parts[part] ?? (scores?.known ? CONTRADICTED : 0);
}

/** True where a name means the first part better than the second by more than `by`: what is called a foot is hardly the toes. */
export function meansBetter({ parts }: NameScores, part: Part, than: Part, by: number): boolean {
  return (parts[part] ?? 0) - (parts[than] ?? 0) > by;
}

/** From here a name means its part. */
const MEANT = 0.75;

/** True where a name means the middle of the body and nothing at its sides. */
export function isCentral({ parts }: NameScores): boolean {
  const meant = (Object.entries(parts) as [Part, number][]).filter(([, score]) => score >= MEANT);
  return meant.length > 0 && meant.every(([part]) => CENTRAL.has(part));
}

function scoresOf(reading: NameReading, convention: PartScoresByTerm): NameScores {
  const sure = Math.max(UNKNOWN_WORDS_FLOOR, UNKNOWN_WORD ** reading.unknownWords);
  const parts: Partial<Record<Part, number>> = {};
  for (const term of reading.terms) {
    // A hip without a side is the middle of the body; an arm without one is still an arm.
    const centralOnly = reading.side === undefined && TERMS.get(term)?.hips !== undefined;
    for (const [part, score] of Object.entries({ ...TERMS.get(term), ...convention[term] }) as [Part, number][]) {
      const central = CENTRAL.has(part);
      if (score === 0 || (central ? reading.side !== undefined : centralOnly)) continue;
      parts[part] = Math.max(parts[part] ?? 0, score * sure);
    }
  }
  return { known: reading.terms.length > 0 || reading.finger !== undefined, parts };
}

const CENTRAL: ReadonlySet<Part> = new Set<Part>(['hips', 'spine', 'chest', 'upperChest', 'neck', 'head', 'jaw']);

type PartScoresByTerm = Readonly<Record<string, PartScores>>;

/** Terms whose meaning the company they are in decides: these scores replace the general ones, 0 takes a meaning away. */
function conventionOf(readings: readonly NameReading[]): PartScoresByTerm {
  const bones = readings.filter((reading) => !reading.helper);
  const has = lookup(bones);
  // A sided pelvis is a hip joint, no pelvis.
  const hasCentral = lookup(bones.filter(({ side }) => side === undefined));
  return { ...armConvention(has), ...legConvention(has), ...trunkConvention(hasCentral) };
}

function lookup(readings: readonly NameReading[]): Has {
  const terms = new Set(readings.flatMap((reading) => reading.terms));
  return (...any) => any.some((term) => terms.has(term));
}

type Has = (...any: readonly string[]) => boolean;

function armConvention(has: Has): PartScoresByTerm {
  const collar = has('clavicle', 'collar', 'scapula');
  const upperArm = has('upper arm', 'humerus', 'ude');
  const lowerArm = has('lower arm', 'radius');
  const isUpperArm = !upperArm && !has('arm') && (collar || (has('elbow', 'hiji') && !lowerArm));
  const shoulder: PartScores = isUpperArm
    ? { upperArm: 0.95, shoulder: 0.5 }
    : { shoulder: collar ? 0.3 : 0.95, upperArm: 0.4 };
  const arm: PartScores =
    upperArm && !lowerArm
      ? { lowerArm: 0.9, upperArm: 0.3, shoulder: 0, hand: 0 }
      : lowerArm || has('elbow')
        ? { upperArm: 1, lowerArm: 0.1, shoulder: 0, hand: 0 }
        : {};
  // Where a hand follows a wrist, the hand turns at the wrist (CMU, KayKit).
  const hand: PartScores = has('wrist', 'tekubi') ? { hand: has('elbow', 'hiji') ? 0.65 : 0.85 } : {};
  return { shoulder, shldr: shoulder, arm, hand };
}

function legConvention(has: Has): PartScoresByTerm {
  const upperLeg = has('upper leg', 'thigh', 'femur', 'momo');
  const lowerLeg = has('lower leg', 'calf', 'shin', 'tibia', 'sune', 'knee', 'hiza');
  const leg: PartScores = upperLeg
    ? { lowerLeg: 1, upperLeg: 0.2, foot: 0, toes: 0 }
    : lowerLeg
      ? { upperLeg: 0.95, lowerLeg: 0.2, foot: 0, toes: 0 }
      : {};
  const hip: PartScores = upperLeg || has('leg') ? { upperLeg: 0.4 } : { upperLeg: 0.95 };
  const foot: PartScores = has('ankle') ? { toes: 0.9, foot: 0.5 } : {};
  return { leg, hip, hips: hip, foot };
}

/** Rigify names the whole trunk `spine`, from the hips to the head; CesiumMan's head is a second neck. */
function trunkConvention(has: Has): PartScoresByTerm {
  const missing: Partial<Record<Part, number>> = {};
  if (!has('hips', 'hip', 'pelvis', 'lower torso', 'kosi', 'koshi', 'center')) missing.hips = 0.4;
  if (!has('neck', 'kubi')) missing.neck = 0.4;
  // Where one word names all from the hips to the head, it tells little of any.
  const whole = missing.neck !== undefined && !has('head', 'skull', 'atama', 'chest');
  const trunk: PartScores = whole ? { spine: 0.7, chest: 0.5, upperChest: 0.5 } : {};
  const neck: PartScores = has('head', 'skull', 'atama') ? {} : { head: 0.3 };
  // Under hips of another name the lower body is where the spine begins.
  const lowerBody: PartScores = has('hips', 'hip', 'pelvis', 'butt') ? { hips: 0.3, spine: 0.75 } : {};
  return { spine: { ...trunk, ...missing, ...neck }, neck, 'lower body': lowerBody };
}
