import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MkvOutputFormat, Mp4OutputFormat } from 'mediabunny';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeBadFilms } from '../support/bad-films.ts';
import { expectCaptured, expectRefusal } from '../support/bad-page.ts';
import { dropBytes, openHouse, visit, type DemoHouse, type Visit } from '../support/demo.ts';
import { stillWithAxe, viewIn } from '../support/demo-views.ts';
import { makeHevc, makeSoundOnly } from '../support/make-video.ts';
import { shortDance, shortDanceIn, slowFilm } from '../support/short-film.ts';

/** Everything that a person may drop on one page, one after the other: no film spoils the next. */
let house: DemoHouse;
let here: Visit;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kinora-bad-films-'));
  [house] = await Promise.all([openHouse(), makeBadFilms(folder, ['dark', 'dog', 'slides', 'uhd'])]);
  here = await visit(house, { width: 390, height: 780, before: stillWithAxe });
});
afterAll(async () => {
  await house.close();
  rmSync(folder, { recursive: true });
});

type Made = Uint8Array<ArrayBuffer>;
const made = (name: string): Promise<Made> =>
  Promise.resolve(new Uint8Array(readFileSync(join(folder, `${name}.mp4`))));
const bytesOf = async (file: Promise<File>): Promise<Made> => new Uint8Array(await (await file).arrayBuffer());
/** What calls itself a film. */
const text = (): Promise<Made> => Promise.resolve(new TextEncoder().encode('this is not a film\n'.repeat(100)));
/** A picture that moves, under the name of a film. */
const gif = (): Promise<Made> => Promise.resolve(new TextEncoder().encode('GIF89a\x01\0\x01\0\0\0\0;'));
const tenMinutes = (): Promise<Made> => slowFilm(new Mp4OutputFormat(), 600, 0);
const cut = async (): Promise<Made> => (await shortDance(30)).slice(0, 60_000);
const cutPieces = async (): Promise<Made> => (await shortDanceIn(new MkvOutputFormat(), 30)).slice(0, 60_000);

describe('a film that cannot be captured', () => {
  test.each([
    ['text.mp4', text, 'capture/unreadable', /another kind/],
    ['hevc.mov', () => bytesOf(makeHevc()), 'capture/unsupported-codec', /H\.264/],
    ['61-seconds.mp4', () => slowFilm(new Mp4OutputFormat(), 61, 0), 'capture/too-long', /1 minute is the most/],
    ['10-minutes.mp4', tenMinutes, 'capture/too-long', /1 minute is the most/],
    ['sound.mp4', () => bytesOf(makeSoundOnly()), 'capture/no-video', /a person is seen/],
    ['gif.mp4', gif, 'capture/unreadable', /of another kind/],
    ['cut.mp4', cut, 'capture/unreadable', /cut off/],
    ['cut.mkv', cutPieces, 'capture/unreadable', /cut off/],
    ['dark.mp4', () => made('dark'), 'capture/no-person', /light/],
  ])('%s is refused, with what helps', async (name, make, code, help) => {
    const { page } = here;
    await dropBytes(page, await make(), name, 'video/mp4');
    await expectRefusal(page, code);
    expect(await page.getByRole('alert').innerText()).toMatch(help);
    expect.soft(await viewIn(page, `bad-${name}`)).toEqual([]);
  });
});

describe('a film that is hard to capture', () => {
  test.each([
    ['dog', /like a person/],
    ['slides', /few pictures a second/],
  ])('%s: is not captured without a word', async (name, word) => {
    const { page } = here;
    await dropBytes(page, await made(name), `${name}.mp4`, 'video/mp4');
    await expectCaptured(page, name);
    await page.getByText(word).first().waitFor();
    expect.soft(await viewIn(page, `bad-${name}`)).toEqual([]);
  });

  test('of a single picture is a pose that stands still', async () => {
    const { page } = here;
    await dropBytes(page, await shortDance(1), 'picture.mp4', 'video/mp4');
    await expectCaptured(page, 'picture');
    await page
      .locator('#library .item__facts')
      .getByText(/^0\.0 s/)
      .waitFor();
    expect.soft(await viewIn(page, 'bad-picture')).toEqual([]);
  });

  test('of 3840 × 2160 is captured as any other', async () => {
    const { page } = here;
    await dropBytes(page, await made('uhd'), 'uhd.mp4', 'video/mp4');
    await expectCaptured(page, 'uhd');
    expect.soft(await viewIn(page, 'bad-uhd')).toEqual([]);
    const { width, height } = await page
      .locator('video')
      .first()
      .evaluate(({ videoWidth, videoHeight }: HTMLVideoElement) => ({ width: videoWidth, height: videoHeight }));
    expect([width, height]).toEqual([3840, 2160]);
  });
});

test('a good film is captured after all of them, and nothing was left on the console or at work', async () => {
  const { page, errors, strangers } = here;
  await dropBytes(page, await shortDance(10), 'dance.mp4', 'video/mp4');
  await expectCaptured(page, 'dance');
  expect(await page.getByRole('alert').count()).toBe(0);
  expect(page.workers().length).toBeLessThanOrEqual(2); // The core, and the capture that rests for a minute.
  expect(errors).toEqual([]);
  expect(strangers).toEqual([]);
});
