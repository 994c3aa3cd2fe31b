import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KinoraError } from '@kinora/core/protocol';
import { openJournalQueue } from '@kinora/service';
import type { Job, JobQueue, JobQueueOptions, JobRequest, RunJobContext } from '@kinora/service';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

const result = { files: [{ key: 'a.glb', format: 'glb' }], durationSeconds: 2 };
const failure = { code: 513, message: 'nobody' };

/** A run that waits for the test. */
interface Run {
  readonly job: Job;
  readonly context: RunJobContext;
  finish(): void;
  fail(): void;
}

type Open = (options: Pick<JobQueueOptions, 'run' | 'failureOf'> & Partial<JobQueueOptions>) => Promise<JobQueue>;

/** What every `JobQueue` promises. `open` opens the same jobs again, as after a crash. */
function describeJobQueue(name: string, place: { readonly open: Open; clear(): Promise<void> }): void {
  describe(`a job queue in ${name}`, () => {
    let runs: Run[];
    let queue: JobQueue;

    const run: JobQueueOptions['run'] = (job, context) =>
      new Promise((resolve, reject) => {
        const fail = (): void => reject(new Error('broken'));
        context.signal.addEventListener('abort', fail);
        runs.push({ job, context, finish: () => resolve(result), fail });
      });
    const open = (options: Partial<JobQueueOptions> = {}): Promise<JobQueue> =>
      place.open({ run, failureOf: () => failure, ...options });
    const running = async (count: number): Promise<Run> => {
      await vi.waitFor(() => expect(runs).toHaveLength(count));
      return runs[count - 1]!;
    };
    const ended = (job: Job): Promise<Job> =>
      vi.waitFor(() => {
        const now = queue.get(job.rid)!;
        expect(now.state).toMatch(/done|failed/);
        return now;
      });

    beforeEach(async () => {
      runs = [];
      queue = await open();
    });
    afterEach(() => place.clear());

    test('runs one job at a time, in turn', async () => {
      const jobs = [await queue.add(request('a')), await queue.add(request('b')), await queue.add(request('c'))];
      const [a, b, c] = jobs.map(({ rid }) => rid) as [string, string, string];
      const first = await running(1);
      expect(queue.list().map(({ state }) => state)).toEqual(['running', 'waiting', 'waiting']);
      expect([a, b, c, 'unknown'].map((rid) => queue.jobsBefore(rid))).toEqual([0, 1, 2, 0]);
      first.context.onProgress(0.5);
      expect(queue.get(a)!.progress01).toBe(0.5);
      first.finish();
      (await running(2)).fail();
      (await running(3)).finish();
      expect(await ended(jobs[2]!)).toMatchObject({ state: 'done', result });
      expect(queue.get(a)).toMatchObject({ state: 'done', result, attempts: 1 });
      expect(queue.get(b)).toMatchObject({ state: 'failed', failure });
      expect(runs.map(({ job }) => job.rid)).toEqual([a, b, c]);
    });

    test('loses nothing in a crash, and repeats nothing that had ended', async () => {
      const jobs = await Promise.all(['a', 'b', 'c', 'd'].map((key) => queue.add(request(key))));
      (await running(1)).finish();
      (await running(2)).fail();
      await running(3);
      // As a crash leaves it: nothing is closed, and nothing of the old one may write any more.
      runs = [];
      queue = await open();
      expect(queue.list().map(({ rid }) => rid)).toEqual(jobs.map(({ rid }) => rid));
      expect(queue.get(jobs[0]!.rid)).toMatchObject({ state: 'done', result });
      expect(queue.get(jobs[1]!.rid)).toMatchObject({ state: 'failed', failure });
      (await running(1)).finish();
      (await running(2)).finish();
      expect(await ended(jobs[3]!)).toMatchObject({ state: 'done', attempts: 1 });
      expect(queue.get(jobs[2]!.rid)).toMatchObject({ state: 'done', attempts: 2 });
      expect(runs.map(({ job }) => job.request.videoKey)).toEqual(['c', 'd']);
    });

    test('gives a job up that was begun too often and never ended', async () => {
      const job = await queue.add(request('a'));
      await running(1);
      for (const attempt of [2, 3]) {
        queue = await open();
        expect((await running(attempt)).job.attempts).toBe(attempt);
      }
      queue = await open();
      expect(await ended(job)).toMatchObject({ state: 'failed', failure: { code: 511 } });
      expect(runs).toHaveLength(3);
    });

    test('begins a job anew whose work was ended by no fault of its own, and gives it up in the end', async () => {
      queue = await open({ isInterruption: (error) => (error as Error).message === 'broken' });
      const [job, next] = [await queue.add(request('a')), await queue.add(request('b'))];
      for (const attempt of [1, 2]) {
        const one = await running(attempt);
        expect(one.job).toMatchObject({ rid: job.rid, attempts: attempt });
        one.context.onProgress(0.5);
        one.fail();
      }
      expect((await running(3)).job.attempts).toBe(3);
      expect(queue.get(job.rid)).toMatchObject({ state: 'running', progress01: 0 });
      (await running(3)).fail();
      expect(await ended(job)).toMatchObject({ state: 'failed', failure: { code: 511 } });
      (await running(4)).finish();
      expect(await ended(next)).toMatchObject({ state: 'done', attempts: 1 });
    });

    test('does not count a begin that a close ended', async () => {
      const job = await queue.add(request('a'));
      for (let count = 1; count <= 5; count++) {
        expect((await running(count)).job.attempts).toBe(1);
        await queue.close();
        queue = await open();
      }
      (await running(6)).finish();
      expect(await ended(job)).toMatchObject({ state: 'done' });
    });

    test('knows a repeated request by its key, also over a crash and for each user apart', async () => {
      const first = await queue.add({ ...request('a'), idempotencyKey: 'k' });
      const [twin, other] = await Promise.all([
        queue.add({ ...request('a'), idempotencyKey: 'k' }),
        queue.add({ ...request('a'), idempotencyKey: 'k', user: 'anna' }),
      ]);
      expect(twin.rid).toBe(first.rid);
      expect(other.rid).not.toBe(first.rid);
      (await running(1)).finish();
      await ended(first);
      queue = await open();
      expect(await queue.add({ ...request('a'), idempotencyKey: 'k' })).toMatchObject({
        rid: first.rid,
        state: 'done',
      });
      expect(await refused(queue.add({ ...request('b'), idempotencyKey: 'k' }))).toBe('service/conflict');
    });

    test('lets so many wait and no more', async () => {
      queue = await open({ maxWaiting: 2 });
      await queue.add(request('a'));
      await running(1);
      await queue.add(request('b'));
      await queue.add(request('c'));
      expect(await refused(queue.add(request('d')))).toBe('service/busy');
    });

    test('tells of each end, again after a crash until it was told once', async () => {
      const told: string[] = [];
      let isListening = false;
      const announce = async (job: Job, signal: AbortSignal): Promise<void> => {
        told.push(`${job.request.videoKey} ${job.state}`);
        if (isListening) return;
        await new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('closed'))));
      };
      queue = await open({ announce });
      const [a, b] = [await queue.add(request('a')), await queue.add(request('b'))];
      (await running(1)).finish();
      (await running(2)).fail(); // The second one runs while the first one's end is still being told.
      await ended(a);
      await ended(b);
      await vi.waitFor(() => expect(told).toEqual(['a done', 'b failed']));
      isListening = true;
      queue = await open({ announce });
      await vi.waitFor(() => expect(queue.list().map(({ isAnnounced }) => isAnnounced)).toEqual([true, true]));
      expect(told).toEqual(['a done', 'b failed', 'a done', 'b failed']);
      queue = await open({ announce });
      expect(told).toHaveLength(4);
    });

    test('knows what all jobs have cost, the forgotten ones too', async () => {
      const paid = { ...result, credits: 2.5 };
      const options = { maxFinished: 1, run: (): Promise<typeof paid> => Promise.resolve(paid) };
      queue = await open(options);
      for (const key of ['a', 'b', 'c']) await ended(await queue.add(request(key)));
      await vi.waitFor(() => expect(queue.list()).toHaveLength(1));
      expect(queue.spentCredits).toBe(7.5);
      queue = await open(options);
      expect([queue.list().length, queue.spentCredits]).toEqual([1, 7.5]);
    });

    test('forgets what ended so long ago', async () => {
      let nowMs = 1000;
      const options = { retentionMs: 500, now: () => nowMs, run: () => Promise.resolve(result) };
      queue = await open(options);
      const job = await ended(await queue.add(request('a')));
      nowMs += 499;
      expect(queue.list()).toHaveLength(1);
      nowMs += 1;
      expect([queue.list(), queue.get(job.rid)]).toEqual([[], undefined]);
      queue = await open({ ...options, now: () => 2000 });
      await vi.waitFor(async () => expect(await queue.add(request('b'))).toBeDefined());
      expect(queue.list().map(({ request: { videoKey } }) => videoKey)).toEqual(['b']);
    });

    test('forgets the oldest that ended, and says so', async () => {
      const forgotten: string[] = [];
      const onForgotten = (job: Job): Promise<void> => Promise.resolve(void forgotten.push(job.request.videoKey));
      queue = await open({ maxFinished: 2, onForgotten, run: () => Promise.resolve(result) });
      for (const key of ['a', 'b', 'c', 'd']) await ended(await queue.add(request(key)));
      await vi.waitFor(() => expect(forgotten).toEqual(['a', 'b']));
      queue = await open();
      expect(queue.list().map((job) => job.request.videoKey)).toEqual(['c', 'd']);
    });
  });
}

let folder: string | undefined;
const opened: JobQueue[] = [];
const journal = (): string => join(folder!, 'jobs.journal');

const openFolder: Open = async (options) => {
  folder ??= await mkdtemp(join(tmpdir(), 'kinora-jobs-'));
  const queue = await openJournalQueue(journal(), options);
  opened.push(queue);
  return queue;
};

/** Also what a test left open, as a crash does: it writes to a journal that has been replaced. */
async function clearFolder(): Promise<void> {
  for (const queue of opened.splice(0)) await queue.close();
  if (folder !== undefined) await rm(folder, { recursive: true });
  folder = undefined;
}

describeJobQueue('a journal', { open: openFolder, clear: clearFolder });

describe('a journal', () => {
  const run = (): Promise<typeof result> => Promise.resolve(result);
  const open = (): Promise<JobQueue> => openFolder({ run, failureOf: () => failure });
  afterEach(clearFolder);

  test('is read up to a line that a crash cut short', async () => {
    const queue = await open();
    const { rid } = await queue.add(request('a'));
    await vi.waitFor(() => expect(queue.get(rid)!.state).toBe('done'));
    await appendFile(journal(), '{"job":{"rid":"cut sho');
    expect((await open()).list().map((job) => job.rid)).toEqual([rid]);
    expect((await readFile(journal(), 'utf8')).trim().split('\n')).toHaveLength(1);
  });

  test('that is damaged in the middle is not read over', async () => {
    await open();
    await appendFile(journal(), 'oops\n');
    expect(await refused(open())).toBe('service/journal');
  });

  test('does not grow with the jobs that it has forgotten', async () => {
    const queue = await openFolder({ run, failureOf: () => failure, maxFinished: 1 });
    for (let i = 0; i < 120; i++) await queue.add(request(`video-${i}`));
    await vi.waitFor(() => expect(queue.list()).toHaveLength(1), 10_000);
    expect((await readFile(journal(), 'utf8')).split('\n').length).toBeLessThan(300);
  });
});

function request(videoKey: string): JobRequest {
  return { videoKey, fileName: `${videoKey}.mp4`, fileSize: 3, params: ['formats=glb'] };
}

async function refused(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'nothing was refused',
    (error: unknown) => (error as KinoraError).code,
  );
}
