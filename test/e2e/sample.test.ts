import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { clipDuration, parseBvh, readGlb } from '@kinora/core/motion';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openHouse, saved, shoot, visit, type DemoHouse, type Visit } from '../support/demo.ts';
import { limbError } from '../support/limb-error.ts';

const truthFile = fileURLToPath(new URL('../../packages/performer/sample/dance.bvh', import.meta.url));

let house: DemoHouse;
let sample: Visit;

/** What a newcomer without a video does: one click. */
beforeAll(async () => {
  house = await openHouse();
  sample = await visit(house, { width: 1440, height: 900 });
  await sample.page.getByRole('button', { name: 'Try the sample' }).click();
  await sample.page.getByRole('button', { name: /^Save .* as BVH/ }).waitFor({ timeout: 110_000 });
  await shoot(sample.page, '8-sample');
});
afterAll(() => house.close());

test('the sample is followed in at least 95 % of its frames', async () => {
  const glb = await saved(sample.page, /^Save .* as GLB/);
  await expect.poll(() => sample.page.getByRole('alert').count()).toBe(0);
  const clip = readGlb(glb).clips.at(-1)!;
  expect(clip.report?.tracked).toBeGreaterThanOrEqual(0.95);
});

test('the solved joints are within 11 cm of the true motion', async () => {
  const truth = parseBvh(Uint8Array.from(readFileSync(truthFile)), 'dance.bvh').clip;
  const solved = parseBvh(await saved(sample.page, /^Save .* as BVH/), 'sample.bvh').clip;
  const last = Math.min(clipDuration(truth), clipDuration(solved));
  const times = Array.from({ length: 100 }, (_, i) => (last * i) / 99);
  const error = limbError(solved, truth, times);
  console.info(`sample: the solved limb joints are ${(error * 100).toFixed(1)} cm off in the mean`);
  expect(error).toBeLessThan(0.11);
});

test('the whole journey is free of errors and asks no other origin', () => {
  expect(sample.errors).toEqual([]);
  expect(sample.strangers).toEqual([]);
});
