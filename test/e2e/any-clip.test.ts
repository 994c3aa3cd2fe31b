import { readFileSync } from 'node:fs';
import { kinanimRig, parseMotion, retarget, writeKinanim } from '@kinora/core/motion';
import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dropBytes, dropFile, openHouse, visit, wakeStage, type DemoHouse, type Visit } from '../support/demo.ts';
import { bringAxe, viewIn } from '../support/demo-views.ts';
import { describeShared, sharedAsset } from '../support/shared-assets.ts';
import { zipBytes } from '../support/zip-bytes.ts';

let house: DemoHouse;

beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const text = (content: string): Uint8Array => new TextEncoder().encode(content);
const asset = (path: string): Uint8Array => readFileSync(sharedAsset(path));

function kinanim(): Uint8Array {
  const [clip] = parseMotion(asset('bvh/20tab_mocapbank.bvh'), 'bank.bvh').clips;
  return writeKinanim(retarget(clip!, kinanimRig()).clip).bytes;
}

async function expectPlaying(page: Page, clip: string, avatar: string): Promise<void> {
  await expect.poll(() => page.locator('#live').textContent()).toBe(`“${clip}” plays on ${avatar}.`);
  await page.getByRole('button', { name: 'Pause' }).waitFor();
}

async function expectAvatar(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).and(page.locator('[aria-pressed=true]')).waitFor();
}

/** The avatar is seen in another pose at another time of its clip. */
async function expectMoving(page: Page): Promise<void> {
  const pause = page.getByRole('button', { name: 'Pause' });
  if (await pause.isVisible()) await pause.click();
  const pictureAt = async (time: number): Promise<string> => {
    await page.locator('#scrub').fill(String(time));
    // The stage draws in the next frame after a change, and this one comes after it.
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    return (await page.locator('#stage').screenshot()).toString('base64');
  };
  expect(await pictureAt(0)).not.toBe(await pictureAt(0.5));
}

/** The page says what is wrong and what helps. The notice is put away, as a person would. */
async function expectSentence(page: Page, what: RegExp): Promise<void> {
  const notice = page.locator('.notice').filter({ hasText: what });
  await notice.waitFor();
  const [sentence, hint] = await notice.locator('p').allTextContents();
  expect(sentence).toMatch(what);
  expect(hint?.length).toBeGreaterThan(20);
  await notice.getByRole('button', { name: 'Got it' }).click();
}

async function putNoticesAway(page: Page): Promise<void> {
  const button = page.getByRole('button', { name: 'Got it' });
  while ((await button.count()) > 0) await button.first().click();
}

describeShared('clips from anywhere on avatars from anywhere', () => {
  let stay: Visit;
  const fit = (): ReturnType<Page['locator']> => stay.page.locator('#fit');

  beforeAll(async () => {
    stay = await visit(house, { before: (page) => bringAxe(page.context()) });
    await wakeStage(stay.page);
  });

  test('an avatar and an FBX that are dropped dance, and the page tells how the two fit', async () => {
    const { page } = stay;
    await dropFile(page, sharedAsset('avatars/KayKit_Knight.glb'));
    await expectAvatar(page, 'KayKit_Knight');
    await putNoticesAway(page);
    await dropFile(page, sharedAsset('fbx/ozz_walk.fbx'));
    await expectPlaying(page, 'walk', 'KayKit_Knight');
    await page.getByText('How it fits').click();
    expect(await fit().innerText()).toMatch(/18 bones.*legs are 0\.41 times.*held still on the ground/s);
    expect(await fit().innerText()).toMatch(/The avatar has no .*fingers.*: what they do is not shown/);
    expect(await fit().innerText()).toMatch(/66% sure.*“LeftFootThumb1” of the animation/s);
    await expectMoving(page);
    expect.soft(await viewIn(page, '25-fit-of-any')).toEqual([]);
  });

  test('feet are let go and held by a switch', async () => {
    const { page } = stay;
    const hold = page.getByRole('checkbox', { name: 'Hold standing feet still' });
    await page.locator('#scrub').fill('0.4');
    await hold.focus();
    await page.keyboard.press('Space');
    await expect.poll(() => fit().innerText()).toContain('They are not held');
    await page.keyboard.press('Space');
    await expect.poll(() => fit().innerText()).toContain('held still on the ground');
    expect(await page.locator('#scrub').inputValue()).toBe('0.4');
    expect(await hold.evaluate((input) => input === document.activeElement)).toBe(true);
  });

  test.each<[name: string, bytes: () => Uint8Array, clip: string]>([
    ['walk.zip', () => zipBytes([{ name: 'motion/walk.fbx', data: asset('fbx/ozz_walk.fbx') }]), 'walk'],
    ['bank.kinanim', kinanim, 'bank'],
    ['arm.vrma', () => asset('anims/three-vrm_test.vrma'), 'animation_0'],
  ])('%s plays on a VRM', async (name, bytes, clip) => {
    const { page } = stay;
    await dropFile(page, sharedAsset('avatars/cryptovoxels_vrm0.vrm'));
    await expectAvatar(page, 'cryptovoxels_vrm0');
    await dropBytes(page, bytes(), name);
    await expectPlaying(page, clip, 'cryptovoxels_vrm0');
    await expectMoving(page);
  });

  test('of two people the first plays, and each can be chosen', async () => {
    const { page } = stay;
    await dropFile(page, sharedAsset('avatars/RobotExpressive_raylib.glb'));
    await expectAvatar(page, 'RobotExpressive_raylib');
    await expect.poll(() => page.locator('#notices').innerText()).toContain('brings 14 animations of its own');
    await dropFile(page, sharedAsset('bvh/odd_multiroot.bvh'));
    await expectPlaying(page, 'odd_multiroot, person 1', 'RobotExpressive_raylib');
    await page.getByLabel('Animation of the file').selectOption('odd_multiroot, person 2');
    await expectPlaying(page, 'odd_multiroot, person 2', 'RobotExpressive_raylib');
    await page.getByRole('button', { name: 'Pause' }).click();
    expect.soft(await viewIn(page, '26-animations-of-a-file')).toEqual([]);
    await putNoticesAway(page);
  });

  test('a GLB without a body is an animation, and each of its animations can be chosen', async () => {
    const { page } = stay;
    await dropFile(page, sharedAsset('anims/KayKit_Med_Simulation.glb'));
    await expectPlaying(page, 'Cheering', 'RobotExpressive_raylib');
    await page.getByLabel('Animation of the file').selectOption('Lie_Down');
    await expect.poll(() => page.locator('#time').textContent()).toContain('0:03.0');
    await expectAvatar(page, 'RobotExpressive_raylib');
  });

  test.each<[name: string, bytes: () => Uint8Array, sentence: RegExp]>([
    [
      'dance.gltf',
      () => text('{"asset":{"version":"2.0"},"buffers":[{"uri":"a.bin","byteLength":4}]}'),
      /another file/,
    ],
    ['dance.bvh', () => text('<!doctype html><html><body>Sign in</body></html>'), /a web page and no motion/],
    ['four.bvh', () => asset('bvh/pybvh_rotation_first_root.bvh'), /no joint was found for/],
    ['still.fbx', () => asset('fbx/ufbx_maya_human_ik_7400_ascii.fbx'), /There is no animation/],
    ['page.glb', () => text('<!doctype html><html><body>Not found</body></html>'), /does not begin with "glTF"/],
  ])('%s is refused with a sentence and what helps, and nothing is lost', async (name, bytes, sentence) => {
    const { page } = stay;
    await dropBytes(page, bytes(), name);
    await expectSentence(page, sentence);
    await expectAvatar(page, 'RobotExpressive_raylib');
    expect(await page.locator('#time').textContent()).toContain('/ 0:03.0');
  });

  test('an FBX that is picked as the avatar is refused with what helps, and all still moves', async () => {
    const { page } = stay;
    const [picker] = await Promise.all([page.waitForEvent('filechooser'), page.getByText('Your own …').click()]);
    await picker.setFiles(sharedAsset('fbx/ozz_walk.fbx'));
    await expectSentence(page, /cannot be the avatar/);
    await expectAvatar(page, 'RobotExpressive_raylib');
    await expectMoving(page);
  });

  test('leaves no error on the console and asks no other origin', () => {
    expect(stay.errors).toEqual([]);
    expect(stay.strangers).toEqual([]);
  });
});
