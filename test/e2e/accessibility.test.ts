import { gzipSync } from 'node:zlib';
import type { Page, Response } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dropBytes, openHouse, visit, wakeStage, type DemoHouse, type Visit } from '../support/demo.ts';
import { drawFrames } from '../support/pixels.ts';
import { swayingBvh } from '../support/sway.ts';

/** The page before anything is done with it, by keyboard alone, by ear, and as a person wants it. `views.test.ts` has axe. */

const BUDGET_BYTES = 200_000;

let house: DemoHouse;
let stay: Visit;
interface Loaded {
  readonly path: string;
  readonly bytes: number;
}
/** What is loaded just now, and what it weighs when it is compressed. */
let loaded: Loaded[] = [];
const pending: Promise<void>[] = [];

beforeAll(async () => {
  house = await openHouse();
  stay = await visit(house, {
    width: 1280,
    before: (page) => {
      page.context().on('response', (response) => pending.push(weigh(response)));
      return page.emulateMedia({ reducedMotion: 'reduce' });
    },
  });
  await stay.page.waitForLoadState('networkidle');
  await Promise.all(pending);
});
afterAll(() => house.close());

async function weigh(response: Response): Promise<void> {
  const body = await response.body();
  loaded.push({ path: new URL(response.url()).pathname, bytes: Math.min(body.length, gzipSync(body).length) });
}

function weightOf(files: readonly Loaded[]): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}

function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const at = document.activeElement;
    if (!at || at.id) return at?.id ?? '';
    return at.getAttribute('aria-label') ?? at.textContent.trim();
  });
}

/** @returns how who is on the stage stands there. */
async function standsStill(page: Page): Promise<Buffer> {
  const stage = page.locator('#stage');
  const still = await stage.screenshot();
  await drawFrames(page, 8);
  expect(still.equals(await stage.screenshot())).toBe(true);
  return still;
}

/** What of a page moves by its style alone. */
function animated(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const moves = ({ transitionDuration, animationName, scrollBehavior }: CSSStyleDeclaration): boolean =>
      /[1-9]/.test(transitionDuration) || animationName !== 'none' || scrollBehavior === 'smooth';
    const elements = [...document.querySelectorAll('*')].filter((element) => moves(getComputedStyle(element)));
    return elements.map((element) => element.outerHTML.slice(0, 80));
  });
}

test('the first paint weighs less than 200 kB, and brings neither engine nor model', () => {
  const bytes = weightOf(loaded);
  console.info(`first paint: ${(bytes / 1000).toFixed(1)} kB in ${loaded.length} files, compressed`);
  expect(loaded.length).toBeGreaterThan(5);
  expect(bytes).toBeLessThanOrEqual(BUDGET_BYTES);
  const heavy = /\.(wasm|tflite|glb|mp4)$|worker|babylon|engine|scene|mesh/i;
  expect(loaded.filter(({ path }) => heavy.test(path))).toEqual([]);
});

test('the sizes of what comes next are said before it is loaded', async () => {
  const start = await stay.page.locator('#start').innerText();
  expect(start).toMatch(/loads \d+ MB, once/);
  expect(await stay.page.locator('#wake').innerText()).toMatch(/Open the stage · [\d.]+ MB/);
});

test('Tab goes from the skip link through the page in the order in which it is read', async () => {
  const { page } = stay;
  const order: string[] = [];
  for (let press = 0; press < 12; press++) {
    await page.keyboard.press('Tab');
    order.push(await focused(page));
  }
  expect(order).toEqual([
    'Skip to the playground',
    'Kinora, start again',
    'language',
    'theme',
    'help',
    'take-sample',
    'film-yourself',
    'pick-video',
    expect.stringMatching(/^Sample: /),
    expect.stringMatching(/^Sample: /),
    expect.any(String),
    expect.any(String),
  ]);
});

test('the keys are told in a window, which gives the focus back', async () => {
  const { page } = stay;
  await page.locator('#help').focus();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'Keyboard' }).waitFor();
  expect(await page.evaluate(() => document.activeElement?.closest('dialog') !== null)).toBe(true);
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  expect(await focused(page)).toBe('help');
});

test('signs do nothing for whoever switched them off, for those who dictate', async () => {
  const { page } = stay;
  const help = page.getByRole('dialog', { name: 'Keyboard' });
  const signs = page.getByRole('checkbox', { name: /^Listen to/ });
  for (const isOn of [false, true]) {
    await page.locator('#help').press('Enter');
    await signs.setChecked(isOn);
    await page.keyboard.press('Escape');
    await help.waitFor({ state: 'detached' });
    await page.keyboard.press('?');
    await drawFrames(page, 2);
    expect(await help.count()).toBe(isOn ? 1 : 0);
  }
  await page.keyboard.press('Escape');
});

test('colours and language are chosen, remembered, and there before the first paint of the next visit', async () => {
  const { page } = stay;
  await page.locator('#theme').click();
  await page.locator('#theme').click();
  expect(await page.locator('#theme').getAttribute('aria-label')).toBe('Colours: dark');
  await page.locator('#language').selectOption('de');
  await page.getByRole('button', { name: 'Beispiel starten' }).waitFor();
  await page.reload();
  await page.getByRole('button', { name: 'Beispiel starten' }).waitFor();
  expect(await page.locator('html').getAttribute('lang')).toBe('de');
  expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
  expect(await page.title()).toContain('Film Dich');
  await page.locator('#language').selectOption('en');
  await page.getByRole('button', { name: 'Try the sample' }).waitFor();
});

test('how to capture is chosen by keys, says at once what it loads, and is remembered', async () => {
  const { page } = stay;
  const size = async (): Promise<number> =>
    Number(/loads (\d+) MB/.exec(await page.locator('#start-size').innerText())![1]);
  const usual = await size();
  await page.locator('#how > summary').focus();
  await page.keyboard.press('Enter');
  await page.getByRole('radio', { name: 'Balanced' }).focus();
  await page.keyboard.press('ArrowDown');
  await page.getByRole('checkbox', { name: 'Face' }).focus();
  await page.keyboard.press('Space');
  // 28 MB for 6, and 1.5 for a face: whole megabytes, so one more or less.
  expect(Math.abs((await size()) - usual - 22.8)).toBeLessThan(1.1);
  await page.reload();
  await page.getByText('Thorough · Face', { exact: true }).waitFor();
  await page.evaluate(() => {
    for (const choice of ['quality', 'face']) localStorage.removeItem(`kinora.${choice}`);
  });
  await page.reload();
  await page.getByText('Balanced', { exact: true }).first().waitFor({ state: 'attached' });
});

test('whoever wants no motion gets none, and the keys play', async () => {
  const { page } = stay;
  const said = Number(/[\d.]+(?= MB)/.exec(await page.locator('#wake').innerText())![0]);
  loaded = [];
  await page.setViewportSize({ width: 480, height: 420 }); // A small stage is drawn in no time.
  await wakeStage(page);
  await Promise.all(pending);
  const brought = weightOf(loaded) / 1e6;
  console.info(`the stage: ${brought.toFixed(2)} MB in ${loaded.length} files, compressed`);
  expect(Math.abs(brought - said)).toBeLessThan(0.15);
  await standsStill(page);
  await dropBytes(page, swayingBvh(), 'sway.bvh');
  await expect.poll(() => page.locator('#live').textContent()).toBe('“sway” plays on Leo.');
  await page.getByRole('button', { name: 'Play', exact: true }).waitFor();
  expect(await animated(page)).toEqual([]);
  const still = await standsStill(page);
  const position = (): Promise<number> => page.locator('#scrub').inputValue().then(Number);
  // A button that has the focus is what a space presses: nothing has it now.
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  const held = await position();
  await page.keyboard.press('ArrowRight');
  expect(await position()).toBeCloseTo(held + 1, 1);
  await drawFrames(page, 2);
  expect(still.equals(await page.locator('#stage').screenshot())).toBe(false);
  await page.keyboard.press('.');
  expect(await position()).toBeGreaterThan(held + 1);
  await page.keyboard.press(',');
  expect(await position()).toBeCloseTo(held + 1, 1);
  await page.keyboard.press(' ');
  await page.getByRole('button', { name: 'Pause', exact: true }).waitFor();
  const began = await position();
  await expect.poll(position).not.toBe(began);
  // In a field the same key is the field's.
  await page.locator('#rate').focus();
  await page.keyboard.press('.');
  await page.getByRole('button', { name: 'Pause', exact: true }).waitFor();
});

test('on a narrow screen at twice its size nothing has to be pushed sideways', async () => {
  const { page } = stay;
  for (const width of [640, 360, 320]) {
    await page.setViewportSize({ width, height: 700 });
    const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(beyond).toBeLessThanOrEqual(0);
  }
});

test('leaves no error on the console and asks no other origin', () => {
  expect(stay.errors).toEqual([]);
  expect(stay.strangers).toEqual([]);
});
