import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

/** A program in a process of its own, which can be killed and begun again. */
export class Killable {
  readonly #words: () => readonly string[];
  readonly #env: NodeJS.ProcessEnv;
  #child: ChildProcess | undefined;
  #errors = '';

  constructor(words: () => readonly string[], env: NodeJS.ProcessEnv = {}) {
    this.#words = words;
    this.#env = env;
  }

  /** Begins it. */
  begin(onLine: (line: string) => void): ChildProcess {
    const child = spawn(process.execPath, this.#words(), {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...this.#env },
    });
    this.#child = child;
    const keepLast = (text: string): string => (this.#errors = `${this.#errors}${text}`.slice(-4000));
    child.stderr.setEncoding('utf8').on('data', keepLast);
    createInterface({ input: child.stdout }).on('line', onLine);
    return child;
  }

  /** Begins it. @returns its first line. */
  async start(): Promise<string> {
    return new Promise((resolve, reject) => {
      const child = this.begin(resolve);
      child.once('close', () => reject(new Error(`It did not start: ${this.#errors}`)));
    });
  }

  /** What it said of its failure. */
  get errors(): string {
    return this.#errors;
  }

  /** As `kill -9` does. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (child?.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }

  /** Kills the children of it, and not itself. @returns how many there were. */
  killChildren(): number {
    const pid = this.#child?.pid ?? 0;
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
    for (const child of children) process.kill(Number(child), 'SIGKILL');
    return children.length;
  }

  /** Resolves when it has ended by itself. @returns its exit code; null where it was killed. */
  async ended(): Promise<number | null> {
    const child = this.#child;
    if (!child) return null;
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    return child.exitCode;
  }
}
