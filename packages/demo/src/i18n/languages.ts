import type { PlayerErrorCode } from './player-errors.ts';
import { errors } from './en-errors.ts';
import { words } from './en.ts';
import type { Words } from './en.ts';

/** What went wrong, and what helps. Values of `errorValues` may stand in `{{braces}}`. */
export interface ErrorWords {
  readonly what: string;
  readonly hint: string;
}

export type Errors = Readonly<Record<PlayerErrorCode, ErrorWords>>;

/** One language's file. */
export interface Language {
  readonly words: Words;
  /** Where there is none, the error's own sentences are shown, which are English. */
  readonly errors: Partial<Errors>;
}

interface Listed {
  /** In the language itself: whoever looks for it reads no other. */
  readonly name: string;
  readonly direction: 'ltr' | 'rtl';
  /** Fetched when it is chosen; English stands in the page already. */
  readonly load: () => Promise<Language>;
}

/** A new language: its file beside `de.ts`, and a line here. */
export const LANGUAGES = {
  en: { name: 'English', direction: 'ltr', load: () => Promise.resolve({ words, errors }) },
  de: { name: 'Deutsch', direction: 'ltr', load: () => import('./de.ts') },
} as const satisfies Readonly<Record<string, Listed>>;

export type LanguageCode = keyof typeof LANGUAGES;

export const LANGUAGE_CODES = Object.keys(LANGUAGES) as readonly LanguageCode[];

/** The first of a person's languages that the page speaks: `de-AT` is `de`. English where it speaks none. */
export function bestLanguage(wanted: readonly string[]): LanguageCode {
  for (const tag of wanted) {
    const code = LANGUAGE_CODES.find((code) => tag.toLowerCase().split('-')[0] === code);
    if (code) return code;
  }
  return 'en';
}
