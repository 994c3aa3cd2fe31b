import type { CDPSession, Page } from 'playwright';

/** Where something is on the page, in its pixels. */
export interface Spot {
  readonly x: number;
  readonly y: number;
}

/**
 * Drags files out of a folder and lets go of them, as a hand does: the browser itself finds what lies below, asks it whether
 * it takes files, and opens them in the place of the page where nobody does.
 */
export async function dragFiles(page: Page, paths: readonly string[], { x, y }: Spot): Promise<void> {
  const browser: CDPSession = await page.context().newCDPSession(page);
  const data = { items: [], files: [...paths], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await browser.send('Input.dispatchDragEvent', { type, x, y, data });
  }
  await browser.detach();
}
