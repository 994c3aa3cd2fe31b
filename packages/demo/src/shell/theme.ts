import { say, t } from '../i18n/i18n.ts';
import { page } from '../page.ts';
import { recall, remember } from '../remember.ts';

/** What a person wants; `system` is what they told their device. */
export type Theme = 'system' | 'light' | 'dark';

const NEXT: Readonly<Record<Theme, Theme>> = { system: 'light', light: 'dark', dark: 'system' };
const WORDS = { system: 'header.themeSystem', light: 'header.themeLight', dark: 'header.themeDark' } as const;

const listeners: ((theme: Theme) => void)[] = [];
let theme: Theme = 'system';

/** A button that goes through the three, and remembers. The colours stand already: before-paint.js saw to that. */
export function offerThemes(): void {
  const remembered = recall('theme');
  if (remembered === 'light' || remembered === 'dark') theme = remembered;
  page.theme.addEventListener('click', () => {
    theme = NEXT[theme];
    remember('theme', theme);
    show();
  });
  show();
}

/** Calls at once, and whenever another one is chosen. */
export function followTheme(listener: (theme: Theme) => void): void {
  listeners.push(listener);
  listener(theme);
}

function show(): void {
  const { dataset } = document.documentElement;
  if (theme === 'system') delete dataset['theme'];
  else dataset['theme'] = theme;
  page.theme.dataset['choice'] = theme;
  const words = WORDS[theme];
  say(page.theme, () => t('header.themeName', { theme: t(words) }), 'aria-label');
  say(page.theme, () => t('header.themeName', { theme: t(words) }), 'title');
  paintBrowser();
  for (const listener of listeners) listener(theme);
}

/** The browser's own bar goes with the page, where a person chose. */
function paintBrowser(): void {
  for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name=theme-color]')) {
    const own = meta.media.includes('dark') ? 'dark' : 'light';
    meta.dataset['own'] ??= meta.content;
    meta.content = theme === 'system' || theme === own ? meta.dataset['own'] : colorOf(theme);
  }
}

function colorOf(wanted: 'light' | 'dark'): string {
  const meta = document.querySelector<HTMLMetaElement>(`meta[name=theme-color][media*=${wanted}]`);
  return meta?.dataset['own'] ?? meta?.content ?? '';
}
