import { errorWords, fill, say, t } from './i18n/i18n.ts';
import type { Saying } from './i18n/i18n.ts';
import { isKinoraError } from '@kinora/core';
import { page } from './page.ts';

/** Says one thing to people who listen to the page. */
export function announce(sentence: string): void {
  page.live.textContent = sentence;
}

export function clearNotices(): void {
  page.notices.replaceChildren();
}

/** Shows a sentence, and what helps, that stays until it is put away. */
export function showInfo(sentence: Saying, hint?: Saying): void {
  page.notices.append(notice('info', sentence, hint));
  announce(typeof sentence === 'string' ? sentence : sentence());
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
  const words = (part: 'what' | 'hint', own: string): string => fill(errorWords(code)?.[part] ?? own, details);
  page.notices.append(
    notice(
      'error',
      () => words('what', message),
      () => words('hint', hint),
      code,
    ),
  );
}

function notice(tone: 'info' | 'error', title: Saying, hint?: Saying, code?: string): HTMLElement {
  const box = element('div', 'notice');
  box.dataset['tone'] = tone;
  if (tone === 'error') box.setAttribute('role', 'alert');
  const body = element('div', 'notice__body');
  body.append(element('p', 'notice__title', title));
  if (hint) body.append(element('p', '', hint));
  if (code) body.append(element('p', 'notice__code', code));
  const close = element('button', 'button button--quiet', () => t('notice.close'));
  close.type = 'button';
  close.addEventListener('click', () => box.remove());
  box.append(body, close);
  return box;
}

function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className: string,
  text: Saying = '',
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  if (className) made.className = className;
  say(made, text);
  return made;
}
