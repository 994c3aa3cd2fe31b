import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import { KINORA_BIN } from './cli.ts';
import { freePort } from './free-port.ts';

export interface ServeOptions {
  /** More words of its command line. */
  readonly words?: readonly string[];
  /** More variables. */
  readonly env?: Readonly<Record<string, string>>;
}

/** `kinora serve`, as an operator starts it, on a port and a data directory that stay the same. */
export class ServeProcess {
  /** All that it wrote, over all of its lives. */
  said = '';
  readonly #options: ServeOptions;
  readonly data: string = mkdtempSync(join(tmpdir(), 'kinora-serve-'));
  #port = 0;
  #child: ChildProcess | undefined;

  constructor(options: ServeOptions = {}) {
    this.#options = options;
  }

  get url(): string {
    return `http://localhost:${this.#port}`;
  }

  /** Resolves when it answers. */
  async start(): Promise<void> {
    this.#port ||= await freePort();
    const { words = [], env } = this.#options;
    const line = [KINORA_BIN, 'serve', '--port', String(this.#port), '--data', this.data, ...words];
    const child = spawn(process.execPath, line, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (this.said += String(text)));
    this.#child = child;
    await vi.waitFor(() => fetch(`${this.url}/`), { timeout: 20_000, interval: 50 });
  }

  /** Without a word, as a power cut does. */
  async kill(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (child?.exitCode !== null) return; // None, or one that is gone already.
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
  }

  async end(): Promise<void> {
    await this.kill();
    rmSync(this.data, { recursive: true, force: true });
  }
}
