import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** Vite serves it, and nobody commits it. */
const FOLDER = 'node_modules/.cache/kinora-models/';
const place = new URL(`../../${FOLDER}`, import.meta.url);

/**
 * Fills a folder with the models that are not shipped, as `kinora assets` does, for a test in the browser: a command of
 * Vitest's, which runs it in its own process.
 *
 * @returns where the page finds it.
 */
export async function fillAssets(): Promise<string> {
  // Not above: Vitest reads its configuration, which names this file, where nothing has been built yet.
  const { readExtraAssets } = await import('@kinora/capture/node');
  await mkdir(place, { recursive: true });
  for (const { name, bytes } of await readExtraAssets(['hands', 'face'])) {
    await writeFile(fileURLToPath(new URL(name, place)), bytes);
  }
  return `/${FOLDER}`;
}

declare module 'vitest/internal/browser' {
  interface BrowserCommands {
    fillAssets: () => Promise<string>;
  }
}
