import type { Member } from '../cast/cast.ts';
import { say, t } from '../i18n/i18n.ts';
import type { Saying } from '../i18n/i18n.ts';
import { announce } from '../notices.ts';
import { page } from '../page.ts';
import { focusFirst, hasFocus } from '../shell/focus.ts';

/** Somebody of the cast, or whom the person brought. */
export type Choice = Member | 'own';

/** `closed`: a picture stands there. `none`: there never will be a stage. */
export type FrontState = 'closed' | 'opening' | 'open' | 'none';

/** The picture goes when somebody stands in its place; where nobody ever will, words take it. */
export function showFront(state: FrontState): void {
  page.stagePanel.dataset['state'] = state;
  page.stage.hidden = state === 'closed' || state === 'none';
  const hadFocus = hasFocus(page.wake);
  page.wake.hidden = state === 'open' || state === 'none';
  page.stageNone.hidden = state !== 'none';
  if (hadFocus) focusFirst(page.wake, page.stage, page.avatars.querySelector('button'));
}

/** Says on the stage what it waits for. */
export function sayWait(words: Saying): void {
  page.stageWait.hidden = false;
  say(page.stageWait, words);
}

export function hideWait(): void {
  page.stageWait.hidden = true;
}

export function markBusy(choice: Choice, isBusy: boolean): void {
  for (const { element, isChosen } of buttons(choice)) {
    if (isChosen) element.setAttribute('aria-busy', String(isBusy));
  }
}

/** @param name - of who stands there now. */
export function markChoice(choice: Choice, name: string): void {
  for (const { element, isChosen } of buttons(choice)) element.setAttribute('aria-pressed', String(isChosen));
  if (choice === 'own') {
    page.ownName.textContent = name;
    page.own.hidden = false;
  }
  announce(t('stage.ready', { name }));
}

function buttons(choice: Choice): { readonly element: HTMLElement; readonly isChosen: boolean }[] {
  return [...page.avatars.querySelectorAll<HTMLElement>('[data-avatar]')].map((element) => ({
    element,
    isChosen: element.dataset['avatar'] === choice,
  }));
}
