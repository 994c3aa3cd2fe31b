import type { CaptureAdvice } from '@kinora/core/motion';
import { plainText } from './plain-text.ts';

/** What a better take would do otherwise, one line each, with its times where it was not so throughout. */
export function adviceText(advice: readonly CaptureAdvice[]): string {
  return advice.map((one) => `advice: ${plainText(one.text)}${timesText(one)}\n`).join('');
}

function timesText({ from, to }: CaptureAdvice): string {
  return from === undefined || to === undefined ? '' : ` (${from.toFixed(1)} to ${to.toFixed(1)} s)`;
}
