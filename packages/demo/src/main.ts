import { local } from '@kinora/capture';
import { animate3d, createKinora } from '@kinora/core';
import type { Kinora, StorageState } from '@kinora/core';
import { onDrop } from './drop.ts';
import { say, speak, t, wantedLanguage } from './i18n/i18n.ts';
import { sayStaticWords } from './i18n/static-words.ts';
import { showError, showInfo } from './notices.ts';
import { page } from './page.ts';
import { Playground } from './playground.ts';
import { findGateway, offerWhere, rememberedWhere } from './where.ts';
import type { Where } from './where.ts';

// Whoever is quicker than the start-up, or than a change of place, is not lost: what they do waits for it.
sayStaticWords();
void speak(wantedLanguage());
let ready = begin();

for (const button of [page.takeSample, page.takeSampleAgain]) {
  button.addEventListener('click', () => withPlayground((playground) => playground.takeSample()));
}
for (const button of [page.filmYourself, page.filmYourselfAgain]) {
  button.addEventListener('click', () => withPlayground((playground) => playground.film()));
}
page.cancel.addEventListener('click', () => withPlayground((playground) => playground.cancel()));
page.ghost.addEventListener('change', () => withPlayground((playground) => playground.showGhost(page.ghost.checked)));
page.holdFeet.addEventListener('change', () =>
  withPlayground((playground) => playground.holdFeet(page.holdFeet.checked)),
);
page.clip.addEventListener('change', () =>
  withPlayground((playground) => playground.chooseClip(page.clip.selectedIndex)),
);
for (const [input, kind] of [
  [page.pickVideo, 'video'],
  [page.pickAvatar, 'avatar'],
  [page.pickClip, 'clip'],
] as const) {
  input.addEventListener('change', () => {
    const [file] = input.files ?? [];
    if (file) withPlayground((playground) => playground.take(file, kind));
    input.value = ''; // The same file may be picked again.
  });
}
onDrop((files) => withPlayground((playground) => playground.takeAll(files)));
withPlayground((playground) => playground.open());

async function begin(): Promise<Playground> {
  const gateway = await findGateway();
  const where = rememberedWhere(gateway);
  const playground = new Playground(await startKinora(where, gateway));
  if (gateway) {
    offerWhere(where, (chosen) => (ready = ready.then((playground) => move(playground, chosen, gateway))));
  }
  return playground;
}

/** Captures elsewhere from now on; where that cannot be, things stay as they are. */
async function move(playground: Playground, where: Where, gateway: string): Promise<Playground> {
  try {
    await playground.use(await startKinora(where, gateway));
  } catch (error) {
    showError(error);
  }
  return playground;
}

async function startKinora(where: Where, gateway: string | undefined): Promise<Kinora> {
  const provider = where === 'service' && gateway ? animate3d({ gateway }) : local();
  const kinora = await createKinora({ provider });
  sayWhatIsKept(kinora.storage);
  kinora.onStorage(sayWhatIsKept);
  if (kinora.thread === 'main') showInfo(() => t('notice.onThePage', { reason: kinora.fallbackReason ?? '' }));
  return kinora;
}

function withPlayground(act: (playground: Playground) => Promise<void> | void): void {
  ready.then(act).catch(showError);
}

function sayWhatIsKept({ kind, reason }: StorageState): void {
  say(page.kept, () => (kind === 'indexeddb' ? t('library.kept') : t('library.notKept', { reason: reason ?? '' })));
}
