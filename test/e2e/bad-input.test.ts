import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectRefusal } from '../support/bad-page.ts';
import { dropBytes, onStage, openHouse, visit, wakeStage, type DemoHouse } from '../support/demo.ts';
import { bringAxe, viewIn } from '../support/demo-views.ts';
import { shortDance } from '../support/short-film.ts';

let house: DemoHouse;

beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

/** A second of coloured noise, recorded by the browser itself: a video with nobody in it. */
async function recordNobody(page: Page): Promise<Uint8Array> {
  const bytes = await page.evaluate(async () => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [320, 240];
    const pen = canvas.getContext('2d')!;
    const recorder = new MediaRecorder(canvas.captureStream(15), { mimeType: 'video/webm' });
    const parts: Blob[] = [];
    recorder.ondataavailable = (event) => parts.push(event.data);
    recorder.start();
    for (let frame = 0; frame < 20; frame++) {
      pen.fillStyle = `hsl(${frame * 18} 60% 50%)`;
      pen.fillRect(0, 0, 320, 240);
      await new Promise((resolve) => setTimeout(resolve, 66));
    }
    await new Promise((resolve) => {
      recorder.onstop = resolve;
      recorder.stop();
    });
    return [...new Uint8Array(await new Blob(parts).arrayBuffer())];
  });
  return Uint8Array.from(bytes);
}

describe('what is no video of a person', () => {
  // By itself: the browser's own player complains of it on the console.
  test('an empty file is refused', async () => {
    const { page } = await visit(house);
    await dropBytes(page, new Uint8Array(0), 'film.mp4', 'video/mp4');
    await expectRefusal(page, 'capture/unreadable');
    await page.context().close();
  });

  test('a video with nobody in it is refused', async () => {
    const { page } = await visit(house, { before: (page) => bringAxe(page.context()) });
    await dropBytes(page, await recordNobody(page), 'nobody.webm', 'video/webm');
    await expectRefusal(page, 'capture/no-person');
    expect.soft(await viewIn(page, 'bad-nobody')).toEqual([]);
    await page.context().close();
  });

  test('a file of an unknown kind is named, and nothing starts', async () => {
    const { page } = await visit(house);
    await dropBytes(page, new TextEncoder().encode('hello'), 'letter.txt', 'text/plain');
    await page.locator('#notices').getByText('“letter.txt” is none of the files').waitFor();
    await page.context().close();
  });
});

describe('an avatar that is none', () => {
  test('is refused, and the avatar on the stage stays', async () => {
    const { page } = await visit(house);
    await wakeStage(page);
    await dropBytes(page, new TextEncoder().encode('glTF but not really, only text'), 'knight.glb');
    await page.getByRole('alert').filter({ hasText: 'formats/' }).waitFor();
    expect(await onStage(page, 'Leo').count()).toBe(1);
    await page.context().close();
  });
});

describe('a worker that cannot start', () => {
  test('core works on the page and says why, and a capture is refused', async () => {
    const { page } = await visit(house, { before: (page) => page.route(/worker-entry/, (route) => route.abort()) });
    await page.getByRole('button', { name: 'Try the sample' }).click();
    await page.locator('#notices').getByText('Kinora works on the page’s own thread').waitFor();
    await expectRefusal(page, 'capture/no-worker');
    await page.context().close();
  });
});

describe('a capture that is cancelled', () => {
  test('leaves nothing behind, and the next one starts', async () => {
    const { page, errors } = await visit(house);
    const dance = await shortDance(60);
    const isTracking = (): Promise<void> => page.getByText(/Frame \d+ of 60/).waitFor({ timeout: 60_000 });
    await dropBytes(page, dance, 'dance.mp4', 'video/mp4');
    await isTracking();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: 'Try the sample' }).waitFor({ timeout: 2_000 });
    expect(await page.getByRole('alert').count()).toBe(0);
    expect(await page.locator('#library li').count()).toBe(0);
    await dropBytes(page, dance, 'dance.mp4', 'video/mp4');
    await isTracking();
    expect(errors).toEqual([]);
    await page.context().close();
  });
});
