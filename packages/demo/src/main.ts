import { local } from '@kinora/capture';
import { createKinora } from '@kinora/core';
import type { StorageState } from '@kinora/core';
import { onDrop } from './drop.ts';
import { showError, showInfo } from './notices.ts';
import { page } from './page.ts';
import { Playground } from './playground.ts';
import { words } from './words.ts';

const kinora = await createKinora({ provider: local() });
sayWhatIsKept(kinora.storage);
kinora.onStorage(sayWhatIsKept);
if (kinora.thread === 'main') showInfo(words.onThePage(kinora.fallbackReason ?? ''));

const playground = new Playground(kinora);
for (const button of [page.takeSample, page.takeSampleAgain]) {
  button.addEventListener('click', () => void playground.takeSample());
}
page.cancel.addEventListener('click', () => playground.cancel());
page.ghost.addEventListener('change', () => playground.showGhost(page.ghost.checked));
for (const input of [page.pickVideo, page.pickAvatar]) {
  input.addEventListener('change', () => {
    takeFirst(input.files);
    input.value = ''; // The same file may be picked again.
  });
}
onDrop(takeFirst);
await playground.open().catch(showError);

function takeFirst(files: Iterable<File> | null): void {
  const [file] = files ?? [];
  if (file) void playground.take(file);
}

function sayWhatIsKept({ kind, reason }: StorageState): void {
  page.kept.textContent = kind === 'indexeddb' ? words.kept : words.notKept(reason ?? '');
}
