import { clipDuration, readGlb } from '@kinora/core/motion';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dropBytes, onStage, openHouse, saved, visit, type DemoHouse, type Visit } from '../support/demo.ts';
import { bringAxe, viewIn } from '../support/demo-views.ts';
import { fakeCamera, type FakeCamera } from '../support/fake-camera.ts';

/**
 * A person films themselves, steps through what came of it, and gives it to somebody else: one recording and one capture
 * for all of it.
 */

let camera: FakeCamera;
let house: DemoHouse;
let film: Visit;
let page: Page;

beforeAll(async () => {
  camera = await fakeCamera(2);
  house = await openHouse(camera.args);
  film = await visit(house, {
    before: async (page) => {
      await bringAxe(page.context());
      await page.addInitScript(keepStreams);
    },
  });
  ({ page } = film);
}, 60_000);
afterAll(async () => {
  await house.close();
  camera.dispose();
});

/** Remembers what the page got of cameras. */
function keepStreams(): void {
  const streams: MediaStream[] = [];
  Object.assign(window, { streams });
  const { mediaDevices } = navigator;
  const open = mediaDevices.getUserMedia.bind(mediaDevices);
  mediaDevices.getUserMedia = async (wanted) => {
    const stream = await open(wanted);
    streams.push(stream);
    return stream;
  };
}

/** Of all tracks that the page ever got. */
async function trackStates(): Promise<string[]> {
  return page.evaluate(() =>
    (window as unknown as { streams: MediaStream[] }).streams.flatMap((stream) =>
      stream.getTracks().map(({ readyState }) => readyState),
    ),
  );
}

async function openWebcam(): Promise<void> {
  await page.getByRole('button', { name: 'Film yourself' }).click();
  await page.getByRole('button', { name: 'Start filming' }).and(page.locator(':enabled')).waitFor({ timeout: 30_000 });
}

describe('the window for filming', () => {
  test('shows the camera, and switches it off when it is closed', async () => {
    await openWebcam();
    expect.soft(await viewIn(page, '20-webcam')).toEqual([]);
    expect(await trackStates()).toEqual(['live']);
    await page.keyboard.press('Escape');
    await expect.poll(trackStates).toEqual(['ended']);
  });

  test('takes back a count-down', async () => {
    await openWebcam();
    await page.getByRole('combobox', { name: 'Start in' }).selectOption('10');
    await page.getByRole('button', { name: 'Start filming' }).click();
    await page.getByRole('dialog').getByRole('status').getByText('10').waitFor();
    expect.soft(await viewIn(page, '21-count-down')).toEqual([]);
    await page.getByRole('button', { name: 'Cancel the count-down' }).click();
    await page.getByRole('button', { name: 'Start filming' }).waitFor();
  });

  test('closed while it films, it keeps nothing, and the camera is off', async () => {
    await page.getByRole('combobox', { name: 'Start in' }).selectOption('3');
    await page.getByRole('button', { name: 'Start filming' }).click();
    await page.getByRole('button', { name: 'Stop', exact: true }).waitFor({ timeout: 15_000 });
    expect.soft(await viewIn(page, '21-recording')).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await expect.poll(async () => new Set(await trackStates())).toEqual(new Set(['ended']));
    expect(await page.locator('#progress').isVisible()).toBe(false);
    expect(await page.locator('#library li').count()).toBe(0);
  });

  test('records, captures, and the avatar does it; the camera is off', async () => {
    await openWebcam();
    await page.getByRole('button', { name: 'Start filming' }).click();
    await page.getByRole('button', { name: 'Stop', exact: true }).waitFor({ timeout: 15_000 });
    await page.getByText(/^0:0[1-9] \/ 0:59$/).waitFor({ timeout: 15_000 });
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await expect.poll(async () => new Set(await trackStates())).toEqual(new Set(['ended']));
    await page.getByRole('button', { name: /^Save My take as GLB/ }).waitFor({ timeout: 100_000 });
    await onStage(page, 'Leo').waitFor({ timeout: 60_000 });
    const [clip] = readGlb(await saved(page, /^Save .* as GLB/)).clips.slice(-1);
    expect(clipDuration(clip!)).toBeGreaterThan(0.7);
    expect(clip!.report?.tracked).toBeGreaterThan(0.9);
  });
});

/** What is seen: the time of the frame on the video, and the time of the avatar's pose. */
interface Seen {
  readonly frame: number;
  readonly avatar: number;
  readonly text: string;
}

/** Tells of every frame that the browser puts on the screen. */
async function watchFrames(): Promise<void> {
  await page.evaluate(() => {
    const video = document.querySelector<HTMLVideoElement>('#video')!;
    const onFrame: VideoFrameRequestCallback = (_now, { mediaTime }) => {
      video.dataset['seen'] = String(mediaTime);
      video.requestVideoFrameCallback(onFrame);
    };
    video.requestVideoFrameCallback(onFrame);
  });
}

async function seen(): Promise<Seen> {
  const read = (): Promise<Seen & { readonly isSeeking: boolean }> =>
    page.evaluate(() => {
      const video = document.querySelector<HTMLVideoElement>('#video')!;
      return {
        isSeeking: video.seeking,
        frame: Number(video.dataset['seen']),
        avatar: Number(document.querySelector<HTMLInputElement>('#scrub')!.value),
        text: document.querySelector('#frame')!.textContent,
      };
    });
  await expect.poll(async () => (await read()).isSeeking).toBe(false);
  return read();
}

/** Half a frame of a video of 60 a second, which is as many as a camera here gives. */
const HALF_A_FRAME = 1 / 120;

/** @returns the time of both. */
async function expectSameFrame(): Promise<number> {
  // A frame is told when it has been drawn, some time after the seek.
  await expect.poll(apart, { timeout: 10_000 }).toBeLessThan(HALF_A_FRAME);
  return (await seen()).avatar;
}

/** Of the film and of the avatar, at one instant. */
async function apart(): Promise<number> {
  const { frame, avatar } = await seen();
  return Math.abs(frame - avatar);
}

describe('frame by frame', () => {
  beforeAll(async () => {
    const pause = page.getByRole('button', { name: 'Pause' });
    if (await pause.isVisible()) await pause.click();
    // Of a video that nobody sees no frame is told.
    await page.setViewportSize({ width: 1440, height: 1200 });
    await page.locator('#video').scrollIntoViewIfNeeded();
    await watchFrames();
    await page.locator('#scrub').fill('0');
    await page
      .locator('#frame')
      .filter({ hasText: /^Frame 1\// })
      .waitFor();
  });

  test('video and avatar are on the same frame, wherever one steps', async () => {
    const times: number[] = [];
    for (const [key, number] of [
      ['.', 2],
      ['.', 3],
      ['.', 4],
      [',', 3],
      ['.', 4],
    ] as const) {
      await page.keyboard.press(key);
      await expect.poll(async () => (await seen()).text, { timeout: 10_000 }).toMatch(new RegExp(`^Frame ${number}/`));
      times.push(await expectSameFrame());
    }
    expect(times[3]).toBe(times[1]);
    expect(times[4]).toBe(times[2]);
    expect(times[2]! - times[0]!).toBeGreaterThan(0.02);
  });

  test('they are after a jump into the middle, and after the last frame there is none', async () => {
    await page.locator('#scrub').fill('0.5');
    await expect.poll(async () => Math.abs((await seen()).avatar - 0.5), { timeout: 10_000 }).toBeLessThan(0.07);
    await expectSameFrame();
    // Of a recording's last two frames Chromium's video shows either at its end.
    await page.locator('#scrub').fill('9');
    const isLast = async (): Promise<boolean> => {
      const [frame, of] = (await seen()).text.match(/\d+/g)!.map(Number);
      return frame! >= of! - 1;
    };
    await expect.poll(isLast, { timeout: 10_000 }).toBe(true);
    const on = page.getByRole('button', { name: 'One frame on' });
    await on.click();
    await on.click();
    await expectSameFrame();
    const end = await seen();
    await on.click();
    expect((await seen()).avatar).toBe(end.avatar);
    await expectSameFrame();
  });
});

describe('a shared file', () => {
  let file: Uint8Array<ArrayBuffer>;

  beforeAll(async () => {
    file = await saved(page, /^Share My take as a file/);
    await page.getByRole('dialog').getByText('nobody can see you').waitFor();
  });

  test('is explained, and holds the animation by its name, with its report', async () => {
    expect.soft(await viewIn(page, '22-share')).toEqual([]);
    await page.keyboard.press('Escape');
    const { clips } = readGlb(file);
    expect(clips).toHaveLength(1);
    expect(clips[0]!.name).toBe('My take');
    expect(clips[0]!.report?.tracked).toBeGreaterThan(0.9);
  });

  test('dropped on the page of somebody else, it is kept there and plays', async () => {
    const other = await visit(house);
    await dropBytes(other.page, file, 'from-a-friend.glb');
    await other.page.getByRole('button', { name: /^Play My take/ }).waitFor({ timeout: 30_000 });
    await onStage(other.page, 'Leo').waitFor({ timeout: 60_000 });
    await other.page.getByRole('button', { name: 'Pause' }).waitFor();
    expect(other.errors).toEqual([]);
    await other.page.context().close();
  });
});

test('all of it is free of errors and asks no other origin', () => {
  expect(film.errors).toEqual([]);
  expect(film.strangers).toEqual([]);
});
