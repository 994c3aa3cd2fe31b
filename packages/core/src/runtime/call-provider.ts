import { isKinoraError, KinoraError } from '../errors.ts';
import type { Provider, ProviderFile, RunContext } from '../providers/provider.ts';
import type { ProcessRecord } from '../worker/contract.ts';
import type { ProgressGate } from './progress-gate.ts';

/** Where the stretches of a run lie in its whole: before the first a video is hashed, after the second files are parsed. */
export const HASHED = 0.02;
export const PROVIDED = 0.97;

/** What a run has in hand. */
export interface RunState {
  readonly stop: AbortSignal;
  readonly update: (change: Partial<ProcessRecord>) => Promise<void>;
  readonly gate: ProgressGate;
}

/** Calls a provider; what it throws that is not ours is `provider/failed`. */
export async function callProvider(
  provider: Provider,
  work: (context: RunContext) => Promise<readonly ProviderFile[]> | undefined,
  { stop, update, gate }: RunState,
): Promise<readonly ProviderFile[]> {
  try {
    const made = await work({
      signal: stop,
      // A provider's end is not ours: its files are still to be parsed and kept.
      onProgress: (progress) => progress.stage !== 'done' && gate.report(progress, HASHED, PROVIDED),
      saveCheckpoint: (checkpoint) => update({ checkpoint }),
    });
    return made ?? [];
  } catch (error) {
    if (stop.aborted || isKinoraError(error)) throw error;
    const message = error instanceof Error ? error.message : String(error);
    throw new KinoraError('provider/failed', `The provider "${provider.id}" failed: ${message}`, {
      details: { provider: provider.id },
      cause: error,
    });
  }
}
