import { loadOpenFile } from '../../packages/capture/src/node/register-decoder.ts';
import { nodeModels } from '../../packages/capture/src/node/node-models.ts';
import type { Quality } from '../../packages/capture/src/models/manifest.ts';
import { measureCapture } from './measure.ts';
import type { Times } from './measure.ts';

/** Measures a capture in this process. */
export async function inNode(path: string, quality: Quality, rounds: number): Promise<Times> {
  return measureCapture(path, await loadOpenFile(), { quality }, rounds, nodeModels);
}
