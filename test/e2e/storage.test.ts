import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dropBytes, openHouse, visit, type DemoHouse } from '../support/demo.ts';
import { bringAxe, viewIn } from '../support/demo-views.ts';
import { shortDance } from '../support/short-film.ts';

let house: DemoHouse;

beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

/** The whole journey on a second of dance; ends when the animation can be saved. */
async function captureShortDance(page: Page): Promise<void> {
  await dropBytes(page, await shortDance(30), 'dance.mp4', 'video/mp4');
  await page.getByRole('button', { name: /^Save .* as BVH/ }).waitFor({ timeout: 120_000 });
}

/** Writes until the origin's quota is used up, so that not one more file of ours fits. */
async function fillStorage(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open('ballast');
      request.onupgradeneeded = () => request.result.createObjectStore('ballast');
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error!);
    });
    const put = (key: number, bytes: Uint8Array): Promise<boolean> =>
      new Promise((resolve) => {
        const transaction = db.transaction('ballast', 'readwrite');
        transaction.oncomplete = () => resolve(true);
        transaction.onabort = () => resolve(false);
        transaction.objectStore('ballast').put(bytes, key);
      });
    for (let size = 400_000, key = 0; size > 4_000; key++) {
      if (!(await put(key, crypto.getRandomValues(new Uint8Array(Math.min(size, 65_536)))))) size /= 2;
      if (key > 200) return;
    }
  });
}

test('a full disk: the animation plays and can be saved, and the page says that it is not kept', async () => {
  const { page, errors } = await visit(house, {
    before: async (page) => {
      await bringAxe(page.context());
      const devtools = await page.context().newCDPSession(page);
      await devtools.send('Storage.overrideQuotaForOrigin', {
        origin: new URL(house.url).origin,
        quotaSize: 2_000_000,
      });
    },
  });
  await fillStorage(page);
  await captureShortDance(page);
  await page
    .getByText(/Nothing is kept/)
    .first()
    .waitFor();
  await page.getByRole('button', { name: 'Pause' }).click();
  expect.soft(await viewIn(page, '27-not-kept')).toEqual([]);
  expect(errors).toEqual([]);
  await page.context().close();
});
