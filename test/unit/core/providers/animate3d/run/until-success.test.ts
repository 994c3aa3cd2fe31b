import type { Progress } from '@kinora/core';
import { describe, expect, test } from 'vitest';
import { PageMirror } from '../../../../../../packages/core/src/http/page.ts';
import { RunProgress } from '../../../../../../packages/core/src/providers/animate3d/run/run-progress.ts';
import { StatusPoller } from '../../../../../../packages/core/src/providers/animate3d/run/status-poller.ts';
import { untilSuccess } from '../../../../../../packages/core/src/providers/animate3d/run/until-success.ts';
import type { JobStatus } from '../../../../../../packages/core/src/providers/animate3d/wire/jobs.ts';
import { VirtualClock } from '../../../../../support/virtual-clock.ts';

/** Polls a job that takes `seconds`, in virtual time. */
async function poll(seconds: number, random = 0.5): Promise<{ slept: readonly number[]; heard: readonly Progress[] }> {
  const clock = new VirtualClock();
  const begun = clock.now();
  const heard: Progress[] = [];
  const ask = (): Promise<Map<string, JobStatus>> => {
    const status = clock.now() - begun >= seconds * 1000 ? 'SUCCESS' : 'RETRY';
    return Promise.resolve(new Map([['a', { rid: 'a', status }]]));
  };
  await untilSuccess('a', {
    name: 'squats',
    poller: new StatusPoller({ ask, clock, page: new PageMirror() }),
    progress: new RunProgress((said) => heard.push(said)),
    random: () => random,
    signal: new AbortController().signal,
  });
  return { slept: clock.slept, heard };
}

describe('untilSuccess()', () => {
  test('a short job is seen soon, and a long one is not asked for all the time', async () => {
    expect((await poll(10)).slept.length).toBeLessThanOrEqual(11);
    const { slept } = await poll(600);
    expect(slept.length).toBeLessThan(80);
    expect(slept[0]).toBe(1000);
    expect(slept.at(-1)).toBe(15_000);
  });

  test('no job is seen later than by a fifth of its time and some seconds', async () => {
    for (const seconds of [1, 5, 30, 120, 1000]) {
      for (const random of [0, 0.999]) {
        const { slept } = await poll(seconds, random);
        const waited = slept.reduce((a, b) => a + b, 0) / 1000;
        expect(waited - seconds).toBeLessThan(2 + seconds * 0.2);
      }
    }
  });

  test('several pages are spread over half of their wait', async () => {
    expect((await poll(2, 0)).slept[0]).toBe(750);
    expect((await poll(2, 0.999)).slept[0]).toBeCloseTo(1249.5);
  });

  test('endless RETRY is given up after two hours of waits', async () => {
    await expect(poll(Number.POSITIVE_INFINITY)).rejects.toMatchObject({ code: 'animate3d/timeout' });
  });
});
