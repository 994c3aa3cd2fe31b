import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectCaptured } from '../support/bad-page.ts';
import { dropBytes, openHouse, visit, type DemoHouse } from '../support/demo.ts';
import { bringAxe, viewIn } from '../support/demo-views.ts';
import { shortDance } from '../support/short-film.ts';

/** A worker whose heap is full does not die alone: the browser ends the whole page, and nothing of it runs any more. */
let house: DemoHouse;
let brief: Uint8Array;
let long: Uint8Array;

beforeAll(async () => {
  // A heap that is full in a moment: 4 GB, as usual, would be filled by this machine in a minute.
  [house, brief, long] = await Promise.all([
    openHouse(['--js-flags=--max-old-space-size=192']),
    shortDance(4),
    shortDance(60),
  ]);
});
afterAll(() => house.close());

/** Fills the memory of the worker that captures. */
async function fillMemory(page: Page): Promise<void> {
  const crashed = page.waitForEvent('crash');
  const worker = page.workers().at(-1)!;
  // Never answered: it is gone.
  worker
    .evaluate(() => {
      const heap: number[][] = [];
      for (;;) heap.push(Array.from({ length: 100_000 }, (_, i) => i + 0.5));
    })
    .catch(() => {});
  await crashed;
}

test('a page that dies of a capture comes back with all that it had, and says what was lost', async () => {
  const { page } = await visit(house, { width: 390, height: 780, before: (page) => bringAxe(page.context()) });
  const context = page.context();
  await dropBytes(page, brief, 'before.mp4', 'video/mp4');
  await expectCaptured(page, 'before');
  await dropBytes(page, long, 'fatal.mp4', 'video/mp4');
  await page.getByText(/Frame ([3-9]|\d\d+) of \d+/).waitFor({ timeout: 90_000 });
  await fillMemory(page);

  const again = await context.newPage(); // A page that crashed cannot be driven any more; its place can.
  await again.goto(house.url);
  const notice = again.getByRole('alert').filter({ hasText: 'runtime/interrupted' });
  await notice.waitFor({ timeout: 60_000 });
  expect(await notice.innerText()).toMatch(/fatal[^]*Start again with the same video/);
  expect.soft(await viewIn(again, 'bad-crash')).toEqual([]);
  expect(await again.locator('#library li').count()).toBe(1);
  await dropBytes(again, brief, 'after.mp4', 'video/mp4');
  await expectCaptured(again, 'after');
  expect(await again.locator('#library .item__name').allInnerTexts()).toEqual(['after', 'before']);

  await again.reload();
  await again.locator('#library li').first().waitFor({ timeout: 60_000 });
  expect(await again.getByRole('alert').count()).toBe(0); // It was said once.
  await context.close();
});
