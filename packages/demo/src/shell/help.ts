import { openDialog } from '../dialog/dialog.ts';
import { element } from '../dialog/element.ts';
import { say, t } from '../i18n/i18n.ts';
import { doesHearSigns, hearSigns } from './keys.ts';
import './help.css';

const ROWS = [
  { keys: ['space'], does: 'keys.play' },
  { keys: [',', '.'], does: 'keys.frame' },
  { keys: ['←', '→'], does: 'keys.second' },
  { keys: ['←', '↑', '↓', '→'], does: 'keys.turn' },
  { keys: ['+', '−'], does: 'keys.zoom' },
  { keys: ['?'], does: 'keys.help' },
] as const;

/** The keys of the page, in a window. */
export function openHelp(): void {
  const text = element('p', 'help__text');
  say(text, () => t('keys.text'));
  const list = element('dl', 'help__keys');
  for (const { keys, does } of ROWS) {
    const term = element('dt', '', ...keys.map(keyCap));
    const description = element('dd');
    say(description, () => t(does));
    list.append(element('div', 'help__row', term, description));
  }
  openDialog({ title: () => t('keys.title'), content: [text, list, signsSwitch()], className: 'dialog--help' });
}

function signsSwitch(): HTMLElement {
  const input = element('input');
  input.type = 'checkbox';
  input.checked = doesHearSigns();
  input.addEventListener('change', () => hearSigns(input.checked));
  const words = element('span');
  say(words, () => t('keys.signs'));
  return element('label', 'switch', input, words);
}

function keyCap(key: string): HTMLElement {
  const cap = element('kbd', 'help__key', key);
  if (key === 'space') say(cap, () => t('keys.space'));
  return cap;
}
