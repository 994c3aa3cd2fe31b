import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('service-process.mjs', import.meta.url));

/** The built service in a process of its own. */
export interface ServiceProcess {
  readonly url: string;
  /** As `kill -9` does. */
  kill(): Promise<void>;
}

export async function startServiceProcess(dataDir: string, port = 0): Promise<ServiceProcess> {
  const child = spawn(process.execPath, [program, dataDir, String(port)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, TMPDIR: dataDir }, // What a kill leaves behind is removed with the data.
  });
  return { url: await firstLine(child), kill: () => killed(child) };
}

async function firstLine(child: ChildProcess): Promise<string> {
  for await (const line of createInterface({ input: child.stdout! })) return line;
  throw new Error('The service did not start: is it built?');
}

async function killed(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}
