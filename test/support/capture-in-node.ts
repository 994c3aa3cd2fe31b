import { fileURLToPath } from 'node:url';

const root = new URL('../../', import.meta.url);

/**
 * Captures a video in Node, for a test in the browser: a command of Vitest's, which runs it in its own process.
 *
 * @param path - from the project's root.
 * @returns the GLB, base64.
 */
export async function captureInNode(_context: unknown, path: string): Promise<string> {
  // Not above: Vitest reads its configuration, which names this file, where nothing has been built yet.
  const { captureInChild } = await import('@kinora/capture/node');
  const [glb] = await captureInChild(fileURLToPath(new URL(path, root)));
  return Buffer.from(glb!.bytes).toString('base64');
}

declare module 'vitest/internal/browser' {
  interface BrowserCommands {
    captureInNode: (path: string) => Promise<string>;
  }
}
