import type { ProcessRecord } from '@kinora/core';
import { sign } from '../dialog/element.ts';
import { dateTime, decimal } from '../i18n/format.ts';
import { say, t } from '../i18n/i18n.ts';
import type { Saying } from '../i18n/i18n.ts';
import { page } from '../page.ts';

export interface LibraryActions {
  open(record: ProcessRecord): void;
  share(record: ProcessRecord): void;
  saveGlb(record: ProcessRecord): void;
  saveBvh(record: ProcessRecord): void;
  remove(record: ProcessRecord): void;
}

/** Lists the finished animations, newest first. */
export function showLibrary(
  records: readonly ProcessRecord[],
  current: string | undefined,
  actions: LibraryActions,
): void {
  const finished = records.filter((record) => record.state === 'done').sort((a, b) => b.createdAtMs - a.createdAtMs);
  page.libraryEmpty.hidden = finished.length > 0;
  page.library.replaceChildren(...finished.map((record) => item(record, record.id === current, actions)));
}

function item(record: ProcessRecord, isCurrent: boolean, actions: LibraryActions): HTMLElement {
  const row = document.createElement('li');
  row.className = 'item';
  row.dataset['current'] = String(isCurrent);
  const { name, durationSeconds, createdAtMs } = record;
  const open = button('item__open', () => actions.open(record));
  if (isCurrent) open.setAttribute('aria-current', 'true');
  const seconds = (): string => (durationSeconds === undefined ? '?' : decimal(durationSeconds, 1));
  const facts = (): string => t('library.facts', { seconds: seconds(), date: dateTime(createdAtMs) });
  const shown = span('item__name', name);
  shown.setAttribute('aria-hidden', 'true'); // It is in what is heard, with what a press does.
  const heard = span('sr-only', () => t('library.openName', { name }));
  open.append(heard, shown, span('item__facts', facts));
  const tools = document.createElement('div');
  tools.className = 'item__actions';
  tools.append(
    tool('share', name, () => actions.share(record)),
    tool('glb', name, () => actions.saveGlb(record)),
    tool('bvh', name, () => actions.saveBvh(record)),
    tool('remove', name, () => actions.remove(record)),
  );
  row.append(open, tools);
  return row;
}

function tool(what: 'share' | 'glb' | 'bvh' | 'remove', name: string, onClick: () => void): HTMLButtonElement {
  const made = button('button button--quiet', onClick);
  if (what === 'glb' || what === 'bvh') made.append(sign('M12 4v11m-4.5-4.5L12 15l4.5-4.5M5 19.5h14', 'item__sign'));
  // The name holds the words that are seen: whoever speaks to their device reads them off.
  say(made, () => t(`library.${what}Name`, { name }), 'aria-label');
  made.append(span('', () => t(`library.${what}`)));
  return made;
}

function button(className: string, onClick: () => void): HTMLButtonElement {
  const made = document.createElement('button');
  made.type = 'button';
  made.className = className;
  made.addEventListener('click', onClick);
  return made;
}

function span(className: string, text: Saying): HTMLSpanElement {
  const made = document.createElement('span');
  if (className) made.className = className;
  say(made, text);
  return made;
}
