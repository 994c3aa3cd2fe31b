import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'vite';
import { childOptions } from '../../packages/capture/src/node-fork.ts';
import type { BenchJob } from './node-child.ts';
import type { Times } from './measure.ts';

/** What `captureInChild()` allows a child by default. */
const MEMORY_MB = 512;

/**
 * Bundles what measures as the process of a capture is bundled, with the models beside it.
 *
 * @param root - of the project.
 * @param folder - within it, and empty.
 * @returns the script.
 */
export async function buildForNode(root: string, folder: string): Promise<string> {
  const conditions = ['@kinora/source', 'module', 'node', 'production'];
  await build({
    configFile: false,
    root,
    logLevel: 'error',
    resolve: { conditions },
    ssr: { noExternal: [/^@kinora\//], resolve: { conditions } },
    build: { ssr: join(root, 'bench/capture/node-child.ts'), outDir: folder, emptyOutDir: true },
  });
  const assets = join(root, 'packages/capture/src/assets');
  await mkdir(join(folder, 'assets'), { recursive: true });
  for (const name of await readdir(assets)) {
    if (/\.(wasm|tflite)$/.test(name)) await symlink(join(assets, name), join(folder, 'assets', name));
  }
  return join(folder, 'node-child.js');
}

/** Measures a capture in a process that is started as that of a user's. */
export async function inNode(script: string, job: BenchJob): Promise<Times> {
  const child = fork(script, { ...childOptions(MEMORY_MB), stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`The process that measures ended with ${String(code)}`);
  });
  try {
    child.send(job);
    const [times] = (await Promise.race([once(child, 'message'), ended])) as [Times];
    return times;
  } finally {
    ended.catch(() => {}); // It is about to end.
    child.kill('SIGKILL');
  }
}
