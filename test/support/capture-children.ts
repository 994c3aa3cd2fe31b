import type * as childProcess from 'node:child_process';
import type { ChildProcess, ForkOptions } from 'node:child_process';
import { once } from 'node:events';

/** A child that a capture started, and with what. */
export interface CaptureChild {
  readonly process: ChildProcess;
  readonly options: ForkOptions;
}

/** Every child that the captures of this file have started, in order. */
export const captureChildren: CaptureChild[] = [];

/**
 * `node:child_process` whose `fork` is the real one, and also tells the test whom it started. For `vi.mock`, to which it
 * must be given by a dynamic import.
 */
export function watchForks(real: typeof childProcess): typeof childProcess {
  const fork = (file: string, options: ForkOptions): ChildProcess => {
    const process = real.fork(file, options);
    captureChildren.push({ process, options });
    return process;
  };
  return { ...real, fork: fork as typeof real.fork };
}

/** Resolves with the signal that ended a child, once the system has let go of it. */
export async function endOf({ process }: CaptureChild): Promise<NodeJS.Signals | null> {
  if (process.exitCode === null && process.signalCode === null) await once(process, 'exit');
  return process.signalCode;
}
