import type { Page } from 'playwright';
import { expect } from 'vitest';

/** The page says what is wrong, what helps, and the code; and it is ready for the next try. */
export async function expectRefusal(page: Page, code: string): Promise<void> {
  const notice = page.getByRole('alert').filter({ hasText: code });
  await notice.waitFor({ timeout: 90_000 }).catch(async (error: unknown) => {
    const shown = await page.locator('#notices').innerText();
    throw new Error(`Not refused with ${code}. The page says: ${shown || 'nothing'}`, { cause: error });
  });
  const [sentence, hint] = await notice.locator('p').allTextContents();
  expect(sentence?.length).toBeGreaterThan(20);
  expect(hint?.length).toBeGreaterThan(20);
  await expectReady(page);
}

/** Nothing runs, and a video may be given. */
export async function expectReady(page: Page): Promise<void> {
  await page.locator('#progress').waitFor({ state: 'hidden' });
  expect(
    await page
      .locator('#notices')
      .getByText(/One video at a time/)
      .count(),
  ).toBe(0);
}

/** The animation of a video of this name is on the shelf, and was captured by now. */
export async function expectCaptured(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: `Save ${name} as BVH` }).waitFor({ timeout: 120_000 });
  await expectReady(page);
}
