import { connect } from '@kinora/core/rpc';
import type { ModelChoice } from '../../../packages/capture/src/pose-models.ts';
import type { Times } from '../measure.ts';
import type { BenchApi } from './worker.ts';

declare global {
  /** Called by scripts/bench-capture.mjs: nothing else is on this page, so the stage is idle. */
  var measure: ((url: string, choice: ModelChoice, rounds: number) => Promise<Times>) | undefined;
}

/** A worker of its own for each: models are loaded anew, and memory is given back. */
globalThis.measure = async (url, choice, rounds) => {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  const bench = await connect<BenchApi>(worker, { timeoutMs: 120_000 });
  try {
    return await bench.measure(url, choice, rounds);
  } finally {
    bench.close();
  }
};
