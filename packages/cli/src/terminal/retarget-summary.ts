import type { RetargetClipReport } from '@kinora/core/motion';
import { plainText } from './plain-text.ts';

const DEGREES = 180 / Math.PI;

/** One line for a person: what came over, by what scale, and how well; figures in the avatar's own size. */
export function retargetSummary(clipName: string, avatarName: string, report: RetargetClipReport): string {
  const { mapped, unmapped, hipScale, contacts, metrics } = report;
  const { direction, slide, heights, jump } = metrics;
  const bones = mapped.length + unmapped.filter(({ missingIn }) => missingIn === 'target').length;
  const facts = [
    `${mapped.length} of ${bones} bones`,
    `travel × ${hipScale.toFixed(2)}`,
    ...(direction ? [`limbs ${(direction.mean * DEGREES).toFixed(1)}° off`] : []),
    ...(contacts.length > 0 ? [`${contacts.length} ${contacts.length === 1 ? 'step' : 'steps'}`] : []),
    ...(slide ? [`feet slide ${(slide.target * heights.target * 100).toFixed(1)} cm/s`] : []),
    ...(jump !== undefined && jump * DEGREES > 15 ? [`a bone jumps by ${(jump * DEGREES).toFixed(0)}°`] : []),
  ];
  return `retargeted: "${plainText(clipName)}" onto ${plainText(avatarName)}: ${facts.join(', ')}\n`;
}
