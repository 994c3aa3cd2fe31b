import { createHash } from 'node:crypto';
import { realpath, rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import type { Server } from 'node:net';
import { platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import { KinoraError } from '@kinora/core/protocol';

/** Ends with the process, however it ends. */
export interface DirectoryLock {
  release(): Promise<void>;
}

/**
 * Makes sure that one process alone works in a directory: two would write over each other's journal. The lock is a local
 * socket that is listened to, since the system closes it also for a process that is killed.
 *
 * @throws `service/data-in-use`
 */
export async function lockDirectory(directory: string): Promise<DirectoryLock> {
  const name = createHash('sha256')
    .update(await realpath(directory))
    .digest('hex')
    .slice(0, 24);
  const path = platform() === 'win32' ? `\\\\.\\pipe\\kinora-${name}` : join(tmpdir(), `kinora-${name}.lock`);
  const server = (await listen(path)) ?? (await listenAfterTheDead(path));
  if (!server) {
    throw new KinoraError('service/data-in-use', `Another service works in "${directory}"`, {
      hint: 'End it first, or take another directory.',
    });
  }
  server.unref();
  return { release: () => new Promise((resolve) => server.close(() => resolve())) };
}

/** A killed process leaves the socket's file behind, at which nobody answers. */
async function listenAfterTheDead(path: string): Promise<Server | undefined> {
  if (await isAnswered(path)) return undefined;
  await rm(path, { force: true });
  return listen(path);
}

/** Undefined where somebody listens already, or did and died. */
function listen(path: string): Promise<Server | undefined> {
  const server = createServer((socket) => socket.destroy());
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(undefined);
      else reject(error);
    });
    server.listen(path, () => resolve(server));
  });
}

function isAnswered(path: string): Promise<boolean> {
  const socket = connect(path);
  return new Promise((resolve) => {
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
  }).finally(() => socket.destroy()) as Promise<boolean>;
}
