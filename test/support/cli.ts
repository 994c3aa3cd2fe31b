import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { main } from '../../packages/cli/src/main.ts';

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The executable that is committed; what it runs is built. */
export const KINORA_BIN: string = fileURLToPath(new URL('../../packages/cli/bin/kinora.js', import.meta.url));
const PEAK_MEMORY = new URL('peak-memory.mjs', import.meta.url).href;

/** An empty folder for one test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'kinora-cli-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Runs a command line in this process. */
export async function kinora(words: readonly string[], cwd: string = process.cwd()): Promise<Outcome> {
  const text = { stdout: '', stderr: '' };
  const code = await main(words, {
    cwd,
    env: {},
    stdout: { write: (part: string) => (text.stdout += part) },
    stderr: { write: (part: string) => (text.stderr += part) },
    interruption: () => new AbortController().signal,
  });
  return { code, ...text };
}

/** Runs the built program as a shell does. */
export async function kinoraShell(
  words: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv = {},
): Promise<Outcome> {
  return run(process.execPath, [KINORA_BIN, ...words], cwd, env);
}

/** The same, and how much memory it took at its peak, in bytes. */
export async function kinoraMeasured(words: readonly string[], cwd: string): Promise<Outcome & { peakBytes: number }> {
  const report = join(cwd, 'peak-memory.txt');
  // A process inherits the peak of the one that became it, so a small shell starts Node instead of this large process.
  const outcome = await run(
    '/bin/sh',
    ['-c', '"$0" "$@"; exit $?', process.execPath, '--import', PEAK_MEMORY, KINORA_BIN, ...words],
    cwd,
    {
      KINORA_PEAK_MEMORY: report,
    },
  );
  return { ...outcome, peakBytes: Number(readFileSync(report, 'utf8')) };
}

function run(file: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Promise<Outcome> {
  return new Promise((resolve) => {
    const options = { cwd, env: { ...process.env, ...env }, maxBuffer: 2 ** 26, timeout: 60_000 };
    execFile(file, args, options, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code ?? -1) : 0, stdout, stderr });
    });
  });
}
