import type { ChildProcess } from 'node:child_process';
import type { Progress, ProviderFile } from '@kinora/core';
import { isKinoraError, KinoraError } from '@kinora/core/motion';
import { fromWireError } from '@kinora/core/rpc';
import type { Job, Report } from './messages.ts';

/** How many characters of what a child wrote are kept: enough for a crash report, which ends with pages of addresses. */
const LAST_WORDS = 16_000;

/**
 * Gives a child its job, and waits for the end of either.
 *
 * @throws what the child threw; `capture/failed` where that was no error of ours, and where the child dies.
 */
export function outcomeOf(
  child: ChildProcess,
  job: Job,
  onProgress: (progress: Progress) => void,
): Promise<readonly ProviderFile[]> {
  return new Promise((resolve, reject) => {
    let words = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (words = (words + text).slice(-LAST_WORDS)));
    // Our own entry writes nothing but reports.
    child.on('message', (message) => {
      try {
        read(message as Report);
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error))); // The caller's own onProgress threw.
      }
    });
    const read = (report: Report): void => {
      if (report.kind === 'progress') onProgress(report.progress);
      else if (report.kind === 'done') resolve(report.files.map(owned));
      else reject(refusal(fromWireError(report.error)));
    };
    child.on('error', (error) => reject(failed(`its process did not start: ${error.message}`, {}, error)));
    // Not `exit`: the last words may still be on their way.
    child.once('close', (code, signal) => reject(died(code, signal, words)));
    // A child that is dead already has said so by its `close`.
    child.send(job, () => {});
  });
}

/** With a buffer of its own: what comes out of the channel lies in one that is larger. */
function owned({ name, format, bytes }: ProviderFile): ProviderFile {
  return { name, format, bytes: new Uint8Array(bytes) };
}

/** What the child said on purpose; anything else is a fault of its own. */
function refusal(error: unknown): KinoraError {
  if (isKinoraError(error)) return error;
  return failed(error instanceof Error ? error.message : String(error), {}, error);
}

function died(code: number | null, signal: NodeJS.Signals | null, words: string): KinoraError {
  const how = signal === null ? `its process ended with code ${String(code)}` : `its process was ended by ${signal}`;
  const [complaint] = /^(FATAL ERROR|\w*Error)\b.*/m.exec(words) ?? [];
  return failed(words.includes('heap out of memory') ? 'its process ran out of memory' : how, {
    ...(code !== null && { exitCode: code }),
    ...(signal !== null && { signal }),
    ...(complaint !== undefined && { complaint }),
  });
}

function failed(why: string, details: Record<string, string | number>, cause?: unknown): KinoraError {
  return new KinoraError('capture/failed', `The capture ended before it was done: ${why}`, {
    hint: 'The machine may be out of memory: try again, allow more of it, or take a shorter or smaller video.',
    details,
    cause,
  });
}
