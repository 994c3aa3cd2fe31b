import { local } from '@kinora/capture';
import { animate3d, createKinora } from '@kinora/core';
import type { Kinora, StorageState } from '@kinora/core';
import { say, t } from './i18n/i18n.ts';
import { showLasting } from './notices.ts';
import { page } from './page.ts';
import { Playground } from './playground.ts';
import type { Where } from './where.ts';

/** The runtime and all that a person can do with it: fetched when they begin, and not before (main.ts). */
export async function startPlayground(where: Where, gateway: string | undefined): Promise<Playground> {
  const playground = new Playground(await startKinora(where, gateway));
  await playground.open();
  return playground;
}

/** Captures elsewhere from now on. What is on the stage stays. */
export async function move(playground: Playground, where: Where, gateway: string | undefined): Promise<void> {
  await playground.use(await startKinora(where, gateway));
}

async function startKinora(where: Where, gateway: string | undefined): Promise<Kinora> {
  const provider = where === 'service' && gateway ? animate3d({ gateway }) : local({ assetBase: 'capture-assets/' });
  const kinora = await createKinora({ provider });
  sayWhatIsKept(kinora.storage);
  kinora.onStorage(sayWhatIsKept);
  if (kinora.thread === 'main') showLasting(() => t('notice.onThePage', { reason: kinora.fallbackReason ?? '' }));
  return kinora;
}

function sayWhatIsKept({ kind, reason }: StorageState): void {
  say(page.kept, () => (kind === 'indexeddb' ? t('library.kept') : t('library.notKept', { reason: reason ?? '' })));
}
