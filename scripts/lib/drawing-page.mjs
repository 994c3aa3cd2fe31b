import { join } from 'node:path';
import { chromium } from 'playwright';
import { createServer, runnerImport } from 'vite';
import { root } from './toolchain.mjs';

/**
 * Opens a page of the project's own sources in headless Chromium, as often as it is asked for: a page of its own for each
 * drawing, because a stage keeps its scene.
 *
 * @param {string} folder - of its index.html, from the root.
 * @param {string} ready - the global that its script gives when it can be used.
 * @param {(openPage: () => Promise<import('playwright').Page>) => Promise<T>} use - the browser goes when it has ended.
 * @returns {Promise<T>} what `use` gave.
 * @template T
 */
export async function withDrawingPage(folder, ready, use) {
  const { module } = await runnerImport(join(root, 'test/support/chromium.ts'));
  const server = await createServer({
    configFile: false,
    root: join(root, folder),
    cacheDir: join(root, '.build', folder),
    logLevel: 'warn',
    // Giving `conditions` replaces Vite's defaults, so they are listed again behind ours.
    resolve: { conditions: ['@kinora/source', 'module', 'browser', 'development|production'] },
    server: { host: '127.0.0.1', port: 0, fs: { allow: [root] }, hmr: false },
  });
  const browser = await chromium.launch({ executablePath: module.chromiumPath, args: module.chromiumArgs });
  try {
    await server.listen();
    return await use(() => openPage(browser, server.resolvedUrls.local[0], ready));
  } finally {
    await browser.close();
    await server.close();
  }
}

async function openPage(browser, url, ready) {
  const page = await browser.newPage({ viewport: { width: 1000, height: 800 } });
  page.setDefaultTimeout(600_000);
  const failed = new Promise((_, reject) => page.once('pageerror', reject));
  await page.goto(url);
  // A page whose script fails is never ready, and would be waited for in vain.
  await Promise.race([page.waitForFunction((name) => globalThis[name] !== undefined, ready), failed]);
  failed.catch((error) => console.error(error.message));
  return page;
}
