import type { ProcessRecord } from '@kinora/core';
import { page } from '../page.ts';
import { words } from '../words.ts';

export interface LibraryActions {
  open(record: ProcessRecord): void;
  saveGlb(record: ProcessRecord): void;
  saveBvh(record: ProcessRecord): void;
  remove(record: ProcessRecord): void;
}

const date = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

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
  const open = button('item__open', '', words.item.open(record.name), () => actions.open(record));
  if (isCurrent) open.setAttribute('aria-current', 'true');
  const facts = `${record.durationSeconds?.toFixed(1) ?? '?'} s · ${date.format(record.createdAtMs)}`;
  open.append(span('item__name', record.name), span('item__facts', facts));
  const tools = document.createElement('div');
  tools.className = 'item__actions';
  tools.append(
    button('button button--quiet', 'Save GLB', words.item.glb(record.name), () => actions.saveGlb(record)),
    button('button button--quiet', 'Save BVH', words.item.bvh(record.name), () => actions.saveBvh(record)),
    button('button button--quiet', 'Delete', words.item.remove(record.name), () => actions.remove(record)),
  );
  row.append(open, tools);
  return row;
}

function button(className: string, text: string, label: string, onClick: () => void): HTMLButtonElement {
  const made = document.createElement('button');
  made.type = 'button';
  made.className = className;
  made.textContent = text;
  made.setAttribute('aria-label', label);
  made.addEventListener('click', onClick);
  return made;
}

function span(className: string, text: string): HTMLSpanElement {
  const made = document.createElement('span');
  made.className = className;
  made.textContent = text;
  return made;
}
