/** Measures captures in Node, in a process of its own as a user's capture has: tells its parent, and is ended by it. */
import process from 'node:process';
import type { Quality } from '../../packages/capture/src/models/manifest.ts';
import { nodeModels } from '../../packages/capture/src/node/node-models.ts';
import { loadOpenFile } from '../../packages/capture/src/node/register-decoder.ts';
import { measureCapture } from './measure.ts';

/** What is to be measured. */
export interface BenchJob {
  readonly path: string;
  readonly quality: Quality;
  readonly rounds: number;
}

process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'));
process.once('message', (job) => void measure(job as BenchJob));

async function measure({ path, quality, rounds }: BenchJob): Promise<void> {
  process.send?.(await measureCapture(path, await loadOpenFile(), { quality }, rounds, nodeModels));
}
