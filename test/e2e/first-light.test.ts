import { readGlb } from '@kinora/core/motion';
import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dropFile, openHouse, saved, shoot, visit, wakeStage, type DemoHouse, type Visit } from '../support/demo.ts';
import { describeShared, sharedAsset } from '../support/shared-assets.ts';
import { correlation, countDips, goldenHipHeights, hipHeights } from '../support/squats.ts';

let house: DemoHouse;

beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

/** The squats as the avatar on stage does them, by way of the file that a person saves. */
async function savedHipHeights(page: Page): Promise<number[]> {
  const { clips } = readGlb(await saved(page, /^Save .* as GLB/));
  return hipHeights(clips.at(-1)!, goldenHipHeights().length);
}

function expectSquats(heights: readonly number[]): void {
  const golden = goldenHipHeights();
  expect(correlation(heights, golden)).toBeGreaterThanOrEqual(0.95);
  expect(countDips(heights)).toBe(countDips(golden));
}

describeShared('a video of a person, dropped on the page', () => {
  let squats: Visit;

  beforeAll(async () => {
    squats = await visit(house);
    const { page } = squats;
    await shoot(page, '1-start');
    await wakeStage(page);
    await dropFile(page, sharedAsset('videos/pose_squats.mp4'), 'video/mp4');
    await page.getByText(/Frame \d+ of \d+/).waitFor({ timeout: 60_000 });
    await page.getByText(/s left/).waitFor({ timeout: 60_000 });
    await shoot(page, '2-capturing');
    await page.getByRole('button', { name: /^Save .* as GLB/ }).waitFor({ timeout: 120_000 });
    await shoot(page, '3-playing');
  }, 240_000);

  test('makes the performer squat', async () => {
    expectSquats(await savedHipHeights(squats.page));
  });

  test.each([
    ['KayKit_Knight.glb', '4-knight'],
    ['mh_unreal_names.glb', '5-unreal-names'],
  ])('makes a dropped %s squat', async (avatar, shot) => {
    await dropFile(squats.page, sharedAsset(`avatars/${avatar}`));
    const name = avatar.replace('.glb', '');
    await squats.page
      .getByRole('button', { name, exact: true })
      .and(squats.page.locator('[aria-pressed=true]'))
      .waitFor();
    await expect.poll(() => squats.page.locator('#live').textContent()).toContain('on the stage');
    await pauseAt(squats.page, deepestTime());
    await shoot(squats.page, shot);
    expectSquats(await savedHipHeights(squats.page));
  });

  test('leaves no error on the console and asks no other origin', () => {
    expect(squats.errors).toEqual([]);
    expect(squats.strangers).toEqual([]);
  });

  test('is still there after a reload, and plays', async () => {
    const { page } = squats;
    await page.reload();
    await page.getByRole('button', { name: 'Play pose_squats' }).click();
    await page.getByRole('button', { name: 'Pause' }).waitFor();
    const before = await page.locator('#scrub').inputValue();
    await expect.poll(() => page.locator('#scrub').inputValue()).not.toBe(before);
    await shoot(page, '6-after-reload');
    expectSquats(await savedHipHeights(page));
    expect(squats.strangers).toEqual([]);
  });
});

function deepestTime(): number {
  const golden = goldenHipHeights();
  return golden.indexOf(Math.min(...golden)) / 5;
}

async function pauseAt(page: Page, time: number): Promise<void> {
  const pause = page.getByRole('button', { name: 'Pause' });
  if (await pause.isVisible()) await pause.click();
  await page.locator('#scrub').fill(String(time));
  await page.waitForTimeout(600);
}
