import { afterAll, beforeAll, expect, test } from 'vitest';
import { onStage, openHouse, visit, type DemoHouse } from '../support/demo.ts';

let house: DemoHouse;

beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

/** What the engine fetches by itself when it first draws: how a body shines, and how the floor does. */
test.each(['pbr.fragment', 'default.vertex'])(
  'a stage of which %s does not arrive says so, and stands at the next try',
  async (shader) => {
    const { page } = await visit(house, { width: 800, height: 600 });
    const pattern = `**/${shader}-*`;
    await page.route(pattern, (route) => route.abort());
    await page.getByRole('button', { name: 'Leo', exact: true }).click();
    await page.getByRole('alert').getByText('A part of the stage did not arrive').waitFor({ timeout: 30_000 });
    expect(await onStage(page, 'Leo').count()).toBe(0);
    await page.unroute(pattern);
    await page.getByRole('button', { name: 'Leo', exact: true }).click();
    await onStage(page, 'Leo').waitFor({ timeout: 30_000 });
    await page.context().close();
  },
);
