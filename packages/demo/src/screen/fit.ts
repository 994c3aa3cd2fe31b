import type { BoneReport, HumanoidBone, PreparedClip, RetargetReport } from '@kinora/core';
import { page } from '../page.ts';
import { words } from '../words.ts';

type Fact = readonly [topic: string, ...sentences: string[]];

/**
 * Tells how the animation on the stage fits the avatar on the stage.
 *
 * @param prepared - undefined where the animation is the avatar's own.
 * @param holdsFeet - whether standing feet are held still.
 */
export function showFit(prepared: PreparedClip | undefined, holdsFeet: boolean): void {
  page.fit.hidden = false;
  page.fitFeet.hidden = prepared === undefined;
  if (!prepared) {
    page.fitLine.textContent = words.fit.ownLine;
    page.fitFacts.replaceChildren(row([words.fit.body, words.fit.own]));
    return;
  }
  const { report } = prepared.plan;
  const stands = prepared.footwork.contacts.length;
  const notes = report.warnings.map(words.note);
  const facts: Fact[] = [
    [words.fit.body, words.fit.bones(report.mapped.length), leftOut(report)],
    [words.fit.sure, ...leastSure(report.mapped)],
    [words.fit.size, words.fit.scale(report.hipScale)],
    [words.fit.feet, words.fit.stands(stands, holdsFeet)],
    ...(notes.length > 0 ? [[words.fit.notes, ...notes] as const] : []),
  ];
  page.fitLine.textContent = words.fit.line(report.mapped.length, holdsFeet && stands > 0, notes.length);
  page.fitFacts.replaceChildren(...facts.map(row));
}

/** The bone that one of the two maps is least sure of, and what that map goes by. */
function leastSure(mapped: readonly BoneReport[]): readonly [string, string] {
  const confidence = (bone: BoneReport): number => Math.min(bone.sourceConfidence, bone.targetConfidence);
  const least = mapped.reduce((a, b) => (confidence(b) < confidence(a) ? b : a));
  const isAvatar = least.targetConfidence <= least.sourceConfidence;
  const percent = Math.round(confidence(least) * 100);
  if (percent === 100) return [words.fit.allSure, words.fit.recognised(least.target, least.targetReason)];
  return [
    words.fit.leastSure(words.fit.bone(least.bone), percent),
    isAvatar
      ? words.fit.avatarJoint(least.target, least.targetReason)
      : words.fit.clipJoint(least.source, least.sourceReason),
  ];
}

/** What one of the two has and the other has not, in the words of a body and not of its bones. */
function leftOut({ mapped, unmapped }: RetargetReport): string {
  const hasFingers = mapped.some(({ bone }) => isFinger(bone));
  const partsMissingIn = (which: 'source' | 'target'): string[] => {
    const bones = unmapped.filter(({ missingIn }) => missingIn === which).map(({ bone }) => bone);
    return [...new Set(bones.map((bone) => partOf(bone, bones, hasFingers)))];
  };
  const lost = partsMissingIn('target');
  const still = partsMissingIn('source');
  return [lost.length > 0 ? words.fit.lost(lost) : '', still.length > 0 ? words.fit.still(still) : '']
    .filter(Boolean)
    .join(' ');
}

function partOf(bone: HumanoidBone, all: readonly HumanoidBone[], hasFingers: boolean): string {
  if (isFinger(bone)) return hasFingers ? words.fit.someFingers : words.fit.fingers;
  const other = bone.replace(/^left|^right/, (side) => (side === 'left' ? 'right' : 'left')) as HumanoidBone;
  return other !== bone && all.includes(other) ? words.fit.pair(bone) : words.fit.bone(bone);
}

function isFinger(bone: HumanoidBone): boolean {
  return /Thumb|Index|Middle|Ring|Little/.test(bone);
}

function row([topic, ...sentences]: Fact): HTMLElement {
  const made = document.createElement('div');
  made.className = 'fit__row';
  const term = document.createElement('dt');
  term.textContent = topic;
  const description = document.createElement('dd');
  for (const text of sentences.filter(Boolean)) {
    const paragraph = document.createElement('p');
    paragraph.textContent = text;
    description.append(paragraph);
  }
  made.append(term, description);
  return made;
}
