import { page } from '../page.ts';

/*
 * What has the focus may go away: a notice is put away, an invitation makes room for a film. A browser then sends whoever
 * has no mouse back to the top of the page. Here the focus goes to what comes next.
 */

/** Whether the focus is in something, which may be about to go. */
export function hasFocus(going: Element): boolean {
  return going.contains(document.activeElement);
}

/** Whether what has the focus is out of reach, or nothing has it. */
export function isFocusLost(): boolean {
  const at = document.activeElement;
  return !(at instanceof HTMLElement) || at === document.body || !isInReach(at);
}

/** Gives the focus to the first of these that is in reach. */
export function focusFirst(...wanted: readonly (HTMLElement | null | undefined)[]): void {
  wanted.find((element) => element && isInReach(element))?.focus();
}

/** Gives the focus to what comes first on the page, whatever that shows. */
export function focusStart(): void {
  focusFirst(page.takeSample, page.takeSampleAgain, page.progress);
}

function isInReach(element: HTMLElement): boolean {
  return element.checkVisibility() && !element.matches(':disabled');
}
