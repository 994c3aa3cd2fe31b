import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openHouse, saved, visit, type DemoHouse, type Visit } from '../support/demo.ts';
import { bringAxe, viewIn } from '../support/demo-views.ts';

const SECRET = 'hunter2-hunter2';

let house: DemoHouse;
let doctor: Visit;
let page: Page;

beforeAll(async () => {
  house = await openHouse();
  doctor = await visit(house, { before: (page) => bringAxe(page.context()) });
  ({ page } = doctor);
  await page.goto(`${house.url}?token=${SECRET}#${SECRET}`);
  await page.evaluate((secret) => localStorage.setItem('token', secret), SECRET);
  await page.getByRole('button', { name: 'Report a problem' }).click();
  await page.getByRole('dialog', { name: 'Report a problem' }).waitFor({ timeout: 30_000 });
});
afterAll(() => house.close());

test('the facts can be read, and axe has nothing against them', async () => {
  const facts = await page.getByRole('dialog').innerText();
  for (const fact of [/worker/, /indexeddb/, /SIMD yes/, /vp9 yes/, /hevc (yes|no)/, /SwiftShader|ANGLE/, /Chrome\//]) {
    expect(facts).toMatch(fact);
  }
  expect(facts).not.toContain(SECRET);
  expect.soft(await viewIn(page, '23-report')).toEqual([]);
});

test('they are saved as a file, without the secret of the address', async () => {
  const text = new TextDecoder().decode(await saved(page, /^Save as file$/));
  expect(text).toMatch(/^What I did:/);
  expect(text).toMatch(/^- WebAssembly: SIMD yes$/m);
  expect(text).not.toContain(SECRET);
});

test('they are copied', async () => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('button', { name: 'Copy', exact: true }).click();
  await page.getByRole('button', { name: 'Copied' }).waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/^- Version: /m);
  expect(doctor.errors).toEqual([]);
});
