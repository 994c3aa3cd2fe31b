import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'vite';
import { sharedAsset } from './shared-assets.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Bytes by which the heap grows in a frame. */
export interface HeapPerFrame {
  readonly retargetPose: number;
  readonly player: number;
  /** A player with a clip that fades in over another. */
  readonly fading: number;
}

export interface HeapPerFrames {
  readonly travels: HeapPerFrame;
  readonly detachedFeet: HeapPerFrame;
  readonly fingersAndFace: HeapPerFrame;
  /** A frame that copies an array: what must be found. */
  readonly planted: number;
}

/**
 * Measures in a Node of its own, on code that is bundled as for a page: here, code is instrumented and shares its heap. No
 * minor collection may come between, so the nursery is larger than all that could come together.
 */
export async function heapPerFrames(): Promise<HeapPerFrames> {
  await mkdir(`${root}test-results`, { recursive: true });
  const folder = await mkdtemp(`${root}test-results/heap-`);
  try {
    await build({
      configFile: false,
      root,
      logLevel: 'error',
      // Giving `conditions` replaces Vite's defaults, so they are listed again behind ours.
      resolve: { conditions: ['@kinora/source', 'module', 'node', 'development|production'] },
      ssr: {
        noExternal: true,
        resolve: { conditions: ['@kinora/source', 'module', 'node', 'development|production'] },
      },
      build: { ssr: `${root}test/support/heap-of-frames.ts`, outDir: folder, emptyOutDir: false },
    });
    const flags = ['--expose-gc', '--max-semi-space-size=128', '--min-semi-space-size=128'];
    const { stdout } = await promisify(execFile)(process.execPath, [
      ...flags,
      `${folder}/heap-of-frames.js`,
      sharedAsset(''),
    ]);
    return JSON.parse(stdout) as HeapPerFrames;
  } finally {
    await rm(folder, { recursive: true });
  }
}
