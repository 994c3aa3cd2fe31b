import { readGlb } from '@kinora/core/motion';
import type { Clip } from '@kinora/core/motion';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dropBytes, openHouse, saved, visit, type DemoHouse, type Visit } from '../support/demo.ts';
import { shortDance } from '../support/short-film.ts';

/** Everything that can be captured on this device, at once: what is not shipped comes from the page's own folder. */
let house: DemoHouse;
let here: Visit;
let clip: Clip;
/** What the page said that it would load, in megabytes, and what it loaded: by path, in bytes. */
let promised: number;
const loaded = new Map<string, number>();

beforeAll(async () => {
  house = await openHouse();
  here = await visit(house, { width: 800, height: 600 });
  const { page } = here;
  page.context().on('response', (response) => {
    const { pathname } = new URL(response.url());
    if (!/\.(tflite|wasm)$/.test(pathname)) return;
    // What is as large as a model, the browser does not keep for us.
    loaded.set(pathname, Number(response.headers()['content-length']));
  });
  await page.getByText('How to capture').click();
  await page.getByRole('radio', { name: 'Thorough' }).check();
  await page.getByRole('checkbox', { name: 'Fingers' }).check();
  await page.getByRole('checkbox', { name: 'Face' }).check();
  promised = Number(/(\d+) MB/.exec(await page.locator('#start-size').innerText())?.[1]);
  await dropBytes(page, await shortDance(12), 'all.mp4', 'video/mp4');
  await page.getByRole('button', { name: 'Save all as GLB' }).waitFor({ timeout: 110_000 });
  clip = readGlb(await saved(page, /^Save all as GLB/)).clips.at(-1)!;
});
afterAll(() => house.close());

test('fingers and a face are in the animation', () => {
  const { confidence, rig, morphs } = clip;
  const seen = ['LeftHandMiddle2', 'RightHandMiddle2'].map((joint) => confidence![rig.names.indexOf(joint)]!);
  expect(Math.max(...seen)).toBeGreaterThan(0.5);
  expect(morphs?.names).toContain('jawOpen');
});

test.each(['pose_landmark_heavy', 'hand_landmark_full', 'face_detection_short_range', 'face_landmark'])(
  '%s comes from the folder beside the page',
  (model) => {
    expect([...loaded.keys()]).toContain(`/capture-assets/${model}.tflite`);
  },
);

test('as much was loaded as was said before', () => {
  const bytes = [...loaded.values()].reduce((sum, size) => sum + size, 0);
  expect(Math.round(bytes / 1e6)).toBe(promised);
});

test('leaves no error on the console and asks no other origin', () => {
  expect(here.errors).toEqual([]);
  expect(here.strangers).toEqual([]);
});
