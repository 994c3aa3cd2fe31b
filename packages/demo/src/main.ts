import { local } from '@kinora/capture';
import { createKinora } from '@kinora/core';
import type { Kinora, StorageState } from '@kinora/core';
import { onDrop } from './drop.ts';
import { showError, showInfo } from './notices.ts';
import { page } from './page.ts';
import { Playground } from './playground.ts';
import { words } from './words.ts';

// Whoever is quicker than the start-up is not lost: what they do waits for it.
const start = createKinora({ provider: local() }).then((kinora) => {
  sayHowItRuns(kinora);
  return new Playground(kinora);
});

for (const button of [page.takeSample, page.takeSampleAgain]) {
  button.addEventListener('click', () => withPlayground((playground) => playground.takeSample()));
}
page.cancel.addEventListener('click', () => withPlayground((playground) => playground.cancel()));
page.ghost.addEventListener('change', () => withPlayground((playground) => playground.showGhost(page.ghost.checked)));
for (const input of [page.pickVideo, page.pickAvatar]) {
  input.addEventListener('change', () => {
    takeFirst(input.files);
    input.value = ''; // The same file may be picked again.
  });
}
onDrop(takeFirst);
withPlayground((playground) => playground.open());

function withPlayground(act: (playground: Playground) => Promise<void> | void): void {
  start.then(act).catch(showError);
}

function takeFirst(files: Iterable<File> | null): void {
  const [file] = files ?? [];
  if (file) withPlayground((playground) => playground.take(file));
}

function sayHowItRuns(kinora: Kinora): void {
  sayWhatIsKept(kinora.storage);
  kinora.onStorage(sayWhatIsKept);
  if (kinora.thread === 'main') showInfo(words.onThePage(kinora.fallbackReason ?? ''));
}

function sayWhatIsKept({ kind, reason }: StorageState): void {
  page.kept.textContent = kind === 'indexeddb' ? words.kept : words.notKept(reason ?? '');
}
