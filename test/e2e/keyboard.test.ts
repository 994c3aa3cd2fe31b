import { readFileSync } from 'node:fs';
import { clipDuration, readGlb } from '@kinora/core/motion';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { onStage, openHouse, visit, type DemoHouse, type Visit } from '../support/demo.ts';
import { fakeCamera, type FakeCamera } from '../support/fake-camera.ts';
import { Keyboard, NOWHERE } from '../support/keyboard.ts';
import { shortDance } from '../support/short-film.ts';

/**
 * One visit without a mouse: nothing is pressed, chosen or saved here but by keys, and the focus is where one would look
 * for it after each of them.
 */

let camera: FakeCamera;
let house: DemoHouse;
let stay: Visit;
let page: Page;
let keys: Keyboard;

beforeAll(async () => {
  camera = await fakeCamera(2);
  house = await openHouse(camera.args);
  stay = await visit(house);
  ({ page } = stay);
  keys = await Keyboard.of(page);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
}, 60_000);
afterAll(async () => {
  await house.close();
  camera.dispose();
});

async function chooseVideo(bytes: Uint8Array, name: string): Promise<void> {
  const chooser = await keys.openChooser();
  await chooser.setFiles({ name, mimeType: 'video/mp4', buffer: Buffer.from(bytes) });
}

async function expectCaptured(name: string): Promise<void> {
  await page.getByRole('button', { name: `Save ${name} as BVH` }).waitFor({ timeout: 90_000 });
  expect(await keys.at()).toBe('button “Pause”');
  expect(await keys.press('Space')).toBe('button “Play”');
}

const expectFrame = (number: number): Promise<void> =>
  expect.poll(() => page.locator('#frame').textContent(), { timeout: 10_000 }).toMatch(new RegExp(`^Frame ${number}/`));

/** Tab goes round in a window: to its stops, and to the browser's own. */
async function expectRound(name: string, stops: readonly string[]): Promise<void> {
  await page.getByRole('dialog', { name }).waitFor();
  const round: string[] = [];
  for (let press = 0; press < 2 * stops.length + 2; press++) round.push(await keys.press('Tab'));
  expect(new Set(round)).toEqual(new Set([...stops, NOWHERE]));
}

const clipboard = (): Promise<string> => page.evaluate(() => navigator.clipboard.readText());

describe('from the first Tab to an animation', () => {
  test('how to capture is chosen', async () => {
    expect(await keys.press('Tab')).toBe('link “Skip to the playground”');
    expect(await keys.press('Enter')).toMatch(/^main /);
    await keys.tabTo('DisclosureTriangle', /^How to capture/);
    await keys.press('Enter');
    await keys.tabTo('radio', /^Balanced/);
    expect(await keys.press('ArrowUp')).toMatch(/^radio “Quick/);
  });

  test('a video is chosen, and the focus goes to how far it is, where no key ends it by chance', async () => {
    await keys.tabTo('button', 'Choose a video', { back: true });
    await chooseVideo(await shortDance(12), 'My move.mp4');
    await expect.poll(() => keys.at()).toBe('group “Capture”');
    expect(await keys.press('Tab')).toBe('button “Cancel”');
  });

  test('when it is done, to what plays it', () => expectCaptured('My move'));
});

describe('what is done with an animation', () => {
  test('frame by frame, on the slider and by its buttons', async () => {
    await keys.tabTo('slider', 'Position');
    expect(await keys.press('Home', 'ArrowRight', 'ArrowRight')).toBe('slider “Position”');
    await expectFrame(3);
    expect(await keys.press('Shift+Tab', 'Enter')).toBe('button “One frame on”');
    await expectFrame(4);
    expect(await keys.press('Shift+Tab', 'Enter')).toBe('button “One frame back”');
    await expectFrame(3);
  });

  test('somebody else does it', async () => {
    await keys.tabTo('button', 'Robot', { back: true });
    await keys.press('Space');
    await onStage(page, 'Robot').waitFor({ timeout: 60_000 });
    expect(await keys.at()).toBe('button “Robot”');
  });

  test('the skeleton, and how it fits', async () => {
    await keys.tabTo('checkbox', 'Skeleton');
    const isShown = await page.locator('#ghost').isChecked();
    expect(await keys.press('Space')).toBe('checkbox “Skeleton”');
    expect(await page.locator('#ghost').isChecked()).toBe(!isShown);
    await keys.tabTo('DisclosureTriangle', /^How it fits/);
    expect(await keys.press('Enter', 'Tab')).toBe('checkbox “Hold standing feet still”');
  });

  test('it is shared: the window holds the Tab, and gives the focus back', async () => {
    await keys.tabTo('button', 'Share My move as a file');
    const file = await keys.save();
    expect(file.suggestedFilename()).toBe('My move.glb');
    await expectRound('Share “My move”', [
      'button “Close”',
      'button “Save the file again”',
      'button “Copy these words”',
    ]);
    await keys.tabTo('button', 'Copy these words');
    await keys.press('Enter');
    await expect.poll(() => keys.at()).toBe('button “Copied”');
    expect(await clipboard()).toContain(house.url);
    expect(await keys.press('Escape')).toBe('button “Share My move as a file”');
  });

  test('it is saved', async () => {
    expect(await keys.press('Tab')).toMatch(/^button “Save My move as GLB/);
    const file = await keys.save();
    const { clips } = readGlb(readFileSync(await file.path()));
    expect(clips.map(({ name }) => name)).toEqual(['My move']);
    expect(clipDuration(clips[0]!)).toBeGreaterThan(0.2);
    expect(await keys.at()).toMatch(/^button “Save My move as GLB/);
  });

  test('a problem is reported', async () => {
    await keys.tabTo('button', 'Report a problem');
    await keys.press('Enter');
    await expectRound('Report a problem', [
      'button “Close”',
      'region “Facts”',
      'button “Save as file”',
      'button “Copy”',
    ]);
    await keys.tabTo('button', 'Copy');
    await keys.press('Enter');
    await expect.poll(() => keys.at()).toBe('button “Copied”');
    expect(await clipboard()).toMatch(/^- Version: /m);
    expect(await keys.press('Escape')).toBe('button “Report a problem”');
  });
});

describe('the window for filming', () => {
  test('begins where the filming begins, and takes back a count-down', async () => {
    await keys.tabTo('button', 'Film …', { back: true });
    await keys.press('Enter');
    await expect.poll(() => keys.at(), { timeout: 15_000 }).toBe('button “Start filming”');
    const settings = ['combobox “Start in”', 'checkbox “Beep”'];
    await expectRound('Film yourself', ['button “Close”', ...settings, 'button “Start filming”']);
    await keys.tabTo('button', 'Start filming');
    expect(await keys.press('Enter')).toBe('button “Cancel the count-down”');
    expect(await keys.press('Enter')).toBe('button “Start filming”');
  });

  test('films, and the focus goes on to the capture and to what came of it', async () => {
    await keys.press('Enter');
    await expect.poll(() => keys.at(), { timeout: 15_000 }).toBe('button “Stop”');
    await page.getByText(/^0:0[1-9] \/ 0:59$/).waitFor({ timeout: 15_000 });
    await keys.press('Enter');
    await expect.poll(() => keys.at(), { timeout: 15_000 }).toBe('group “Capture”');
    await expectCaptured('My take');
  });
});

describe('what goes away hands the focus on', () => {
  test('a capture that fails, and the notice that says so', async () => {
    await keys.tabTo('button', 'New video …', { back: true });
    await chooseVideo(new TextEncoder().encode('no film'), 'letter.mp4');
    await page.getByRole('alert').waitFor();
    expect(await keys.at()).toBe('button “Play”');
    await keys.tabTo('button', 'Got it', { back: true });
    expect(await keys.press('Enter')).toBe('button “Sample”');
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  test('an animation that is deleted', async () => {
    await keys.tabTo('button', 'Delete My take');
    await keys.press('Enter');
    await expect.poll(() => keys.at()).toMatch(/^button “Play My move/);
    await keys.tabTo('button', 'Delete My move');
    await keys.press('Enter');
    await expect.poll(() => keys.at()).toBe('button “Play a file …”');
  });

  test('words of one language', async () => {
    await keys.tabTo('combobox', 'Language');
    await keys.press('ArrowDown');
    await expect.poll(() => keys.at()).toBe('combobox “Sprache”');
    await keys.tabTo('button', 'Tastatur und Hilfe');
  });
});

test('every stop on the way showed that it had the focus, and nothing went wrong', async () => {
  expect(await keys.unseen()).toEqual([]);
  expect(stay.errors).toEqual([]);
  expect(stay.strangers).toEqual([]);
});
