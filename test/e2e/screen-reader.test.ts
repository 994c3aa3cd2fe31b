import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { outlineOf, type Outline } from '../support/aria.ts';
import { dropBytes, openHouse, visit, type DemoHouse, type Visit } from '../support/demo.ts';
import { heardOn, listenTo } from '../support/ears.ts';
import { shortDance } from '../support/short-film.ts';

/** What a person meets who hears the page instead of seeing it: what stands on it, and what it says by itself. */

const START = ['banner', 'region "Notices"', 'main', 'region "Video"', 'region "Avatar"'];
const END = ['region "Your animations"', 'contentinfo'];

let house: DemoHouse;
let stay: Visit;
let page: Page;

beforeAll(async () => {
  house = await openHouse();
  stay = await visit(house, { before: prepare });
  ({ page } = stay);
});
afterAll(() => house.close());

async function prepare(page: Page): Promise<void> {
  await page.addInitScript(() => localStorage.setItem('kinora.quality', 'lite'));
  await listenTo(page);
}

const outline = async (): Promise<Outline> => outlineOf(await page.locator('body').ariaSnapshot());
const said = async (): Promise<string[]> => (await heardOn(page)).map(({ text }) => text);

/** One first heading, and none that skips a level: of every view. */
async function expectOrder(): Promise<Outline> {
  const found = await outline();
  const { headings, unnamed } = found;
  expect(unnamed).toEqual([]);
  expect(headings.filter((level) => level === 1)).toHaveLength(1);
  headings.forEach((level, i) => expect(level).toBeLessThanOrEqual((headings[i - 1] ?? 0) + 1));
  return found;
}

test('the start has its parts, and says nothing by itself', async () => {
  await page.getByRole('button', { name: 'Try the sample' }).waitFor();
  const { landmarks, lines } = await expectOrder();
  expect(landmarks).toEqual([...START, ...END]);
  expect(lines).toContain('list "Choose a sample"');
  expect(lines).toContain('group "Choose an avatar"');
  expect(lines.some((line) => line.includes('[pressed]'))).toBe(false);
  expect(await said()).toEqual([]);
});

test('how to capture says what is chosen', async () => {
  await page.getByText('How to capture').click();
  const { lines } = await outline();
  expect(lines.filter((line) => line.startsWith('radio'))).toEqual([
    expect.stringMatching(/^radio "Quick .*" \[checked\]$/),
    expect.stringMatching(/^radio "Balanced [^[]*"$/),
    expect.stringMatching(/^radio "Thorough [^[]*"$/),
  ]);
  expect(lines).toContain('group "Quality"');
});

describe('a capture', () => {
  test('is a group with a bar that says how far it is', async () => {
    let letGo = (): void => {};
    const held = new Promise<void>((resolve) => (letGo = resolve));
    await page.context().route('**/*.tflite', async (route) => {
      await held;
      await route.continue();
    });
    await dropBytes(page, await shortDance(12), 'My move.mp4', 'video/mp4');
    const bar = page
      .getByRole('group', { name: 'Capture' })
      .getByRole('progressbar', { name: 'Loading the body model' });
    await bar.waitFor({ timeout: 30_000 });
    const values = await bar.evaluate((bar) =>
      ['min', 'now', 'max', 'text'].map((value) => bar.getAttribute(`aria-value${value}`)),
    );
    expect(values).toEqual([
      '0',
      expect.stringMatching(/^\d+$/),
      '100',
      expect.stringMatching(/^\d+%: Loading the body model$/),
    ]);
    const { landmarks, lines } = await expectOrder();
    expect(landmarks).toEqual([...START, ...END]);
    expect(lines).toContain('button "Cancel"');
    letGo();
    await page.getByRole('button', { name: /^Save .* as BVH/ }).waitFor({ timeout: 60_000 });
    await expect.poll(said, { timeout: 10_000 }).toContain('“My move” is ready and plays on the avatar.');
  });

  test('is heard stage by stage, a quarter at a time, and ends with its name', async () => {
    const ofCapture = (await said()).filter((text) => !text.includes('on the stage'));
    const percents = ofCapture.filter((text) => /^\d+%$/.test(text));
    expect(ofCapture.filter((text) => !percents.includes(text))).toEqual([
      'Reading the video',
      'Loading the body model',
      'Following the person',
      'Building the animation',
      'Putting it on the avatar',
      '“My move” is ready and plays on the avatar.',
    ]);
    const quarters = percents.map((text) => Math.floor(Number.parseInt(text) / 25));
    expect(quarters).toEqual([...new Set(quarters)].toSorted((a, b) => a - b));
    expect(quarters.length).toBeGreaterThan(0);
    expect(ofCapture.indexOf(percents[0]!)).toBeGreaterThan(ofCapture.indexOf('Following the person'));
  });

  test('is heard in full: no sentence goes before it can be taken, and none comes twice', async () => {
    const heard = await heardOn(page);
    for (const [i, { text, at }] of heard.entries()) {
      const next = heard[i + 1];
      expect(next?.text).not.toBe(text);
      if (next) expect(next.at - at, text).toBeGreaterThan(200);
    }
  });

  test('gives way to what can be done with it', async () => {
    const { landmarks, lines } = await expectOrder();
    expect(landmarks).toEqual([...START, 'region "Playback"', ...END]);
    expect(lines.filter((line) => line.includes('[pressed]'))).toEqual(['button "Leo" [pressed]']);
    expect(lines).toContain('checkbox "Skeleton" [checked]');
    expect(lines).toContain('group "Frame by frame"');
    expect(lines).toContain('heading "How it fits" [level=2]');
    expect(await page.locator('[aria-current=true]').getByText('Play My move').count()).toBe(1);
  });

  test('plays in silence; one step is told by its number', async () => {
    await page.getByRole('slider', { name: 'Position' }).fill('0.1');
    await page.locator('#frame').getByText('Frame 4/12').waitFor();
    const before = (await said()).length;
    await page.getByRole('button', { name: 'One frame on' }).click();
    await expect.poll(async () => (await said()).slice(before), { timeout: 10_000 }).toEqual(['Frame 5/12']);
  });
});

test('a window is called what it is about, and the page behind it is not there', async () => {
  await page.getByRole('button', { name: 'Keyboard and help' }).click();
  await page.getByRole('dialog', { name: 'Keyboard' }).waitFor();
  const { lines, unnamed } = await outline();
  expect(unnamed).toEqual([]);
  expect(lines).toContain('dialog "Keyboard"');
  expect(lines).toContain('button "Close"');
  await page.keyboard.press('Escape');
});

test('in German it says in German what went wrong, at once and once', async () => {
  await page.locator('#language').selectOption('de');
  await page.locator('html[lang=de]').waitFor();
  const before = (await heardOn(page)).length;
  await dropBytes(page, new TextEncoder().encode('no film'), 'Brief.mp4', 'video/mp4');
  await page.getByRole('alert').waitFor({ timeout: 30_000 });
  const heard = (await heardOn(page)).slice(before);
  const alerts = heard.filter(({ how }) => how === 'assertive');
  expect(alerts.map(({ text }) => text)).toEqual([expect.stringMatching(/^Brief Diese Datei ist kein ganzes Video: /)]);
  const stages = ['Video wird gelesen', 'Körpermodell wird geladen'];
  expect(heard.flatMap(({ how, text }) => (how === 'polite' && !stages.includes(text) ? [text] : []))).toEqual([]);
});

test('nothing went wrong meanwhile', () => {
  expect(stay.errors).toEqual([]);
  expect(stay.strangers).toEqual([]);
});
