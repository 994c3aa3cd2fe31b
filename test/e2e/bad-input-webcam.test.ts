import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectRefusal } from '../support/bad-page.ts';
import { openHouse, shoot, visit, type DemoHouse, type Visit } from '../support/demo.ts';

/** A camera that is refused, and one that goes away: first before anything was filmed, then in the middle of it. */
let house: DemoHouse;
let here: Visit;

beforeAll(async () => {
  // Chromium's own camera, which shows a turning disk; it has to be allowed as a real one has.
  house = await openHouse(['--use-fake-device-for-media-stream']);
  here = await visit(house, { width: 390, height: 780 });
});
afterAll(() => house.close());

/** Takes the right to the camera away, at which the browser ends its track as if the camera had been pulled out. */
async function pullOut(): Promise<void> {
  await here.page.context().clearPermissions();
}

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
  await shoot(page, 'bad-camera-refused');
  await page.context().grantPermissions(['camera']);
  await dialog.getByRole('button', { name: 'Try again' }).click();
  await dialog.getByRole('button', { name: 'Start filming' }).and(page.locator(':enabled')).waitFor();
});

test('gone before anything was filmed: the page says so', async () => {
  const dialog = here.page.getByRole('dialog');
  await pullOut();
  await dialog.getByText('The camera went away.').first().waitFor();
  await dialog
    .getByText(/Plug it in again/)
    .first()
    .waitFor();
  await here.page.context().grantPermissions(['camera']);
  await dialog.getByRole('button', { name: 'Try again' }).click();
});

test('gone in the middle: what was filmed until then is used, and the page is ready for the next', async () => {
  const { page, errors } = here;
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Start filming' }).and(page.locator(':enabled')).click();
  await dialog.getByText('0:01 / 0:59').waitFor({ timeout: 90_000 });
  await pullOut();
  await dialog.waitFor({ state: 'detached' });
  await page.locator('#notices').getByText('What was filmed until then is used').waitFor();
  await expectRefusal(page, 'capture/no-person'); // Of a turning disk.
  await shoot(page, 'bad-camera-gone');
  expect(errors).toEqual([]);
});
