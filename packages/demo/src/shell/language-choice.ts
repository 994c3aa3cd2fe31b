import { choose, speak, wantedLanguage } from '../i18n/i18n.ts';
import { LANGUAGE_CODES, LANGUAGES } from '../i18n/languages.ts';
import type { LanguageCode } from '../i18n/languages.ts';
import { sayStaticWords } from '../i18n/static-words.ts';
import { showError } from '../notices.ts';
import { page } from '../page.ts';

/** The page speaks the person's language, and offers the others. */
export function offerLanguages(): void {
  sayStaticWords();
  const wanted = wantedLanguage();
  page.language.replaceChildren(
    ...LANGUAGE_CODES.map((code) => {
      const option = new Option(LANGUAGES[code].name, code, false, code === wanted);
      option.lang = code;
      return option;
    }),
  );
  page.language.addEventListener('change', () => {
    choose(page.language.value as LanguageCode).catch(showError);
  });
  speak(wanted)
    .catch(showError)
    .finally(() => delete document.documentElement.dataset['waiting']);
}
