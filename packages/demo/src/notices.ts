import { isKinoraError } from '@kinora/core';
import { element, sign } from './dialog/element.ts';
import { errorValues } from './i18n/error-values.ts';
import { errorWords, fill, say, t } from './i18n/i18n.ts';
import type { Saying } from './i18n/i18n.ts';
import { page } from './page.ts';
import { announcer } from './shell/announcer.ts';
import { focusFirst, focusStart, hasFocus, isFocusLost } from './shell/focus.ts';

/** An exclamation mark in a triangle, an i in a circle. */
const SIGNS = {
  error: 'M12 4 2.8 20h18.4zM12 10v4.5M12 17.2v.1',
  info: 'M12 3a9 9 0 1 0 .01 0M12 11v5.5M12 7.6v.1',
} as const;

/** Where it was the video, a sample shows that the page itself works. */
const OF_THE_VIDEO = /^(capture|animate3d|upload)\//;
const SAMPLE: NoticeAction = { words: () => t('notice.sample'), act: () => page.takeSample.click() };

/** Says one thing to people who listen to the page. */
export const announce = announcer(page.live);

/** What was said of an earlier deed goes; what holds for the whole visit stays until it is put away. */
export function clearNotices(): void {
  for (const box of page.notices.querySelectorAll('.notice:not([data-lasting])')) putAway(box);
}

/** What a person can do about what is said. */
export interface NoticeAction {
  readonly words: () => string;
  readonly act: () => void;
}

/** Shows a sentence, and what helps, that stays until it is put away. */
export function showInfo(sentence: Saying, hint?: Saying, action?: NoticeAction): void {
  page.notices.append(notice('info', { sentence, hint, action }));
  announce(typeof sentence === 'string' ? sentence : sentence());
}

/** Shows what holds for the whole visit, whatever is done next. */
export function showLasting(sentence: Saying): void {
  const box = notice('info', { sentence });
  box.dataset['lasting'] = '';
  page.notices.append(box);
  announce(typeof sentence === 'string' ? sentence : sentence());
}

/**
 * Shows what went wrong and how to mend it. What a person did themselves (a cancel) is no error and shows nothing.
 *
 * @param about - what of several things it befell: the name of a video.
 * @param wayOut - what a person can do about it, where there is more than to take a sample instead.
 */
export function showError(error: unknown, about?: string, wayOut?: NoticeAction): void {
  if (error instanceof DOMException && error.name === 'AbortError') return;
  const message = error instanceof Error ? error.message : String(error);
  if (!isKinoraError(error)) {
    page.notices.append(notice('error', { about, sentence: message }));
    return;
  }
  const { code, hint = '', details } = error;
  const words = (part: 'what' | 'hint', own: string): string => {
    const ours = errorWords(code)?.[part];
    return ours === undefined ? own : fill(ours, errorValues(details));
  };
  const box = notice('error', {
    about,
    sentence: () => words('what', message),
    hint: () => words('hint', hint),
    action: wayOut ?? (OF_THE_VIDEO.test(code) ? SAMPLE : undefined),
    details: detailsOf([code, message, hint].filter(Boolean)),
  });
  page.notices.append(box);
}

interface Notice {
  readonly about?: string | undefined;
  readonly sentence: Saying;
  readonly hint?: Saying | undefined;
  readonly action?: NoticeAction | undefined;
  readonly details?: HTMLElement | undefined;
}

function notice(tone: 'info' | 'error', { about, sentence, hint, action, details }: Notice): HTMLElement {
  const box = element('div', 'notice');
  box.dataset['tone'] = tone;
  if (tone === 'error') box.setAttribute('role', 'alert');
  const body = element('div', 'notice__body');
  if (about) body.append(element('span', 'notice__about', about));
  body.append(said('p', 'notice__title', sentence));
  if (hint) body.append(said('p', '', hint));
  const put = (words: () => string, act = (): void => {}): HTMLElement =>
    button(words, () => {
      putAway(box);
      act();
    });
  const actions = element('div', 'notice__actions');
  if (action) actions.append(put(action.words, action.act));
  actions.append(put(() => t('notice.close')));
  box.append(sign(SIGNS[tone], 'notice__sign'), body, actions);
  if (details) box.append(details);
  return box;
}

/** The focus goes to the next one, or where there is none to what comes behind them. */
function putAway(box: Element): void {
  const hadFocus = hasFocus(box);
  const next = box.nextElementSibling ?? box.previousElementSibling;
  box.remove();
  if (!hadFocus) return;
  focusFirst(next?.querySelector<HTMLElement>('.notice__actions > :last-child'));
  if (isFocusLost()) focusStart();
}

/** For whoever is asked to help: the code, and the sentence as the program said it. Folded away. */
function detailsOf(lines: readonly string[]): HTMLElement {
  const copy = button(
    () => t('notice.copy'),
    () => {
      navigator.clipboard.writeText(lines.join('\n')).then(() => say(copy, () => t('notice.copied')), showError);
    },
  );
  const facts = element('div', 'notice__facts', ...lines.map((line) => element('p', '', line)), copy);
  return element(
    'details',
    'notice__details',
    said('summary', '', () => t('notice.details')),
    facts,
  );
}

function button(words: () => string, act: () => void): HTMLButtonElement {
  const made = said('button', 'button button--quiet', words);
  made.type = 'button';
  made.addEventListener('click', act);
  return made;
}

function said<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className: string,
  words: Saying,
): HTMLElementTagNameMap[K] {
  const made = element(tag, className);
  say(made, words);
  return made;
}
