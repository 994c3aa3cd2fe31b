import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readGlb, writeGlbClip } from '@kinora/core/motion';
import type { Download, Locator, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openHouse, visit, wakeStage, type DemoHouse, type Visit } from '../support/demo.ts';
import { dragFiles, type Spot } from '../support/drag-files.ts';
import { sampleNamed } from '../support/samples.ts';

/** One visit: animations are dropped wherever there is room, and one of them is given to the sheet of a phone's system. */

let house: DemoHouse;
let stay: Visit;
let page: Page;
let folder: string;
const downloads: Download[] = [];
const dance = sampleNamed('dance').truth();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kinora-share-'));
  house = await openHouse();
  stay = await visit(house, { width: 800, height: 600, before: (page) => page.addInitScript(standInForTheSheet) });
  ({ page } = stay);
  page.setDefaultTimeout(15_000);
  page.on('download', (download) => downloads.push(download));
  await wakeStage(page);
}, 90_000);
afterAll(async () => {
  await house.close();
  rmSync(folder, { recursive: true });
});

interface Given {
  readonly name: string;
  readonly type: string;
  readonly base64: string;
  readonly text: string;
  /** The browser asks for a press that is not long ago. */
  readonly wasAsked: boolean;
}

interface Sheet {
  takes: boolean;
  /** Name of the error, where it ends with one. */
  fails: string;
  readonly given: Given[];
}

/** No browser without a head has the system's sheet: what stands for it notes what it is given, and ends as it is told. */
function standInForTheSheet(): void {
  const sheet: Sheet = { takes: true, fails: '', given: [] };
  Object.assign(window, { sheet });
  Object.assign(navigator, {
    canShare: ({ files = [] }: ShareData) => sheet.takes && files.length === 1,
    share: async ({ files: [file] = [], text = '' }: ShareData) => {
      const wasAsked = navigator.userActivation.isActive;
      const base64 = btoa(String.fromCharCode(...new Uint8Array(await file!.arrayBuffer())));
      sheet.given.push({ name: file!.name, type: file!.type, base64, text, wasAsked });
      if (sheet.fails) throw new DOMException('told to', sheet.fails);
    },
  });
}

/** The sample's dance by another name, as somebody else would have shared it. */
function danceAs(name: string): string {
  const path = join(folder, 'from-a-friend.glb');
  writeFileSync(path, writeGlbClip({ ...dance, name }));
  return path;
}

async function middleOf(what: Locator): Promise<Spot> {
  await what.scrollIntoViewIfNeeded();
  const { x, y, width, height } = (await what.boundingBox())!;
  return { x: x + width / 2, y: y + height / 2 };
}

async function expectTaken(name: string): Promise<void> {
  await page.getByRole('button', { name: `Share ${name} as a file` }).waitFor();
  await expect.poll(() => page.locator('#live').textContent()).toBe(`“${name}” is kept among your animations.`);
  expect(await page.locator('#drop').isVisible()).toBe(false);
}

describe('a file is taken wherever it is dropped', () => {
  test('On the stage', async () => {
    await dragFiles(page, [danceAs('On the stage')], await middleOf(page.locator('#stage')));
    await expectTaken('On the stage');
  });

  test.each([
    ['On a window over the page', { x: 400, y: 300 }],
    ['Beside the window', { x: 4, y: 4 }],
  ])('%s', async (name, spot) => {
    await page.getByRole('button', { name: 'Keyboard and help' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    await dragFiles(page, [danceAs(name)], spot);
    await expectTaken(name);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  });

  test('On a field', async () => {
    await dragFiles(page, [danceAs('On a field')], await middleOf(page.getByRole('combobox').first()));
    await expectTaken('On a field');
  });
});

describe('where the system has a sheet to share by', () => {
  async function share(fails: string): Promise<Given[]> {
    await page.evaluate((fails) => {
      const { sheet } = window as unknown as { sheet: Sheet };
      Object.assign(sheet, { fails, given: [] });
    }, fails);
    await page.getByRole('button', { name: 'Share On the stage as a file' }).click();
    // It is explained when all is done.
    await page.getByRole('dialog', { name: 'Share “On the stage”' }).waitFor();
    await page.keyboard.press('Escape');
    return page.evaluate(() => (window as unknown as { sheet: Sheet }).sheet.given);
  }

  const saved = (): string[] => downloads.map((download) => download.suggestedFilename());

  test('it is given the file, by its name and type, and nothing is saved', async () => {
    const [given, ...others] = await share('');
    expect(others).toEqual([]);
    expect(given).toMatchObject({ name: 'On the stage.glb', type: 'model/gltf-binary', wasAsked: true });
    expect(given!.text).toContain(house.url);
    const { clips } = readGlb(Uint8Array.from(Buffer.from(given!.base64, 'base64')));
    expect(clips.map(({ name }) => name)).toEqual(['On the stage']);
    expect(saved()).toEqual([]);
  });

  test('whoever puts it away gets no file, and hears of no error', async () => {
    expect(await share('AbortError')).toHaveLength(1);
    expect(saved()).toEqual([]);
  });

  test('where it refuses, the file is saved instead', async () => {
    expect(await share('NotAllowedError')).toHaveLength(1);
    await expect.poll(saved).toEqual(['On the stage.glb']);
  });
});

test('nothing was said to be wrong, and nothing else was saved', async () => {
  expect(downloads).toHaveLength(1);
  expect(await page.locator('.notice').allTextContents()).toEqual([]);
  expect(stay.errors).toEqual([]);
  expect(stay.strangers).toEqual([]);
});
