import type { Progress } from '@kinora/core';
import { percent, size } from './i18n/format.ts';
import { say, t } from './i18n/i18n.ts';
import { announce } from './notices.ts';
import { page } from './page.ts';

/** How often what takes its time is spoken of, of the whole. */
const PARTS = 4;

let shownStage: Progress['stage'] | undefined;
let saidParts = 0;

/** Shows how far a capture is. A stage is spoken once, and every quarter of the whole; frames are only written. */
export function showProgress(progress: Progress): void {
  page.progress.hidden = false;
  const stage = (): string => t(`progress.stages.${progress.stage}`);
  say(page.progressStage, stage);
  page.progressFill.style.transform = `scaleX(${progress.progress01})`;
  page.progressBar.setAttribute('aria-valuenow', String(Math.round(progress.progress01 * 100)));
  const part = (): string => percent(progress.progress01);
  const value = (): string => t('progress.value', { percent: part(), stage: stage() });
  say(page.progressBar, value, 'aria-valuetext');
  say(page.progressFrames, () => countOf(progress));
  say(page.progressLeft, () => (progress.secondsLeft === undefined ? '' : timeLeft(progress.secondsLeft)));
  const parts = Math.floor(progress.progress01 * PARTS);
  const isNews = progress.stage !== shownStage;
  // That it is done is said with its name.
  if (isNews && progress.stage !== 'done') announce(stage());
  if (!isNews && parts > saidParts) announce(part());
  shownStage = progress.stage;
  saidParts = parts;
}

export function hideProgress(): void {
  page.progress.hidden = true;
  shownStage = undefined;
  saidParts = 0;
}

/** Frames, or bytes, where the stage counts them. */
function countOf({ frames, bytes }: Progress): string {
  if (frames) return t('progress.frames', frames);
  return bytes ? t('progress.bytes', { done: size(bytes.done), total: size(bytes.total) }) : '';
}

function timeLeft(seconds: number): string {
  return seconds < 60
    ? t('progress.secondsLeft', { count: Math.max(1, Math.round(seconds)) })
    : t('progress.minutesLeft', { count: Math.ceil(seconds / 60) });
}
