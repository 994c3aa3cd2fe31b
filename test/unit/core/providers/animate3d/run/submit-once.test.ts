import { KinoraError } from '@kinora/core';
import { describe, expect, test } from 'vitest';
import { submitOnce, takeTraces } from '../../../../../../packages/core/src/providers/animate3d/run/submit-once.ts';
import type { SubmitOptions } from '../../../../../../packages/core/src/providers/animate3d/run/submit-once.ts';
import type { ApiCall } from '../../../../../../packages/core/src/providers/animate3d/api/transport/transport.ts';
import { VirtualClock } from '../../../../../support/virtual-clock.ts';

/** What becomes of one `POST /process`. */
type Fate = 'answered' | 'lost' | 'refused' | 'away';

interface Job {
  readonly rid: string;
  fileName: string;
  readonly status: string;
  ctime: number;
}

/** The service itself, which knows of no keys: each request that gets there is a job. */
class DirectService {
  readonly jobs: Job[] = [];
  posts = 0;
  lists = 0;
  /** A job is listed without its name so often. */
  namelessFor = 0;
  unit: 'ms' | 's' = 'ms';
  readonly clock = new VirtualClock(Date.UTC(2025, 0, 1));
  readonly #fates: Fate[];

  constructor(...fates: readonly Fate[]) {
    this.#fates = [...fates];
  }

  get options(): SubmitOptions {
    const transport = { kind: 'direct', call: <T>(call: ApiCall<T>) => this.#answer(call) } as const;
    return { transport, clock: this.clock, random: () => 0.5, signal: new AbortController().signal };
  }

  async submit(isAgain = false): Promise<string> {
    const traces = await takeTraces('dance.0a1b2c3d.mp4', this.options);
    return submitOnce(
      { url: 'https://storage/x', params: ['a=b'], idempotencyKey: 'k', traces, isAgain },
      this.options,
    );
  }

  add(fileName: string, ctime = this.clock.now()): Job {
    const job = { rid: `rid-${this.jobs.length + 1}`, fileName, status: 'PROGRESS', ctime };
    this.jobs.push(job);
    return job;
  }

  #answer<T>({ path, parse }: ApiCall<T>): Promise<T> {
    if (path === '/list') return Promise.resolve(parse({ count: this.jobs.length, list: this.#list() }));
    this.posts++;
    const fate = this.#fates.shift() ?? 'answered';
    if (fate === 'refused') return Promise.reject(new KinoraError('http/rejected', 'no', { details: { status: 400 } }));
    if (fate === 'away')
      return Promise.reject(new KinoraError('http/unavailable', 'away', { details: { status: 503 } }));
    const { rid } = this.add('dance.0a1b2c3d.mp4');
    return fate === 'lost' ? Promise.reject(new KinoraError('http/network', 'lost')) : Promise.resolve(parse({ rid }));
  }

  #list(): unknown[] {
    const isNamed = ++this.lists > this.namelessFor + 1;
    return this.jobs.map((job, index) => ({
      ...job,
      fileName: isNamed || index < this.jobs.length - 1 ? job.fileName : '',
      ctime: this.unit === 's' ? Math.floor(job.ctime / 1000) : job.ctime,
    }));
  }
}

describe('a service without idempotency keys', () => {
  test('duplicate submit on retry: after a lost answer the job is found by fileName and ctime, and not asked for again', async () => {
    const service = new DirectService('lost');
    expect(await service.submit()).toBe('rid-1');
    expect(service).toMatchObject({ posts: 1 });
    expect(service.jobs).toHaveLength(1);
  });

  test('an answer that never left is asked for again, after the list was looked at', async () => {
    const service = new DirectService('away', 'away', 'answered');
    expect(await service.submit()).toBe('rid-1');
    expect(service).toMatchObject({ posts: 3, lists: 3 });
  });

  test('a page that went away while submitting looks at the list first', async () => {
    const service = new DirectService();
    const traces = await takeTraces('dance.0a1b2c3d.mp4', service.options);
    service.add('dance.0a1b2c3d.mp4', service.clock.now() + 1000); // Asked for by the page that went away.
    const again = { url: 'https://storage/x', params: [], idempotencyKey: 'k', traces, isAgain: true };
    expect(await submitOnce(again, service.options)).toBe('rid-1');
    expect(service.posts).toBe(0);
  });

  test('earlier jobs of the same file, and old ones, are not taken for it', async () => {
    const service = new DirectService('lost');
    service.add('dance.0a1b2c3d.mp4');
    service.add('dance.0a1b2c3d.mp4', service.clock.now() - 86_400_000);
    expect(await service.submit()).toBe('rid-3');
  });

  test('fileName "": a new job that has no name yet is looked at again until it has', async () => {
    const service = new DirectService('lost');
    service.namelessFor = 3;
    expect(await service.submit()).toBe('rid-1');
    expect(service.posts).toBe(1);
    expect(service.lists).toBeGreaterThan(3);
  });

  test('fileName "" for ever: the job that came since is the one that was asked for', async () => {
    const service = new DirectService('lost');
    service.namelessFor = 1000;
    expect(await service.submit()).toBe('rid-1');
    expect(service.posts).toBe(1);
  });

  test('timestamps in seconds instead of milliseconds are understood', async () => {
    const service = new DirectService('lost');
    service.unit = 's';
    expect(await service.submit()).toBe('rid-1');
    expect(service.posts).toBe(1);
  });

  test('a purged job is not found, and asked for anew', async () => {
    const service = new DirectService();
    const traces = await takeTraces('dance.0a1b2c3d.mp4', service.options);
    const again = { url: 'https://storage/x', params: [], idempotencyKey: 'k', traces, isAgain: true };
    expect(await submitOnce(again, service.options)).toBe('rid-1');
    expect(service.posts).toBe(1);
  });

  test('a request that is refused is not repeated', async () => {
    const service = new DirectService('refused');
    await expect(service.submit()).rejects.toMatchObject({ code: 'http/rejected' });
    expect(service.posts).toBe(1);
  });
});
