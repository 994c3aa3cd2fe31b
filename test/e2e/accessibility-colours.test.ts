import { parseBvh, writeGlbClip } from '@kinora/core/motion';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dropBytes, onStage, openHouse, visit, type DemoHouse, type Visit } from '../support/demo.ts';
import { Keyboard } from '../support/keyboard.ts';
import { contrastIn } from '../support/pixels.ts';
import { swayingBvh } from '../support/sway.ts';

/** The page in the few colours of a system that forces its own on every page, and with more contrast than usual. */

/** What WCAG asks of what is drawn and means something. */
const CLEAR = 3;
/** What it asks of words for whoever needs more than most. */
const MUCH = 7;

let house: DemoHouse;
let stay: Visit;
let page: Page;

beforeAll(async () => {
  house = await openHouse();
  stay = await visit(house, {
    before: (page) => page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' }),
  });
  ({ page } = stay);
});
afterAll(() => house.close());

/** The system's ground, and a page whose own colours were chosen for the other. */
async function force(ground: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme: ground });
  await page.evaluate(
    (theme) => (document.documentElement.dataset['theme'] = theme),
    ground === 'light' ? 'dark' : 'light',
  );
}

async function expectSeen(selectors: readonly string[]): Promise<void> {
  for (const selector of selectors) {
    expect(await contrastIn(page.locator(selector).first()), selector).toBeGreaterThan(CLEAR);
  }
}

test.each(['light', 'dark'] as const)('at the start every sign is seen on a %s ground', async (ground) => {
  await force(ground);
  const signs = ['.brand__mark', '.pill svg', '#theme', '#help', '.sample__still svg', '.stage__wake-words svg'];
  await expectSeen([...signs, '.cast__one--add']);
});

describe('with an animation on the stage', () => {
  beforeAll(async () => {
    const { clip } = parseBvh(swayingBvh(), 'sway');
    await dropBytes(page, writeGlbClip(clip), 'sway.glb');
    await onStage(page, 'Leo').waitFor({ timeout: 60_000 });
    await page.getByRole('button', { name: /^Play sway/ }).waitFor();
    await dropBytes(page, new Uint8Array(1), 'letter.txt');
    await page.getByRole('button', { name: 'Got it' }).waitFor();
    // As they are with a service behind the page, and in the middle of a capture.
    await page.evaluate(() => {
      for (const id of ['start', 'where', 'progress']) document.getElementById(id)!.hidden = false;
      document.getElementById('progress-fill')!.style.transform = 'scaleX(0.5)';
    });
  });

  test.each(['light', 'dark'] as const)('every sign is seen on a %s ground', async (ground) => {
    await force(ground);
    await expectSeen(['.notice__sign', '#play', '#step-back', '#step-on', '#progress-bar']);
  });

  test.each<[string, string, (element: Element) => void]>([
    ['who is on the stage', '[data-avatar=leo]', (element) => element.setAttribute('aria-pressed', 'false')],
    ['what plays', '#library li', (element) => element.setAttribute('data-current', 'false')],
    ['where it is captured', '.where__choice', (element) => (element.querySelector('input')!.checked = false)],
    ['that the skeleton is shown', '#ghost', (element) => ((element as HTMLInputElement).checked = false)],
    ['that a button is out of reach', '#step-on', (element) => ((element as HTMLButtonElement).disabled = true)],
    ['that a choice is out of reach', '#rate', (element) => ((element as HTMLSelectElement).disabled = true)],
  ])('%s is told from what is not', async (_, selector, change) => {
    const element = page.locator(selector).first();
    const before = await element.screenshot();
    await element.evaluate(change);
    expect((await element.screenshot()).equals(before)).toBe(false);
  });

  test.each([390, 1280])('every stop shows that it has the focus, %i pixels wide', async (width) => {
    await page.setViewportSize({ width, height: 860 });
    const keys = await Keyboard.of(page);
    await keys.tabTo('link', 'Skip to the playground');
    await keys.tabTo('button', 'Report a problem');
    expect(await keys.unseen()).toEqual([]);
  });
});

test('whoever wants more contrast gets it', async () => {
  const soft = ['.library__kept', '.start__hint', '.transport__time'];
  const contrasts = (): Promise<number[]> => Promise.all(soft.map((selector) => contrastIn(page.locator(selector))));
  await page.emulateMedia({ forcedColors: 'none' });
  const usual = await contrasts();
  await page.emulateMedia({ contrast: 'more' });
  const more = await contrasts();
  more.forEach((contrast, i) => {
    expect(contrast).toBeGreaterThan(MUCH);
    expect(contrast).toBeGreaterThan(usual[i]!);
  });
});

test('nothing went wrong meanwhile', () => {
  expect(stay.errors).toEqual([]);
});
