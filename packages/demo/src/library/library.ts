import type { ProcessRecord } from '@kinora/core';
import { sign } from '../dialog/element.ts';
import { dateTime, decimal } from '../i18n/format.ts';
import { say, t } from '../i18n/i18n.ts';
import type { Saying } from '../i18n/i18n.ts';
import { page } from '../page.ts';
import { focusFirst, hasFocus } from '../shell/focus.ts';

export interface LibraryActions {
  open(record: ProcessRecord): void;
  share(record: ProcessRecord): void;
  saveGlb(record: ProcessRecord): void;
  saveBvh(record: ProcessRecord): void;
  remove(record: ProcessRecord): void;
}

const rows = new Map<string, HTMLElement>();

/** Lists the finished animations, newest first. What stays is left where it is, and keeps the focus. */
export function showLibrary(
  records: readonly ProcessRecord[],
  current: string | undefined,
  actions: LibraryActions,
): void {
  const finished = records.filter((record) => record.state === 'done').sort((a, b) => b.createdAtMs - a.createdAtMs);
  page.libraryEmpty.hidden = finished.length > 0;
  for (const id of rows.keys()) if (!finished.some((record) => record.id === id)) takeOut(id);
  finished.forEach((record, i) => {
    const row = rows.get(record.id) ?? item(record, actions);
    rows.set(record.id, row);
    mark(row, record.id === current);
    const there = page.library.children[i];
    if (there !== row) page.library.insertBefore(row, there ?? null);
  });
}

/** The focus goes to the next one. */
function takeOut(id: string): void {
  const row = rows.get(id)!;
  const hadFocus = hasFocus(row);
  const next = row.nextElementSibling ?? row.previousElementSibling;
  row.remove();
  rows.delete(id);
  if (hadFocus) focusFirst(next?.querySelector('button'), page.pickClip);
}

function mark(row: HTMLElement, isCurrent: boolean): void {
  row.dataset['current'] = String(isCurrent);
  row.querySelector('.item__open')!.setAttribute('aria-current', String(isCurrent));
}

function item(record: ProcessRecord, actions: LibraryActions): HTMLElement {
  const row = document.createElement('li');
  row.className = 'item';
  const { name, durationSeconds, createdAtMs } = record;
  const open = button('item__open', () => actions.open(record));
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
