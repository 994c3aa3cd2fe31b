import { randomUUID } from 'node:crypto';
import { accessSync, constants, existsSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { KinoraError } from '@kinora/core/motion';
import type { Io } from '../io.ts';

export interface OutputFile {
  /** As it was typed. */
  readonly path: string;
  readonly content: Uint8Array | string;
}

/**
 * Sees that files can be written and are none of the inputs, before long work begins.
 *
 * @throws KinoraError `cli/same-file`, `cli/unwritable-file`.
 */
export function checkOutputs(outputs: readonly string[], inputs: readonly string[], io: Io): void {
  const taken = inputs.map((path) => identity(path, io));
  for (const path of outputs) {
    const place = resolve(io.cwd, path);
    const own = identity(path, io);
    if (taken.includes(own)) {
      throw new KinoraError('cli/same-file', `Cannot write "${path}": the command uses this file already`, {
        hint: 'Give the result a name of its own.',
      });
    }
    taken.push(own);
    attempt(path, () => accessSync(dirname(place), constants.W_OK));
    // A rename would replace a device such as /dev/null by a file.
    if (existsSync(place) && !statSync(place).isFile()) {
      throw new KinoraError('cli/unwritable-file', `Cannot write "${path}": it is no plain file`, {
        hint: 'Name a file, with its ending.',
      });
    }
  }
}

/**
 * Writes files, each of them wholly or not at all: beside its place first, then moved there. Nothing is moved before
 * all are written.
 *
 * @throws KinoraError `cli/unwritable-file`; nothing is left behind then.
 */
export function writeOutputs(files: readonly OutputFile[], io: Io): void {
  const moves = files.map(({ path, content }) => {
    const place = resolve(io.cwd, path);
    // Where the path is a link, what it leads to is replaced, not the link.
    const to = existsSync(place) ? realpathSync(place) : place;
    return { path, content, to, from: join(dirname(to), `.kinora-${randomUUID()}.tmp`) };
  });
  try {
    for (const { path, content, from } of moves) attempt(path, () => writeFileSync(from, content, { flag: 'wx' }));
    for (const { path, from, to } of moves) attempt(path, () => renameSync(from, to));
  } finally {
    for (const { from } of moves) rmSync(from, { force: true });
  }
}

/** The same for two names of one file. */
function identity(path: string, io: Io): string {
  const place = resolve(io.cwd, path);
  const stats = attempt(path, () => statSync(place, { throwIfNoEntry: false, bigint: true }));
  return stats === undefined ? place : `${stats.dev}:${stats.ino}`;
}

function attempt<T>(path: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    const isLost = code === 'ENOENT' || code === 'ENOTDIR';
    throw new KinoraError(
      'cli/unwritable-file',
      `Cannot write "${path}": ${isLost ? 'its folder does not exist' : `the system says ${code}`}`,
      { ...(isLost && { hint: 'Make the folder first.' }), cause: error },
    );
  }
}
