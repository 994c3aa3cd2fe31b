import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseBvh, readGlb, writeGlbClip } from '@kinora/core/motion';
import type { Page, Route } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeBadFilms } from '../support/bad-films.ts';
import { dropBytes, openHouse, saved, visit, wakeStage, type DemoHouse } from '../support/demo.ts';
import {
  bringAxe,
  DESK,
  FOUR_K,
  FOUR_K_AT_NIGHT,
  LOOKS,
  PHONE_AT_NIGHT,
  SMALL_PHONE,
  TABLET,
  viewIn,
} from '../support/demo-views.ts';
import { heardOn, listenTo } from '../support/ears.ts';
import { Keyboard } from '../support/keyboard.ts';
import { longDance, shortDance } from '../support/short-film.ts';

/**
 * One visit through everything that the page can show: a picture of each view into test-results/, to be looked at, and
 * axe has nothing against any of them.
 */

const motion = fileURLToPath(new URL('../../packages/performer/sample/dance.bvh', import.meta.url));
const nobody = fileURLToPath(new URL('../support/film-nobody.mjs', import.meta.url));

let house: DemoHouse;
let page: Page;
/** Of films that were made on the spot. */
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kinora-views-'));
  spawnSync(process.execPath, [nobody, join(folder, 'nobody.mp4')], { stdio: 'inherit' });
  [house] = await Promise.all([openHouse(), makeBadFilms(folder, ['pair'])]);
  ({ page } = await visit(house, {
    width: DESK.width,
    height: DESK.height,
    before: async (page) => {
      await bringAxe(page.context());
      await listenTo(page);
    },
  }));
  await page.getByRole('button', { name: 'Leo', exact: true }).waitFor();
});
afterAll(async () => {
  await house.close();
  rmSync(folder, { recursive: true });
});

const made = (name: string): Uint8Array => readFileSync(join(folder, `${name}.mp4`));

async function chooseLanguage(name: string): Promise<void> {
  await page.locator('#language').selectOption(name);
  await page.locator(`html[lang=${name === 'Deutsch' ? 'de' : 'en'}]`).waitFor();
}

/** Holds requests back until they are let go. */
async function hold(pattern: string): Promise<() => Promise<void>> {
  const held: Route[] = [];
  let isHeld = true;
  await page.context().route(pattern, (route) => (isHeld ? void held.push(route) : route.continue()));
  return async () => {
    isHeld = false;
    await Promise.all(held.map((route) => route.continue()));
  };
}

async function drag(type: 'dragenter' | 'dragleave'): Promise<void> {
  await page.evaluate((type) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(['x'], 'dance.mp4'));
    document.body.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true }));
  }, type);
}

async function putNoticesAway(): Promise<void> {
  const button = page.getByRole('button', { name: 'Got it' });
  while ((await button.count()) > 0) await button.first().click();
}

test('the start', async () => {
  const looks = [...LOOKS, FOUR_K, TABLET, SMALL_PHONE];
  expect.soft(await viewIn(page, '01-start', looks)).toEqual([]);
});

test('the start in German', async () => {
  await chooseLanguage('Deutsch');
  expect.soft(await viewIn(page, '02-german', [...LOOKS, SMALL_PHONE])).toEqual([]);
  await chooseLanguage('English');
});

test('how to capture', async () => {
  await page.getByText('How to capture').click();
  expect.soft(await viewIn(page, '02-how-to-capture', LOOKS, '#how')).toEqual([]);
  await page.getByText('How to capture').click();
});

test('the keys', async () => {
  await page.keyboard.press('?');
  await page.getByRole('dialog').waitFor();
  expect.soft(await viewIn(page, '03-keys')).toEqual([]);
  await page.keyboard.press('Escape');
});

test('a file over the page', async () => {
  await drag('dragenter');
  expect.soft(await viewIn(page, '04-drop')).toEqual([]);
  await drag('dragleave');
});

test('the stage on its way', async () => {
  // Somebody who waits breathes, and drawing that takes a machine without a graphics card all its time.
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const letGo = await hold('**/*.glb');
  const awake = wakeStage(page);
  await page.getByText('Setting the stage').waitFor();
  expect.soft(await viewIn(page, '05-stage-opens')).toEqual([]);
  await letGo();
  await awake;
  expect.soft(await viewIn(page, '06-stage', LOOKS, '#stage-panel')).toEqual([]);
});

test('errors, with their details', async () => {
  await dropBytes(page, new Uint8Array(0), 'empty.mp4', 'video/mp4');
  await page.getByRole('alert').getByText('Details').click();
  expect.soft(await viewIn(page, '07-error')).toEqual([]);
  await chooseLanguage('Deutsch');
  expect.soft(await viewIn(page, '08-error-german')).toEqual([]);
  await chooseLanguage('English');
  await putNoticesAway();
  await page.emulateMedia({ reducedMotion: 'no-preference' });
});

test('the models on their way, and a capture, which is cancelled', async () => {
  const letGo = await hold('**/*.tflite');
  await dropBytes(page, await longDance(20), 'My long dance.mp4', 'video/mp4');
  await page.locator('#progress').getByText('Loading the body model').waitFor({ timeout: 30_000 });
  await page.locator('#progress').getByText('0 kB of 9.4 MB').waitFor();
  expect.soft(await viewIn(page, '09-loading')).toEqual([]);
  await letGo();
  await page.getByText(/Frame [1-9]\d* of \d+/).waitFor({ timeout: 60_000 });
  expect.soft(await viewIn(page, '10-capturing')).toEqual([]);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'Try the sample' }).waitFor();
  expect.soft(await viewIn(page, '10-cancelled', [DESK, PHONE_AT_NIGHT])).toEqual([]);
});

test('an animation beside its video, and what is known of it', async () => {
  await dropBytes(page, await shortDance(24), 'My first dance.mp4', 'video/mp4');
  await page.getByRole('button', { name: /^Save .* as BVH/ }).waitFor({ timeout: 100_000 });
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.locator('#scrub').fill('0.5');
  expect.soft(await viewIn(page, '11-playing', [...LOOKS, FOUR_K_AT_NIGHT, TABLET], '.top')).toEqual([]);
  await page.getByText('How it fits').click();
  await page.getByRole('checkbox', { name: 'Skeleton' }).check();
  expect.soft(await viewIn(page, '12-skeleton-and-fit', LOOKS, '#stage-panel')).toEqual([]);
  await page.getByRole('checkbox', { name: 'Skeleton' }).uncheck();
});

test('an animation without a video, on a figure that is made on the spot', async () => {
  await dropBytes(page, readFileSync(motion), 'dance.bvh');
  await expect.poll(() => page.locator('#live').textContent()).toContain('plays on');
  await page.getByRole('button', { name: 'Pip', exact: true }).click();
  await page.locator('[data-avatar=pip][aria-pressed=true]').waitFor({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.locator('#scrub').fill('2.2');
  await page.evaluate(() => scrollTo(0, 0));
  expect.soft(await viewIn(page, '13-no-video')).toEqual([]);
});

test('what a better take would do otherwise, and when it was so', async () => {
  const { clip } = parseBvh(readFileSync(motion), 'dance.bvh');
  const advice = [
    { code: 'feet-out-of-picture', text: 'Feet were out of the picture.', from: 1.2, to: 2.4 },
    { code: 'blurred', text: 'It was blurred.', from: 3, to: 3.5 },
    { code: 'dark', text: 'It was dark.' },
  ];
  const report = { tracked: 0.93, gaps: [{ from: 1.2, to: 1.5, joints: ['hips'] }], warnings: [], advice };
  await dropBytes(page, writeGlbClip({ ...clip, name: 'At dusk', report }), 'At dusk.glb');
  await page.locator('#take').waitFor();
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByRole('button', { name: 'Show it: 1.2–2.4 s' }).click();
  expect(Number(await page.locator('#scrub').inputValue())).toBeCloseTo(1.2, 1);
  expect.soft(await viewIn(page, '18-advice', LOOKS, '#take')).toEqual([]);
  await chooseLanguage('Deutsch');
  expect.soft(await viewIn(page, '19-advice-german', LOOKS, '#take')).toEqual([]);
  await chooseLanguage('English');
});

test('a video with nobody in it', async () => {
  await dropBytes(page, made('nobody'), 'My cat sleeps.mp4', 'video/mp4');
  await page.getByRole('alert').getByText('Nobody was found').waitFor({ timeout: 60_000 });
  expect.soft(await viewIn(page, '14-nobody', LOOKS, '.top')).toEqual([]);
  await putNoticesAway();
});

/** Which of the people the newest animation follows, from the left. */
async function followed(): Promise<number | undefined> {
  const [clip] = readGlb(await saved(page, /^Save The two of us as GLB/)).clips.slice(-1);
  return clip?.report?.people?.persons.findIndex((person) => person.followed);
}

test('two people in view: one is followed, and the other one can be chosen', { timeout: 120_000 }, async () => {
  await dropBytes(page, made('pair'), 'The two of us.mp4', 'video/mp4');
  const choose = page.locator('#notices').getByRole('button', { name: 'Choose another …' });
  await choose.waitFor({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Pause' }).click();
  expect.soft(await viewIn(page, '15-two-people', LOOKS, '.top')).toEqual([]);
  expect((await heardOn(page)).map(({ text }) => text)).toContain('2 people were seen, and one of them was followed.');
  const first = await followed();
  // From here on by keys alone.
  const keys = await Keyboard.of(page);
  await keys.tabTo('button', 'Choose another …', { back: true });
  await keys.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Whom to follow' });
  await expect.poll(() => dialog.locator('video').evaluate((video: HTMLVideoElement) => video.readyState)).toBe(4);
  expect.soft(await viewIn(page, '16-whom-to-follow')).toEqual([]);
  // The notice that offered it is gone, the line below the stage is not.
  expect(await keys.press('Escape')).toBe('button “Choose another …”');
  await keys.press('Enter');
  await dialog.waitFor();
  await keys.tabTo('button', /^Person \d from the left$/);
  await keys.press('Enter');
  await expect.poll(() => keys.at()).toBe('group “Capture”');
  await expect.poll(() => keys.at(), { timeout: 60_000 }).toBe('button “Pause”');
  expect(await keys.unseen()).toEqual([]);
  expect([first, await followed()].toSorted()).toEqual([0, 1]);
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.evaluate(() => scrollTo(0, 0));
  expect.soft(await viewIn(page, '17-the-other-one')).toEqual([]);
});
