import type { ParseKeys } from 'i18next';
import { say, t } from './i18n.ts';

/** Attributes of index.html that hold words: `data-word-aria-label="stage.name"`. */
const ATTRIBUTES = ['aria-label', 'title', 'content'] as const;

/**
 * Takes the words that index.html names under its wing: they change with the language. English ones stand there
 * already, put in by the build (`fill-html.ts`), so that nobody waits for a script to read.
 */
export function sayStaticWords(): void {
  for (const element of document.querySelectorAll('[data-word]')) {
    const key = element.getAttribute('data-word') as ParseKeys; // A test holds index.html's keys to the words.
    say(element, () => t(key));
  }
  for (const attribute of ATTRIBUTES) {
    for (const element of document.querySelectorAll(`[data-word-${attribute}]`)) {
      const key = element.getAttribute(`data-word-${attribute}`) as ParseKeys;
      say(element, () => t(key), attribute);
    }
  }
}
