import type { Page, Route } from 'playwright';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { expectCaptured, expectRefusal } from '../support/bad-page.ts';
import { dropBytes, openHouse, visit, type DemoHouse } from '../support/demo.ts';
import { stillWithAxe, viewIn } from '../support/demo-views.ts';
import { openRawTab } from '../support/raw-tab.ts';
import { shortDance } from '../support/short-film.ts';

/** What may befall a page while it captures a film that is good. */
let house: DemoHouse;
/** A third of a second, and two seconds: long enough for something to happen in the middle. */
let brief: Uint8Array;
let long: Uint8Array;

beforeAll(async () => {
  [house, brief, long] = await Promise.all([openHouse(), shortDance(8), shortDance(60)]);
});
afterAll(() => house.close());

const drop = (page: Page, film: Uint8Array, name: string): Promise<void> =>
  dropBytes(page, film, `${name}.mp4`, 'video/mp4');

/** Resolves when the capture is in the middle of the film. */
async function isTracking(page: Page): Promise<void> {
  await page.getByText(/Frame ([3-9]|\d\d+) of \d+/).waitFor({ timeout: 90_000 });
}

/** Lets the test end the workers of a page as a browser would that needs their memory. */
async function watchWorkers(page: Page): Promise<void> {
  await stillWithAxe(page);
  await page.addInitScript(() => {
    const workers: Worker[] = [];
    Object.assign(globalThis, {
      workers,
      Worker: class extends Worker {
        constructor(url: URL | string, options?: WorkerOptions) {
          super(url, options);
          workers.push(this);
        }
      },
    });
  });
}

/** Ends the newest worker of this kind. */
function endWorker(page: Page, kind: 'capture' | 'core'): Promise<void> {
  return page.evaluate((kind) => {
    const { workers } = globalThis as unknown as { workers: Worker[] };
    workers.at(kind === 'core' ? 0 : -1)!.terminate();
  }, kind);
}

test('a worker that is ended in the middle: the page says so, and the next film is captured', async () => {
  const { page, errors } = await visit(house, { before: watchWorkers });
  await drop(page, long, 'interrupted');
  await isTracking(page);
  await endWorker(page, 'capture');
  await expectRefusal(page, 'capture/failed');
  expect.soft(await viewIn(page, 'bad-worker')).toEqual([]);

  await drop(page, long, 'without-core');
  await isTracking(page);
  await endWorker(page, 'core');
  await expectCaptured(page, 'without-core');
  expect(await page.getByRole('alert').count()).toBe(0);
  expect(errors).toEqual([]);
  await page.context().close();
});

test('a model that is another file, and a page whose policy refuses WebAssembly: each is named, and what can be done without is left out', async () => {
  const { page } = await visit(house, { width: 390, height: 780, before: stillWithAxe });
  const model = /pose_landmark_full.*\.tflite/;
  const damage = async (route: Route): Promise<void> => {
    const response = await route.fetch();
    const body = await response.body();
    body[body.length >> 1]! ^= 1;
    await route.fulfill({ response, body });
  };
  await page.context().route(model, damage);
  await drop(page, brief, 'corrupt');
  await expectRefusal(page, 'capture/model-corrupt');
  expect.soft(await viewIn(page, 'bad-model')).toEqual([]);
  await page.context().unroute(model, damage);

  const worker = /worker-entry.*\.js/;
  const forbid = async (route: Route): Promise<void> => {
    const response = await route.fetch();
    const policy = response.headers()['content-security-policy']!.replace(" 'wasm-unsafe-eval'", '');
    await route.fulfill({ response, headers: { ...response.headers(), 'content-security-policy': policy } });
  };
  await page.context().route(worker, forbid);
  await drop(page, brief, 'forbidden');
  await expectRefusal(page, 'capture/wasm');
  const told = await page.getByRole('alert').textContent();
  expect(told).toContain('the security rules of this page do not allow it');
  expect(told).toContain('wasm-unsafe-eval'); // Among the details.
  expect.soft(await viewIn(page, 'bad-policy')).toEqual([]);
  await page.context().unroute(worker, forbid);

  await page.context().route(/hand_landmark/, (route) => route.abort());
  await page.getByText('How to capture').click();
  await page.getByRole('checkbox', { name: 'Fingers' }).check();
  await drop(page, brief, 'whole');
  await expectRefusal(page, 'capture/model-unavailable');
  const wayOut = page.getByRole('button', { name: 'Capture without fingers' });
  await wayOut.scrollIntoViewIfNeeded();
  expect.soft(await viewIn(page, 'bad-model-of-hands')).toEqual([]);
  await wayOut.click();
  await expectCaptured(page, 'whole');
  expect(await page.getByRole('alert').count()).toBe(0);
  await page.context().close();
});

test('storage that goes in the middle takes nothing with it', async () => {
  const { page, errors } = await visit(house);
  const devtools = await page.context().newCDPSession(page);
  await drop(page, long, 'lost');
  await isTracking(page);
  await devtools.send('Storage.clearDataForOrigin', { origin: new URL(house.url).origin, storageTypes: 'all' });
  await expectCaptured(page, 'lost');
  await page
    .getByText(/Nothing is kept after this page is closed/)
    .first()
    .waitFor();
  expect(errors).toEqual([]);
  await page.context().close();
});

test('a tab that is looked away from goes on: the capture comes to its end, and nothing is drawn meanwhile', async () => {
  const tab = await openRawTab(house.browser, house.url);
  await vi.waitUntil(() => tab.evaluate(isReady), { timeout: 90_000 });
  await tab.evaluate(watch);
  await tab.evaluate(wakeStage);
  await vi.waitUntil(() => tab.evaluate(watched).then(({ draws }) => draws > 3), { timeout: 90_000 });
  await tab.evaluate(dropIn, Buffer.from(long).toString('base64'), 'hidden.mp4');
  await vi.waitUntil(() => tab.evaluate(framesDone).then((frames) => frames >= 3), { timeout: 90_000 });
  await tab.hide();
  await vi.waitUntil(() => tab.evaluate(() => document.visibilityState === 'hidden'));
  const from = await tab.evaluate(watched);
  await vi.waitUntil(() => tab.evaluate(framesDone).then((frames) => frames >= 40), { timeout: 90_000 });
  const to = await tab.evaluate(watched);
  expect(to.steps - from.steps).toBeGreaterThan(10); // Its progress was told all the time.
  expect(to.draws).toBe(from.draws);
  await vi.waitUntil(() => tab.evaluate(hasResult), { timeout: 90_000 });
  await tab.show();
  await vi.waitUntil(() => tab.evaluate(watched).then(({ draws }) => draws > to.draws), { timeout: 90_000 });
  await tab.close();
});

// What follows runs in the page.

function isReady(): boolean {
  // The empty page that a tab begins with is complete at once.
  return document.readyState === 'complete' && document.querySelector('#wake') !== null;
}

function wakeStage(): void {
  document.querySelector<HTMLElement>('#wake')!.click();
}

/** Counts from now on what is drawn, and the steps of the progress that are shown. */
function watch(): void {
  const watched = { draws: 0, steps: 0 };
  Object.assign(globalThis, { watched });
  const { prototype } = WebGL2RenderingContext;
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called on the context that it was asked of
  const { drawElements } = prototype;
  prototype.drawElements = function (...args) {
    watched.draws++;
    drawElements.apply(this, args);
  };
  const frames = document.querySelector('#progress-frames')!;
  new MutationObserver(() => watched.steps++).observe(frames, { childList: true, characterData: true, subtree: true });
}

function watched(): { readonly draws: number; readonly steps: number } {
  return (globalThis as unknown as { watched: { draws: number; steps: number } }).watched;
}

function dropIn(base64: string, name: string): void {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File([bytes], name, { type: 'video/mp4' }));
  document.body.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer }));
}

function framesDone(): number {
  return Number(/\d+/.exec(document.querySelector('#progress-frames')?.textContent ?? '')?.[0] ?? 0);
}

function hasResult(): boolean {
  return document.querySelector('#library li') !== null && document.querySelector('#progress')!.hasAttribute('hidden');
}
