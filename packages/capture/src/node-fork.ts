import { fork } from 'node:child_process';
import type { ChildProcess, ForkOptions } from 'node:child_process';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

/**
 * The built file, from `src` as from `dist`: a child cannot run TypeScript, so tests of the sources fork the build, which
 * `npm test` keeps fresh. It is directly under both folders, as is this file: leave it in this place.
 */
const ENTRY = new URL('../dist/node-entry.js', import.meta.url);

/** What finding programs, libraries and a place for temporary files needs. The rest may hold secrets. */
const ENVIRONMENT = ['PATH', 'LD_LIBRARY_PATH', 'DYLD_LIBRARY_PATH', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot'];

/** Starts a child that waits for its job. */
export function forkCapture(memoryMb: number): ChildProcess {
  return fork(fileURLToPath(ENTRY), childOptions(memoryMb));
}

/** How the process of a capture is started. */
export function childOptions(memoryMb: number): ForkOptions {
  const env = Object.fromEntries(
    ENVIRONMENT.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  );
  return {
    // A frame leaves megabytes behind in a few large buffers. One arena of glibc's gives them back, where one for each
    // thread keeps 50 MB of holes (docs/results/capture-memory.md); other systems ignore it.
    env: { ...env, MALLOC_ARENA_MAX: '1' },
    // Not the parent's: a debugger's port or a loader hook is not meant for the child. A small space for the young makes
    // V8 collect often: by default 60 s of video take 40 MB more than 6 s.
    execArgv: [`--max-old-space-size=${Math.ceil(memoryMb)}`, '--max-semi-space-size=2'],
    // FFmpeg and LiteRT write for developers: kept as evidence of a death, and shown to nobody else.
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    serialization: 'advanced',
  };
}
