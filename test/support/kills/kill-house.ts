import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Progress } from '@kinora/core';
import { readListAnswer } from '@kinora/core/protocol';
import type { ListedJob } from '@kinora/core/protocol';
import { build } from 'rolldown';
import { paddedFilm } from '../padded-film.ts';
import { shortDance } from '../short-film.ts';
import { Killable } from './killable.ts';

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

export type Victim = 'client' | 'gateway' | 'service' | 'capture';

/** What a run came to. */
export interface RunOutcome {
  /** Jobs that the service has of it. */
  readonly jobs: readonly ListedJob[];
  /** Files of the service that are the video, byte for byte. */
  readonly copies: number;
  /** SHA-256 of the result. */
  readonly result: string;
  readonly tookMs: number;
}

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Client, gateway and service, each in a process of its own, and the service's capture in one more. */
export class KillHouse {
  readonly folder: string = mkdtempSync(join(tmpdir(), 'kinora-kills-'));
  readonly #ports = { gateway: 0, service: 0 };
  readonly #service = new Killable(
    () => [here('../service-process.mjs'), join(this.folder, 'service'), String(this.#ports.service)],
    { TMPDIR: this.folder }, // What a kill leaves behind is removed with the data.
  );
  readonly #gateway = new Killable(() => [
    here('gateway-process.mjs'),
    join(this.folder, 'gateway'),
    String(this.#ports.gateway),
    `http://127.0.0.1:${this.#ports.service}`,
  ]);
  #film: Uint8Array = new Uint8Array();
  #runs = 0;
  #client: Killable | undefined;
  #onLine: (line: string) => void = () => {};

  /** @param frames - of the film that is captured: more of them give more time to kill somebody in. */
  async open(frames = 8): Promise<void> {
    const input = here('client-entry.ts');
    await build({
      input,
      platform: 'node',
      resolve: { conditionNames: ['@kinora/source', 'import', 'default'] },
      output: { file: join(this.folder, 'client.mjs'), format: 'esm' },
      logLevel: 'silent',
    });
    this.#film = await shortDance(frames);
    this.#ports.service = portOf(await this.#service.start());
    this.#ports.gateway = portOf(await this.#gateway.start());
  }

  /**
   * One video from its first byte to its result.
   *
   * @param onProgress - hears of the client, and may kill.
   */
  async run(onProgress: (progress: Progress) => void = () => {}): Promise<RunOutcome> {
    const folder = mkdtempSync(join(this.folder, 'client-'));
    const film = paddedFilm(this.#film, 6_000_000, ++this.#runs); // Each film is another content, of the same picture.
    film.set(new TextEncoder().encode(String(this.#runs).padStart(8, '0')), film.length - 8);
    writeFileSync(join(folder, 'film.mp4'), film);
    const before = new Set((await this.#list()).map(({ rid }) => rid));
    const beganAt = performance.now();
    this.#onLine = (line) => onProgress(JSON.parse(line) as Progress);
    const client = new Killable(() => [
      join(this.folder, 'client.mjs'),
      folder,
      `http://127.0.0.1:${this.#ports.gateway}/kinora`,
    ]);
    this.#client = client;
    let code: number | null = null;
    while (code !== 0) {
      client.begin(this.#onLine);
      code = await client.ended();
      if (code !== 0 && code !== null) throw new Error(client.errors); // Null: killed, and the next page goes on.
    }
    const tookMs = performance.now() - beganAt;
    const [result = ''] = JSON.parse(readFileSync(join(folder, 'result'), 'utf8')) as string[];
    const jobs = (await this.#list()).filter(({ rid }) => !before.has(rid));
    return { jobs, copies: this.#copiesOf(sha256(film)), result, tookMs };
  }

  /** Kills somebody, and begins them again. @returns whether there was somebody to kill. */
  async kill(victim: Victim): Promise<boolean> {
    if (victim === 'capture') return this.#service.killChildren() > 0;
    if (victim === 'client') {
      await this.#client?.kill(); // `run` begins it again.
      return true;
    }
    const server = victim === 'gateway' ? this.#gateway : this.#service;
    await server.kill();
    await server.start();
    return true;
  }

  async close(): Promise<void> {
    await this.#client?.kill();
    await this.#gateway.kill();
    await this.#service.kill();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  async #list(): Promise<readonly ListedJob[]> {
    const answer = await fetch(`http://127.0.0.1:${this.#ports.service}/list`);
    return readListAnswer(await answer.json()).list;
  }

  #copiesOf(hash: string): number {
    const files = join(this.folder, 'service', 'files');
    return readdirSync(files).filter((name) => sha256(readFileSync(join(files, name))) === hash).length;
  }
}

function portOf(url: string): number {
  return Number(new URL(url).port);
}
