import type { DoctorFacts } from '@kinora/core';
import { showCast } from './cast/cast.ts';
import type { Member } from './cast/cast.ts';
import { onDrop } from './drop.ts';
import { offerHow } from './how.ts';
import { size } from './i18n/format.ts';
import { say, t } from './i18n/i18n.ts';
import { showError } from './notices.ts';
import { page } from './page.ts';
import type { Playground } from './playground.ts';
import { SAMPLES, showSamples } from './samples.ts';
import { listenToKeys } from './shell/keys.ts';
import { offerLanguages } from './shell/language-choice.ts';
import { offerThemes } from './shell/theme.ts';
import { findGateway, offerWhere, rememberedWhere } from './where.ts';

// What stands here is all that a visitor loads before they do something: no engine, no runtime, no model.
offerLanguages();
offerThemes();
showCast();
showSamples((sample) => act((playground) => playground.takeSample(sample)));
offerHow();
say(page.wakeWords, () => t('stage.wake', { size: size(__STAGE_BYTES__) }));

const place = findPlace();
let ready: Promise<Playground> | undefined;

for (const button of [page.takeSample, page.takeSampleAgain]) {
  button.addEventListener('click', () => act((playground) => playground.takeSample(SAMPLES[0]!)));
}
for (const button of [page.filmYourself, page.filmYourselfAgain]) {
  button.addEventListener('click', () => act((playground) => playground.film()));
}
page.wake.addEventListener('click', () => callOnStage('leo'));
page.avatars.addEventListener('click', ({ target }) => {
  const chosen =
    target instanceof Element ? target.closest<HTMLElement>('[data-avatar]')?.dataset['avatar'] : undefined;
  if (chosen) callOnStage(chosen as Member | 'own');
});
page.cancel.addEventListener('click', () => act((playground) => playground.cancel()));
page.ghost.addEventListener('change', () => act((playground) => playground.showGhost(page.ghost.checked)));
page.holdFeet.addEventListener('change', () => act((playground) => playground.holdFeet(page.holdFeet.checked)));
page.clip.addEventListener('change', () => act((playground) => playground.chooseClip(page.clip.selectedIndex)));
for (const [input, kind] of [
  [page.pickVideo, 'video'],
  [page.pickAvatar, 'avatar'],
  [page.pickClip, 'clip'],
] as const) {
  input.addEventListener('change', () => {
    const [file] = input.files ?? [];
    if (file) act((playground) => playground.take(file, kind));
    input.value = ''; // The same file may be picked again.
  });
}
page.pickVideoAgain.addEventListener('click', () => page.pickVideo.click());
onDrop((files) => act((playground) => playground.takeAll(files)));
page.reportProblem.addEventListener('click', () => {
  const examine = async (): Promise<DoctorFacts> => (await started()).examine();
  import('./doctor/doctor.ts').then(({ openDoctor }) => openDoctor(examine)).catch(showError);
});
const openHelp = (): void => void import('./shell/help.ts').then((help) => help.openHelp()).catch(showError);
page.help.addEventListener('click', openHelp);
listenToKeys(openHelp);
welcomeBack().catch(showError);

/** Says at once that somebody is on the way: what brings them may have to be fetched first. */
function callOnStage(who: Member | 'own'): void {
  page.stageWait.hidden = false;
  say(page.stageWait, () => t('stage.wait'));
  act((playground) => playground.choose(who));
}

/** Does something that needs the runtime. Whoever is quicker than its start, or than a change of place, is not lost. */
function act(what: (playground: Playground) => Promise<void> | void): void {
  started().then(what).catch(showError);
}

function started(): Promise<Playground> {
  return (ready ??= start());
}

async function start(): Promise<Playground> {
  try {
    const [{ startPlayground }, { where, gateway }] = await Promise.all([import('./start-up.ts'), place]);
    return await startPlayground(where, gateway);
  } catch (error) {
    ready = undefined; // The next thing that a person does is the next try.
    throw error;
  }
}

/** Whoever was here before sees at once what they have, and what is still under way. */
async function welcomeBack(): Promise<void> {
  const kept = await indexedDB.databases();
  if (kept.some(({ name }) => name?.startsWith('kinora'))) act(() => {});
}

interface Place {
  where: ReturnType<typeof rememberedWhere>;
  readonly gateway: string | undefined;
}

/** Where videos are captured; another place may be chosen at any time. */
async function findPlace(): Promise<Place> {
  const gateway = await findGateway();
  const found: Place = { where: rememberedWhere(gateway), gateway };
  if (gateway) {
    offerWhere(found.where, (chosen) => {
      found.where = chosen;
      ready = ready?.then(async (playground) => {
        const { move } = await import('./start-up.ts');
        await move(playground, chosen, gateway).catch(showError); // Where that cannot be, things stay as they are.
        return playground;
      });
    });
  }
  return found;
}
