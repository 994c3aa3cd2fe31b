import { createAnimate3dApi } from '@kinora/core/animate3d';
import type { Animate3dApi, StartedJob, Submission } from '@kinora/core/animate3d';
import { describe, expect, test } from 'vitest';
import { answer, ScriptedAccount } from '../../../../support/scripted-account.ts';
import type { Reply } from '../../../../support/scripted-account.ts';

/** What becomes of one `POST /process`. `late`: begun, its answer lost, and in the list after ten seconds. */
type Fate = 'answered' | 'lost' | 'late' | 'refused' | 'away';

const FILE = 'dance.0a1b2c3d.mp4';
const URL = 'https://storage.test/x';

interface Job {
  readonly rid: string;
  readonly fileName: string;
  readonly status: string;
  readonly ctime: number;
}

/** The service itself, which knows of no keys: each request that gets there is a job. */
class DirectService {
  readonly account = new ScriptedAccount();
  readonly jobs: Job[] = [];
  posts = 0;
  lists = 0;
  /** A job is listed without its name so often. */
  namelessFor = 0;
  unit: 'ms' | 's' = 'ms';
  #hiddenUntilMs = 0;
  readonly #fates: Fate[];

  constructor(...fates: readonly Fate[]) {
    this.#fates = [...fates];
    this.account
      .on('/process', () => this.#process())
      .on('/list', () => ({ count: this.jobs.length, list: this.#list() }));
  }

  get nowMs(): number {
    return this.account.clock.now();
  }

  open(): Animate3dApi {
    return this.account.open();
  }

  async submit(): Promise<StartedJob> {
    const { jobs } = this.open();
    return jobs.startOnce(await jobs.prepare(URL, { formats: ['glb'] }, { fileName: FILE }));
  }

  add(fileName: string, ctime = this.nowMs): Job {
    const job = { rid: `rid-${this.jobs.length + 1}`, fileName, status: 'PROGRESS', ctime };
    this.jobs.push(job);
    return job;
  }

  #process(): Reply {
    this.posts++;
    const fate = this.#fates.shift() ?? 'answered';
    if (fate === 'refused') return answer({}, 400);
    if (fate === 'away') return answer({}, 503);
    const { rid } = this.add(FILE);
    if (fate === 'late') this.#hiddenUntilMs = this.nowMs + 10_000;
    return fate === 'answered' ? { rid } : 'lost';
  }

  #list(): unknown[] {
    const isNamed = ++this.lists > this.namelessFor + 1;
    const shown = this.nowMs < this.#hiddenUntilMs ? this.jobs.slice(0, -1) : this.jobs;
    return shown.map((job, index) => ({
      ...job,
      fileName: isNamed || index < shown.length - 1 ? job.fileName : '',
      ctime: this.unit === 's' ? Math.floor(job.ctime / 1000) : job.ctime,
    }));
  }
}

/** As a program keeps it that ends and is started again. */
const kept = (submission: Submission): Submission => JSON.parse(JSON.stringify(submission)) as Submission;

describe('a service without idempotency keys', () => {
  test('duplicate submit on retry: after a lost answer the job is found by fileName and ctime, and not asked for again', async () => {
    const service = new DirectService('lost');
    expect(await service.submit()).toEqual({ rid: 'rid-1' });
    expect(service.posts).toBe(1);
    expect(service.jobs).toHaveLength(1);
    expect(service.account.asked.at(-1)).toMatchObject({ path: '/list' });
  });

  test('a job that takes some seconds to show in the list is waited for', async () => {
    const service = new DirectService('late');
    expect(await service.submit()).toEqual({ rid: 'rid-1' });
    expect(service.posts).toBe(1);
  });

  test('an answer that never left is asked for again, after the list was looked at', async () => {
    const service = new DirectService('away', 'away', 'answered');
    const begun = service.nowMs;
    expect(await service.submit()).toEqual({ rid: 'rid-1' });
    expect(service.posts).toBe(3);
    expect(service.nowMs - begun).toBeGreaterThanOrEqual(2 * 15_000);
    expect(service.account.asked.map(({ path }) => path).join()).toMatch(/^(\/list,)+\/process,(\/list,)+\/process,/);
  });

  test('a page that went away while submitting looks at the list first', async () => {
    const service = new DirectService();
    const submission = kept(await service.open().jobs.prepare(URL, {}, { fileName: FILE }));
    service.add(FILE, service.nowMs + 1000); // Asked for by the page that went away.
    expect(await service.open().jobs.startOnce(submission)).toEqual({ rid: 'rid-1' });
    expect(service.posts).toBe(0);
  });

  test('a submission that is started twice is one job', async () => {
    const service = new DirectService();
    const { jobs } = service.open();
    const submission = await jobs.prepare(URL, {}, { fileName: FILE });
    expect([await jobs.startOnce(submission), await jobs.startOnce(submission)]).toEqual(
      Array(2).fill({ rid: 'rid-1' }),
    );
    expect(service.posts).toBe(1);
  });

  test('earlier jobs of the same file, and old ones, are not taken for it', async () => {
    const service = new DirectService('lost');
    service.add(FILE);
    service.add(FILE, service.nowMs - 86_400_000);
    expect(await service.submit()).toEqual({ rid: 'rid-3' });
  });

  test('fileName "": a new job that has no name yet is looked at again until it has', async () => {
    const service = new DirectService('lost');
    service.namelessFor = 3;
    expect(await service.submit()).toEqual({ rid: 'rid-1' });
    expect(service.posts).toBe(1);
    expect(service.lists).toBeGreaterThan(3);
  });

  test('fileName "" for ever: the job that came since is the one that was asked for', async () => {
    const service = new DirectService('lost');
    service.namelessFor = 1000;
    expect(await service.submit()).toEqual({ rid: 'rid-1' });
    expect(service.posts).toBe(1);
  });

  test('several jobs that have no name: none is taken by a guess, and none is made', async () => {
    const service = new DirectService('lost');
    const { jobs } = service.open();
    service.add(''); // Of another program, and there before: it is not in question.
    const submission = await jobs.prepare(URL, {}, { fileName: FILE });
    service.add('');
    service.namelessFor = 1000;
    await expect(jobs.startOnce(submission)).rejects.toMatchObject({ code: 'animate3d/unknown-job' });
    expect(service.posts).toBe(1);
  });

  test('timestamps in seconds instead of milliseconds are understood', async () => {
    const service = new DirectService('lost');
    service.unit = 's';
    expect(await service.submit()).toEqual({ rid: 'rid-1' });
    expect(service.posts).toBe(1);
  });

  test('a purged job is not found, and asked for anew', async () => {
    const service = new DirectService();
    const submission = kept(await service.open().jobs.prepare(URL, {}, { fileName: FILE }));
    expect(await service.open().jobs.startOnce(submission)).toEqual({ rid: 'rid-1' });
    expect(service.posts).toBe(1);
  });

  test('a request that is refused is not repeated', async () => {
    const service = new DirectService('refused');
    await expect(service.submit()).rejects.toMatchObject({ code: 'http/rejected' });
    expect(service.posts).toBe(1);
  });

  test('a service that stays away is given up, and the same submission goes on later', async () => {
    const service = new DirectService('lost', 'away', 'away', 'away');
    const { jobs } = service.open();
    const submission = await jobs.prepare(URL, {}, { fileName: FILE });
    service.account.on('/list', answer({}, 503), answer({}, 503), answer({}, 503), answer({}, 503), answer({}, 503));
    await expect(jobs.startOnce(submission)).rejects.toMatchObject({ code: 'http/unavailable' });
    service.account.on('/list', () => ({ count: 1, list: service.jobs }));
    expect(await jobs.startOnce(submission)).toEqual({ rid: 'rid-1' });
    expect(service.posts).toBe(1);
  });
});

describe('a gateway', () => {
  test('is asked again under the key of the submission, and its list is left alone', async () => {
    const keys: (string | null)[] = [];
    const fetch = (url: string, { headers }: RequestInit): Promise<Response> => {
      if (url.endsWith('/token')) return Promise.resolve(Response.json({ token: 't', expiresInSeconds: 300 }));
      expect(url).toMatch(/\/v1\/process$/);
      keys.push(new Headers(headers).get('Idempotency-Key'));
      return keys.length === 1
        ? Promise.reject(new TypeError('fetch failed'))
        : Promise.resolve(Response.json({ rid: 'a' }));
    };
    const { clock } = new ScriptedAccount();
    const { jobs } = createAnimate3dApi({ gateway: 'https://game.test/kinora' }, { fetch, clock, random: () => 0 });
    const submission = await jobs.prepare(URL, { sim: true }, { fileName: FILE });
    expect(submission).toEqual({
      url: URL,
      params: ['config=configDefault', 'sim=1'],
      idempotencyKey: expect.any(String) as unknown,
    });
    expect(await jobs.startOnce(kept(submission))).toEqual({ rid: 'a' });
    expect(keys).toEqual(Array(2).fill(submission.idempotencyKey));
  });
});
