import { createInstance } from 'i18next';
import type { TFunction } from 'i18next';
import { recall, remember } from '../remember.ts';
import { words as english } from './en.ts';
import { bestLanguage, LANGUAGES } from './languages.ts';
import type { ErrorWords, Language, LanguageCode } from './languages.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'words';
    resources: { words: typeof english };
  }
}

const REMEMBERED = 'language';

const i18next = createInstance();
// English is there from the first call on: nothing ever waits for its words.
void i18next.init({
  lng: 'en',
  fallbackLng: 'en',
  defaultNS: 'words',
  resources: { en: { words: english } },
  initAsync: false,
  // Every word goes into `textContent` or an attribute, neither of which reads HTML.
  interpolation: { escapeValue: false },
});

/** A word of the page, by its key in `en.ts`, in the language of the moment. Sentences that stay: by `say`. */
export const t: TFunction = i18next.t;

let current: LanguageCode = 'en';
let errors: Language['errors'] = {};
let turn = 0;
const listeners: (() => void)[] = [];

export function language(): LanguageCode {
  return current;
}

/** The language of the moment as the person's own region writes numbers and dates: `de-AT` where that is theirs. */
export function locale(): string {
  return navigator.languages.find((tag) => bestLanguage([tag]) === current && tag.startsWith(current)) ?? current;
}

/** What a person chose the last time, or else what their browser asks for. */
export function wantedLanguage(): LanguageCode {
  const remembered = recall(REMEMBERED);
  return bestLanguage(remembered ? [remembered] : navigator.languages);
}

/** Speaks a language from now on, and says everything again that is on the page. */
export async function speak(code: LanguageCode): Promise<void> {
  const mine = ++turn;
  const loaded: Language = await LANGUAGES[code].load();
  if (mine !== turn) return; // Another one was chosen meanwhile.
  i18next.addResourceBundle(code, 'words', loaded.words);
  await i18next.changeLanguage(code);
  current = code;
  errors = loaded.errors;
  document.documentElement.lang = code;
  document.documentElement.dir = LANGUAGES[code].direction;
  sayAgain();
  for (const listener of listeners) listener();
}

/** Calls whenever the language has changed: for what is more than a `say` can tell. */
export function onLanguage(listener: () => void): void {
  listeners.push(listener);
}

/** As `speak`, for the next visits too. */
export async function choose(code: LanguageCode): Promise<void> {
  remember(REMEMBERED, code);
  await speak(code);
}

/** The sentences of an error, where the language has its own. */
export function errorWords(code: string): ErrorWords | undefined {
  return (errors as Readonly<Record<string, ErrorWords>> | undefined)?.[code];
}

/** Puts an error's facts into its sentence. */
export function fill(sentence: string, values: Readonly<Record<string, unknown>>): string {
  return i18next.services.interpolator.interpolate(sentence, values, current, { escapeValue: false });
}

/** What of an element is said: its text, or one of its attributes. */
type Part = 'text' | 'aria-label' | 'aria-valuetext' | 'title' | 'content' | 'label';

/** A word, or what finds it: said again whenever the language changes. */
export type Saying = string | (() => string);

const said = new WeakMap<Element, Map<Part, () => string>>();
const SAID = 'data-said';

/**
 * Says something on the page, and again in another language as soon as that is chosen.
 *
 * @example
 * say(page.progressStage, () => t('progress.stages.load'));
 */
export function say(element: Element, saying: Saying, part: Part = 'text'): void {
  const tell = typeof saying === 'string' ? (): string => saying : saying;
  const parts = said.get(element) ?? new Map<Part, () => string>();
  parts.set(part, tell);
  said.set(element, parts);
  element.setAttribute(SAID, '');
  put(element, part, tell());
}

function sayAgain(): void {
  for (const element of document.querySelectorAll(`[${SAID}]`)) {
    for (const [part, tell] of said.get(element) ?? []) put(element, part, tell());
  }
}

function put(element: Element, part: Part, text: string): void {
  if (part !== 'text') element.setAttribute(part, text);
  else if (element.textContent !== text) element.textContent = text;
}
