import type { Progress } from '@kinora/core';
import { announce } from './notices.ts';
import { page } from './page.ts';
import { words } from './words.ts';

let shownStage: Progress['stage'] | undefined;

/** Shows how far a capture is. A stage is spoken once; its frames are only written. */
export function showProgress(progress: Progress): void {
  page.progress.hidden = false;
  const stage = words.stages[progress.stage];
  page.progressStage.textContent = stage;
  page.progressFill.style.transform = `scaleX(${progress.progress01})`;
  page.progressBar.setAttribute('aria-valuenow', String(Math.round(progress.progress01 * 100)));
  page.progressFrames.textContent = progress.frames ? words.frames(progress.frames.done, progress.frames.total) : '';
  page.progressLeft.textContent = progress.secondsLeft === undefined ? '' : words.left(progress.secondsLeft);
  if (progress.stage !== shownStage) announce(stage);
  shownStage = progress.stage;
}

export function hideProgress(): void {
  page.progress.hidden = true;
  shownStage = undefined;
}
