import type { HumanoidBone } from '@kinora/core';
import { list } from './format.ts';
import { t } from './i18n.ts';

const FINGER = /Thumb|Index|Middle|Ring|Little/;

export function isFinger(bone: HumanoidBone): boolean {
  return FINGER.test(bone);
}

/** `leftUpperArm` → `left upper arm` */
export function boneName(bone: HumanoidBone): string {
  if (isFinger(bone)) return t(bone.startsWith('left') ? 'bones.leftFinger' : 'bones.rightFinger');
  return t(
    `bones.${bone as Exclude<HumanoidBone, `${string}${'Thumb' | 'Index' | 'Middle' | 'Ring' | 'Little'}${string}`>}`,
  );
}

/** `leftUpperArm` → `upper arms` */
export function pairName(bone: HumanoidBone): string {
  const part = bone.replace(/^left|^right/, '');
  return part in PAIRS ? t(`pairs.${part as keyof typeof PAIRS}`) : boneName(bone);
}

const PAIRS = {
  Eye: true,
  Shoulder: true,
  UpperArm: true,
  LowerArm: true,
  Hand: true,
  UpperLeg: true,
  LowerLeg: true,
  Foot: true,
  Toes: true,
} as const;

/** What the map of a body goes by, in its report's words and in ours. */
const REASONS = [
  ['structure', 'structure'],
  ['VRM metadata', 'metadata'],
  ['chosen by a person', 'chosen'],
  ['sides by the feet', 'sides'],
  ['at the end of the leg, not below it', 'detached'],
  ['halves of the limb', 'halves'],
  ['beside a joint without a name', 'unnamed'],
  ['middle piece of the hand', 'handPiece'],
] as const;

/** What a bone was recognised by, where its joint has been named already. */
export function reasonName(joint: string, reason: string): string {
  const name = `name "${joint}"`;
  const others = reason.replace(name, '');
  const known = REASONS.filter(([theirs]) => others.includes(theirs)).map(([, ours]) => t(`reasons.${ours}`));
  const all = [...(reason.includes(name) ? [t('reasons.name')] : []), ...known];
  return all.length > 0 ? list(all, 'conjunction') : reason;
}

/** A warning of a report, whose writer spoke to programmers. What no language has words for stays as it is. */
export function noteText(warning: string): string {
  const [, which, text = ''] = /^(source: |target: )?(.*)$/s.exec(warning) ?? [];
  const [, bone] = /^No joint was found for (\w+)$/.exec(text) ?? [];
  const note = sentence(bone ? t('fit.noJoint', { bone: boneName(bone as HumanoidBone) }) : text);
  if (!which) return note;
  return which === 'source: ' ? t('fit.ofClip', { note }) : t('fit.ofAvatar', { note });
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
