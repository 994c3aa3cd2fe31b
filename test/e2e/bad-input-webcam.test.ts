import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectCaptured } from '../support/bad-page.ts';
import { openHouse, visit, type DemoHouse, type Visit } from '../support/demo.ts';
import { bringAxe, viewIn } from '../support/demo-views.ts';
import { fakeCamera, type FakeCamera } from '../support/fake-camera.ts';
import { pullCamera } from '../support/pull-camera.ts';

/** A camera that is refused, and one that goes away: first before anything was filmed, then in the middle of it. */
let camera: FakeCamera;
let house: DemoHouse;
let here: Visit;

beforeAll(async () => {
  camera = await fakeCamera(2);
  // It has to be allowed, as a real one has.
  house = await openHouse(camera.args.filter((arg) => arg !== '--use-fake-ui-for-media-stream'));
  const before = async (page: Page): Promise<void> => {
    await bringAxe(page.context());
    await page.addInitScript(() => (localStorage['kinora.quality'] = 'lite'));
  };
  here = await visit(house, { width: 390, height: 780, before });
});
afterAll(async () => {
  await house.close();
  camera.dispose();
});

test('refused: the page says where it is allowed, and asks again', async () => {
  const { page } = here;
  await page.context().grantPermissions([]); // All others are refused.
  await page.getByRole('button', { name: 'Film yourself' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('The camera was refused.').first().waitFor();
  await dialog
    .getByText(/Allow it for this page/)
    .first()
    .waitFor();
  expect.soft(await viewIn(page, 'bad-camera-refused')).toEqual([]);
  await page.context().grantPermissions(['camera']);
  // Whoever has no mouse is where it is tried again, and then where the filming starts.
  await dialog.getByRole('button', { name: 'Try again' }).and(page.locator(':focus')).press('Enter');
  await dialog.getByRole('button', { name: 'Start filming' }).and(page.locator(':focus')).waitFor();
});

test('pulled out before anything was filmed: the page says so, and goes on when it is plugged in', async () => {
  const dialog = here.page.getByRole('dialog');
  await pullCamera(house.browser);
  await dialog.getByText('The camera went away.').first().waitFor();
  await dialog
    .getByText(/Plug it in again/)
    .first()
    .waitFor();
  await dialog.getByRole('button', { name: 'Try again' }).click();
  await dialog.getByRole('button', { name: 'Start filming' }).and(here.page.locator(':enabled')).waitFor();
});

test('taken back while it is on: the page says so as well', async () => {
  const { page } = here;
  const dialog = page.getByRole('dialog');
  await page.context().clearPermissions();
  await dialog.getByText('The camera went away.').first().waitFor();
  await page.context().grantPermissions(['camera']);
  await dialog.getByRole('button', { name: 'Try again' }).click();
});

test('pulled out in the middle: what was filmed until then is captured', async () => {
  const { page, errors } = here;
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Start filming' }).and(page.locator(':enabled')).click();
  await dialog.getByText('0:01 / 0:59').waitFor({ timeout: 90_000 });
  await pullCamera(house.browser);
  await dialog.waitFor({ state: 'detached' });
  await page.locator('#notices').getByText('What was filmed until then is used').waitFor();
  await expectCaptured(page, 'My take');
  const [seconds] = /[\d.]+/.exec(await page.locator('#library .item__facts').innerText())!;
  expect(Number(seconds)).toBeGreaterThan(0.8);
  expect.soft(await viewIn(page, 'bad-camera-gone')).toEqual([]);
  expect(errors).toEqual([]);
});
