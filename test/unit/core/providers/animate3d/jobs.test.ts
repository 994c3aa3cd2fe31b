import type { JobUpdate, StartedJob } from '@kinora/core/animate3d';
import { describe, expect, test, vi } from 'vitest';
import { answer, ScriptedAccount } from '../../../../support/scripted-account.ts';
import type { Asked, Reply } from '../../../../support/scripted-account.ts';

const RID = 'mECjCqM93zE3pddpUDUot7';

function statusOf(...jobs: readonly object[]): object {
  return { count: jobs.length, status: jobs };
}

const progress = (step: number, total?: number): object => ({ rid: RID, status: 'PROGRESS', details: { step, total } });
const SUCCESS = { rid: RID, status: 'SUCCESS', details: { in: 'a.mp4', out: 'b' } };

/** Watches a job that answers so, in virtual time. */
async function watch(
  job: StartedJob,
  replies: readonly Reply[],
  service = new ScriptedAccount(),
): Promise<JobUpdate[]> {
  service.on(`/status/${RID}`, ...replies);
  const heard: JobUpdate[] = [];
  for await (const update of service.open().jobs.watch(job)) heard.push(update);
  return heard;
}

describe('a job is started', () => {
  test('from exactly one source, with strings', async () => {
    const service = new ScriptedAccount().on('/process', { rid: RID });
    const api = service.open();
    expect(await api.jobs.start('https://storage.test/v?signature=s', { formats: ['glb'], sim: false })).toEqual({
      rid: RID,
    });
    expect(service.asked[0]).toMatchObject({
      method: 'POST',
      body: {
        url: 'https://storage.test/v?signature=s',
        processor: 'video2anim',
        params: ['config=configDefault', 'formats=glb', 'sim=0'],
      },
    });
  });

  test('a submit whose answer is lost is not repeated: the service has no idempotency key', async () => {
    const service = new ScriptedAccount().on('/process', 'lost');
    const started = service.open().jobs.start('https://storage.test/v', {}, { idempotencyKey: 'k' });
    await expect(started).rejects.toMatchObject({
      code: 'http/network',
      details: { kind: 'transient', mayRetry: true },
    });
    expect(service.asked).toHaveLength(1);
    expect(service.asked[0]!.headers.has('Idempotency-Key')).toBe(false);
  });

  test('a model that was deleted between list and process is told by the service', async () => {
    const failure = { rid: RID, status: 'FAILURE', details: { exc_message: '504', exc_type: 'ModelError' } };
    await expect(watch({ rid: RID }, [statusOf(failure)])).rejects.toMatchObject({
      code: 'animate3d/bad-character',
      details: { jobCode: 504, kind: 'input', mayRetry: false },
    });
  });

  test('505 suggests a rerun with sim=0', async () => {
    const failure = { rid: RID, status: 'FAILURE', details: { exc_message: ['505'] } };
    await expect(watch({ rid: RID }, [statusOf(failure)])).rejects.toMatchObject({
      details: { jobCode: 505, retryWith: 'sim=0' },
      hint: expect.stringContaining('sim=0') as unknown,
    });
  });

  test('the legacy camera is sent as CamMode, with a warning', async () => {
    const service = new ScriptedAccount().on('/process', { rid: RID });
    const warnings: string[] = [];
    const { jobs } = service.open({ onWarning: (warning) => warnings.push(warning) });
    await jobs.start('https://storage.test/v', { formats: ['mp4'], render: { camera: 'fixed' } });
    expect(warnings).toEqual([]);
    await jobs.start('https://storage.test/v', { formats: ['mp4'], camera: 'fixed' });
    expect(service.asked.map(({ body }) => body)).toEqual(
      Array(2).fill(expect.objectContaining({ params: expect.arrayContaining(['render.CamMode=1']) as unknown })),
    );
    expect(warnings).toEqual([expect.stringContaining('render.camera')]);
  });

  test('a warning that nobody takes is told in the console', async () => {
    const said = vi.spyOn(console, 'warn').mockReturnValue();
    const service = new ScriptedAccount().on('/process', { rid: RID });
    await service.open().jobs.start('https://storage.test/v', { formats: ['mp4'], camera: 'closeup' });
    expect(said).toHaveBeenCalledExactlyOnceWith(expect.stringContaining('camera'));
    said.mockRestore();
  });

  test('an image input is checked before anything is sent', async () => {
    const service = new ScriptedAccount().on('/process', { rid: RID });
    const api = service.open();
    const started = api.jobs.start('https://storage.test/i', { formats: ['mp4'] }, { input: { kind: 'image' } });
    await expect(started).rejects.toMatchObject({ code: 'animate3d/parameter' });
    expect(service.asked).toEqual([]);
  });
});

describe('a rerun', () => {
  test('goes by rid, and the rid that is returned is the one to ask for', async () => {
    const service = new ScriptedAccount().on('/process', { rid: 'new' }, { rid: RID });
    const api = service.open();
    expect(await api.jobs.rerun(RID, { poseFilteringStrength: 0.4 })).toEqual({ rid: 'new' });
    expect(service.asked[0]!.body).toMatchObject({
      rid: RID,
      params: ['config=configDefault', 'poseFilteringStrength=0.4'],
    });
    expect(await api.jobs.rerun(RID)).toEqual({ rid: RID, doubt: 'rerun' });
  });

  test('rerun of failed/purged job is refused by the service, and said', async () => {
    const service = new ScriptedAccount().on('/process', answer({ message: 'no such job' }, 404));
    await expect(service.open().jobs.rerun(RID)).rejects.toMatchObject({
      code: 'http/not-found',
      details: { kind: 'input', mayRetry: false },
    });
  });

  test('a rerun under the same rid does not end by the SUCCESS of before', async () => {
    const heard = await watch({ rid: RID, doubt: 'rerun' }, [
      statusOf(SUCCESS),
      statusOf(SUCCESS),
      statusOf(progress(1, 2)),
      statusOf(SUCCESS),
    ]);
    expect(heard.map(({ status }) => status.status)).toEqual(['PROGRESS', 'SUCCESS']);
  });

  test('a rerun so fast that nobody saw it run ends after a minute', async () => {
    const service = new ScriptedAccount();
    const begun = service.clock.now();
    expect(await watch({ rid: RID, doubt: 'rerun' }, [statusOf(SUCCESS)], service)).toHaveLength(1);
    expect(service.clock.now() - begun).toBeLessThan(90_000);
  });
});

describe('the status of jobs', () => {
  const known = (asked: Asked): object =>
    statusOf(
      ...asked.path
        .slice('/status/'.length)
        .split(',')
        .reverse()
        .map((rid) => ({ rid, status: 'PROGRESS' })),
    );

  test('many are asked for in URLs of less than 2 kB, and found whatever the order', async () => {
    const service = new ScriptedAccount().on('/status/', known);
    const rids = Array.from({ length: 500 }, (_, i) => `1234567890-1234567890-${i}`);
    const statuses = await service.open().jobs.statuses(rids);
    expect([...statuses.keys()].sort()).toEqual([...rids].sort());
    expect(service.asked.length).toBeLessThan(10);
    expect(Math.max(...service.asked.map(({ path }) => path.length))).toBeLessThan(2000);
    expect(service.asked[0]!.path).toContain(',');
  });

  test('duplicates are asked for once, and of two entries the one that is final counts', async () => {
    const service = new ScriptedAccount().on('/status/', statusOf(SUCCESS, progress(1, 2)));
    const statuses = await service.open().jobs.statuses([RID, RID, RID]);
    expect(service.asked[0]!.path).toBe(`/status/${RID}`);
    expect(statuses.get(RID)?.status).toBe('SUCCESS');
  });

  test('count 0 is a job that is not known', async () => {
    const service = new ScriptedAccount().on('/status/', { count: 0, status: [] });
    expect(await service.open().jobs.status(RID)).toBeUndefined();
  });

  test('a missing rid is left out, and one that nobody asked for too', async () => {
    const service = new ScriptedAccount().on(
      '/status/',
      statusOf({ rid: 'b', status: 'RETRY' }, { rid: 'x', status: 'A' }),
    );
    expect([...(await service.open().jobs.statuses(['a', 'b', 'c'])).keys()]).toEqual(['b']);
  });

  test('a service that answers 404 for all because of one is asked for halves', async () => {
    const service = new ScriptedAccount().on('/status/', (asked) =>
      asked.path.includes('gone') ? answer({}, 404) : known(asked),
    );
    const statuses = await service.open().jobs.statuses(['a', 'b', 'gone', 'c', 'd']);
    expect([...statuses.keys()].sort()).toEqual(['a', 'b', 'c', 'd']);
  });

  test('no ids are no request', async () => {
    const service = new ScriptedAccount();
    expect((await service.open().jobs.statuses([])).size).toBe(0);
    expect(service.asked).toEqual([]);
  });
});

describe('watching a job', () => {
  test('progress is within 0 and 1, and a total of 0 is no progress yet', async () => {
    const steps = [progress(0, 0), progress(5), progress(3, 10), progress(14, 10)];
    const heard = await watch({ rid: RID }, [...steps.map((step) => statusOf(step)), statusOf(SUCCESS)]);
    expect(heard.map(({ progress01 }) => progress01)).toEqual([undefined, undefined, 0.3, 1, 1]);
  });

  test('progress going backwards after RETRY stays where it was', async () => {
    const retry = { rid: RID, status: 'RETRY', details: { exc_message: '511' } };
    const heard = await watch({ rid: RID }, [
      statusOf(progress(8, 10)),
      statusOf(retry),
      statusOf(progress(1, 10)),
      statusOf(SUCCESS),
    ]);
    expect(heard.map(({ progress01 }) => progress01)).toEqual([0.8, 0.8, 0.8, 1]);
    expect(heard[1]!.lastError).toMatchObject({ details: { jobCode: 511, kind: 'transient' } });
  });

  test('a queue position that is a string number is told while above 0', async () => {
    const heard = await watch({ rid: RID }, [
      statusOf({ rid: RID, status: 'PROGRESS', positionInQueue: '3' }),
      statusOf({ rid: RID, status: 'PROGRESS', positionInQueue: 0 }),
      statusOf(SUCCESS),
    ]);
    expect(heard.map(({ positionInQueue }) => positionInQueue)).toEqual([3, undefined, undefined]);
  });

  test('STARTING and words of a newer service mean not yet', async () => {
    const heard = await watch({ rid: RID }, [
      statusOf({ rid: RID, status: 'STARTING' }),
      statusOf({ rid: RID, status: 'THINKING' }),
      statusOf(SUCCESS),
    ]);
    expect(heard.at(-1)?.status.status).toBe('SUCCESS');
  });

  test('SUCCESS with absent details is a success', async () => {
    const heard = await watch({ rid: RID }, [statusOf({ rid: RID, status: 'SUCCESS' })]);
    expect(heard).toMatchObject([{ progress01: 1, status: { rid: RID, status: 'SUCCESS' } }]);
  });

  test('endless RETRY ends by a timeout of the client', async () => {
    const service = new ScriptedAccount();
    await expect(watch({ rid: RID }, [statusOf({ rid: RID, status: 'RETRY' })], service)).rejects.toMatchObject({
      code: 'animate3d/timeout',
    });
    expect(service.asked.length).toBeLessThan(600);
  });

  test('a job that is not known for long is given up, and one that is not known yet is not', async () => {
    const unknown = { count: 0, status: [] };
    await expect(watch({ rid: RID }, [unknown])).rejects.toMatchObject({ code: 'animate3d/unknown-job' });
    expect(await watch({ rid: RID }, [unknown, answer({}, 404), statusOf(SUCCESS)])).toHaveLength(1);
  });

  test('pauses grow from seconds to half a minute at most', async () => {
    const service = new ScriptedAccount();
    await watch(
      { rid: RID },
      [...Array.from({ length: 60 }, () => statusOf(progress(1, 2))), statusOf(SUCCESS)],
      service,
    );
    const pauses = service.clock.slept.filter((ms) => ms < 30_000);
    expect(pauses[0]).toBe(2000);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(25_000);
    expect(pauses.at(-1)).toBeGreaterThan(10_000);
  });

  test('an abort ends it with its own reason', async () => {
    const service = new ScriptedAccount().on('/status/', statusOf(progress(1, 2)));
    const controller = new AbortController();
    const watching = async (): Promise<void> => {
      for await (const update of service.open().jobs.watch({ rid: RID }, { signal: controller.signal })) {
        if (update.progress01 === 0.5) controller.abort(new Error('enough'));
      }
    };
    await expect(watching()).rejects.toThrow('enough');
  });
});

describe('the list of jobs', () => {
  const job = { fileName: 'a.mp4', fileSize: 1, fileDuration: 1, status: 'SUCCESS' };

  test('is filtered by the path, and newest first', async () => {
    const list = [
      { ...job, rid: 'old', ctime: 1.6e12 },
      { ...job, rid: 'new', ctime: 1.7e12 },
    ];
    const service = new ScriptedAccount().on('/list/SUCCESS,FAILURE', { count: 2, list });
    const jobs = await service.open().jobs.list(['SUCCESS', 'FAILURE']);
    expect(jobs.map(({ rid }) => rid)).toEqual(['new', 'old']);
  });

  test('ms vs s timestamps: what counts seconds becomes milliseconds', async () => {
    const list = [
      { ...job, rid: 'a', ctime: 1_600_000_000, mtime: '1600000000' },
      { ...job, rid: 'b', ctime: 1_600_000_000_001, mtime: '2020-09-13T12:26:40.000Z' },
    ];
    const jobs = await new ScriptedAccount().on('/list', list).open().jobs.list();
    expect(jobs.map(({ ctime }) => ctime)).toEqual([1_600_000_000_001, 1_600_000_000_000]);
    expect(jobs.map(({ mtime }) => mtime)).toEqual([1_600_000_000_000, 1_600_000_000_000]);
  });

  test('fileName:"" and missing sizes are of a job that has just begun', async () => {
    const service = new ScriptedAccount().on('/list', {
      count: 1,
      list: [{ rid: 'a', fileName: '', status: 'STARTING' }],
    });
    expect(await service.open().jobs.list()).toMatchObject([{ fileName: '', fileSize: 0, fileDuration: 0, ctime: 0 }]);
  });

  test('purged jobs are not in the list, and their rid is not known any more', async () => {
    const service = new ScriptedAccount().on('/list', { count: 0, list: [] }).on('/status/', { count: 0, status: [] });
    const api = service.open();
    expect(await api.jobs.list()).toEqual([]);
    expect(await api.jobs.status('purged')).toBeUndefined();
  });
});

describe('the account', () => {
  test('a balance may be fractional, and is asked for anew each time', async () => {
    const service = new ScriptedAccount().on('/account/creditBalance', { credits: '12.75' }, { credits: 3 });
    const api = service.open();
    expect(await api.account.balance()).toEqual({ unit: 'credits', value: 12.75 });
    expect(await api.account.balance()).toEqual({ unit: 'credits', value: 3 });
  });

  test('404 for credits asks for minutes', async () => {
    const service = new ScriptedAccount()
      .on('/account/creditBalance', answer({}, 404))
      .on('/account/minutesBalance', { minutes: 7 });
    expect(await service.open().account.balance()).toEqual({ unit: 'minutes', value: 7 });
  });

  test('101 is a failure of the quota', async () => {
    const failure = { rid: RID, status: 'FAILURE', details: { exc_message: ['101'], exc_type: 'CreditError' } };
    await expect(watch({ rid: RID }, [statusOf(failure)])).rejects.toMatchObject({
      code: 'animate3d/quota',
      details: { jobCode: 101, kind: 'quota', mayRetry: false },
    });
  });
});
