import { isKinoraError } from '@kinora/core';
import { element, sign } from './dialog/element.ts';
import { errorWords, fill, say, t } from './i18n/i18n.ts';
import type { Saying } from './i18n/i18n.ts';
import { page } from './page.ts';

/** An exclamation mark in a triangle, an i in a circle. */
const SIGNS = {
  error: 'M12 4 2.8 20h18.4zM12 10v4.5M12 17.2v.1',
  info: 'M12 3a9 9 0 1 0 .01 0M12 11v5.5M12 7.6v.1',
} as const;

/** Where it was the video, a sample shows that the page itself works. */
const OF_THE_VIDEO = /^(capture|animate3d|upload)\//;

/** Says one thing to people who listen to the page. */
export function announce(sentence: string): void {
  page.live.textContent = sentence;
}

/** What was said of an earlier deed goes; what holds for the whole visit stays until it is put away. */
export function clearNotices(): void {
  for (const box of page.notices.querySelectorAll('.notice:not([data-lasting])')) box.remove();
}

/** Shows a sentence, and what helps, that stays until it is put away. */
export function showInfo(sentence: Saying, hint?: Saying): void {
  page.notices.append(notice('info', sentence, hint));
  announce(typeof sentence === 'string' ? sentence : sentence());
}

/** Shows what holds for the whole visit, whatever is done next. */
export function showLasting(sentence: Saying): void {
  const box = notice('info', sentence);
  box.dataset['lasting'] = '';
  page.notices.append(box);
}

/** Shows what went wrong and how to mend it. What a person did themselves (a cancel) is no error and shows nothing. */
export function showError(error: unknown): void {
  if (error instanceof DOMException && error.name === 'AbortError') return;
  const message = error instanceof Error ? error.message : String(error);
  if (!isKinoraError(error)) {
    page.notices.append(notice('error', message));
    return;
  }
  const { code, hint = '', details } = error;
  const words = (part: 'what' | 'hint', own: string): string => {
    const translated = errorWords(code)?.[part];
    return translated === undefined ? own : fill(translated, details);
  };
  const box = notice(
    'error',
    () => words('what', message),
    () => words('hint', hint),
    detailsOf([code, message, hint].filter(Boolean)),
  );
  if (OF_THE_VIDEO.test(code)) offerSample(box);
  page.notices.append(box);
}

function notice(tone: 'info' | 'error', title: Saying, hint?: Saying, details?: HTMLElement): HTMLElement {
  const box = element('div', 'notice');
  box.dataset['tone'] = tone;
  if (tone === 'error') box.setAttribute('role', 'alert');
  const body = element('div', 'notice__body', said('p', 'notice__title', title));
  if (hint) body.append(said('p', '', hint));
  if (details) body.append(details);
  const close = said('button', 'button button--quiet', () => t('notice.close'));
  close.type = 'button';
  close.addEventListener('click', () => box.remove());
  box.append(sign(SIGNS[tone], 'notice__sign'), body, close);
  return box;
}

/** For whoever is asked to help: the code, and the sentence as the program said it. Folded away. */
function detailsOf(lines: readonly string[]): HTMLElement {
  const copy = said('button', 'button button--quiet', () => t('notice.copy'));
  copy.type = 'button';
  copy.addEventListener('click', () => {
    navigator.clipboard.writeText(lines.join('\n')).then(() => say(copy, () => t('notice.copied')), showError);
  });
  const facts = element('div', 'notice__facts', ...lines.map((line) => element('p', '', line)), copy);
  return element(
    'details',
    'notice__details',
    said('summary', '', () => t('notice.details')),
    facts,
  );
}

function offerSample(box: HTMLElement): void {
  const sample = said('button', 'button button--quiet', () => t('notice.sample'));
  sample.type = 'button';
  sample.addEventListener('click', () => page.takeSample.click());
  box.querySelector('.notice__details')?.before(sample);
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
