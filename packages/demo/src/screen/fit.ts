import type { BoneReport, HumanoidBone, PreparedClip, RetargetReport } from '@kinora/core';
import { boneName, isFinger, noteText, pairName, reasonName } from '../i18n/body-words.ts';
import { decimal, list, percent } from '../i18n/format.ts';
import { onLanguage, t } from '../i18n/i18n.ts';
import { page } from '../page.ts';

type Fact = readonly [topic: string, ...sentences: string[]];

let showAgain = (): void => {};
onLanguage(() => showAgain());

/**
 * Tells how the animation on the stage fits the avatar on the stage.
 *
 * @param prepared - undefined where the animation is the avatar's own.
 * @param holdsFeet - whether standing feet are held still.
 */
export function showFit(prepared: PreparedClip | undefined, holdsFeet: boolean): void {
  showAgain = () => showFit(prepared, holdsFeet);
  page.fit.hidden = false;
  page.fitFeet.hidden = prepared === undefined;
  page.fitLine.textContent = prepared ? lineOf(prepared, holdsFeet) : t('fit.ownLine');
  const facts: readonly Fact[] = prepared ? factsOf(prepared, holdsFeet) : [[t('fit.body'), t('fit.own')]];
  page.fitFacts.replaceChildren(...facts.map(row));
}

function lineOf({ plan: { report }, footwork }: PreparedClip, holdsFeet: boolean): string {
  const notes = report.warnings.length;
  return [
    t('fit.lineBones', { count: report.mapped.length }),
    t(holdsFeet && footwork.contacts.length > 0 ? 'fit.lineHeld' : 'fit.lineFree'),
    ...(notes > 0 ? [t('fit.lineNotes', { count: notes })] : []),
  ].join(' · ');
}

function factsOf({ plan: { report }, footwork }: PreparedClip, holdsFeet: boolean): readonly Fact[] {
  const notes = report.warnings.map(noteText);
  return [
    [t('fit.body'), t('fit.bones', { count: report.mapped.length }), leftOut(report)],
    [t('fit.sure'), ...leastSure(report.mapped)],
    [t('fit.size'), sizeOf(report.hipScale)],
    [t('fit.feet'), standsOf(footwork.contacts.length, holdsFeet)],
    ...(notes.length > 0 ? [[t('fit.notes'), ...notes] as const] : []),
  ];
}

function sizeOf(scale: number): string {
  return Math.abs(scale - 1) < 0.015 ? t('fit.sameSize') : t('fit.scale', { scale: decimal(scale, 2) });
}

function standsOf(count: number, holdsFeet: boolean): string {
  if (count === 0) return t('fit.standsNever');
  return holdsFeet ? t('fit.standsHeld', { count }) : t('fit.standsFree', { count });
}

/** The bone that one of the two maps is least sure of, and what that map goes by. */
function leastSure(mapped: readonly BoneReport[]): readonly [string, string] {
  const confidence = (bone: BoneReport): number => Math.min(bone.sourceConfidence, bone.targetConfidence);
  const least = mapped.reduce((a, b) => (confidence(b) < confidence(a) ? b : a));
  const isAvatar = least.targetConfidence <= least.sourceConfidence;
  const sure = Math.round(confidence(least) * 100) / 100;
  if (sure === 1) {
    return [t('fit.allSure'), t('fit.recognised', { reason: reasonName(least.target, least.targetReason) })];
  }
  const joint = isAvatar ? least.target : least.source;
  const reason = reasonName(joint, isAvatar ? least.targetReason : least.sourceReason);
  return [
    t('fit.leastSure', { percent: percent(sure), bone: boneName(least.bone) }),
    t(isAvatar ? 'fit.avatarJoint' : 'fit.clipJoint', { joint, reason }),
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
  return [
    lost.length > 0 ? t('fit.lost', { parts: list(lost, 'disjunction') }) : '',
    still.length > 0 ? t('fit.still', { parts: list(still, 'conjunction') }) : '',
  ]
    .filter(Boolean)
    .join(' ');
}

function partOf(bone: HumanoidBone, all: readonly HumanoidBone[], hasFingers: boolean): string {
  if (isFinger(bone)) return t(hasFingers ? 'fit.someFingers' : 'fit.fingers');
  const other = bone.replace(/^left|^right/, (side) => (side === 'left' ? 'right' : 'left')) as HumanoidBone;
  return other !== bone && all.includes(other) ? pairName(bone) : boneName(bone);
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
