import { describe, expect, test } from 'vitest';
import { PageMirror } from '../../../../../../packages/core/src/http/page.ts';
import { StatusPoller } from '../../../../../../packages/core/src/providers/animate3d/run/status-poller.ts';
import type { JobStatus } from '../../../../../../packages/core/src/providers/animate3d/wire/jobs.ts';
import { VirtualClock } from '../../../../../support/virtual-clock.ts';

interface House {
  readonly poller: StatusPoller;
  readonly page: PageMirror;
  readonly clock: VirtualClock;
  /** The ids of each request. */
  readonly asked: (readonly string[])[];
  /** Whether somebody looks at another tab. */
  readonly tabs: { visible?: boolean };
}

function openHouse(answer: (rid: string) => JobStatus | undefined = (rid) => ({ rid, status: 'PROGRESS' })): House {
  const clock = new VirtualClock();
  const page = new PageMirror();
  const asked: (readonly string[])[] = [];
  const ask = (rids: readonly string[]): Promise<ReadonlyMap<string, JobStatus>> => {
    asked.push(rids);
    const known = rids.flatMap((rid): [string, JobStatus][] => {
      const job = answer(rid);
      return job ? [[rid, job]] : [];
    });
    return Promise.resolve(new Map(known));
  };
  const tabs: { visible?: boolean } = {};
  const isSeenElsewhere = (): Promise<boolean> => Promise.resolve(tabs.visible ?? false);
  return { poller: new StatusPoller({ ask, clock, page, isSeenElsewhere }), page, clock, asked, tabs };
}

const never = new AbortController().signal;

describe('StatusPoller', () => {
  test('several runs are asked for by one request, each with its own answer', async () => {
    const { poller, asked } = openHouse((rid) => ({ rid, status: rid.toUpperCase() }));
    const jobs = await Promise.all(['a', 'b', 'c'].map((rid, i) => poller.after(1000 + i * 100, rid, never)));
    expect(jobs.map((job) => job?.status)).toEqual(['A', 'B', 'C']);
    expect(asked).toEqual([['a', 'b', 'c']]);
  });

  test('a run whose turn is far is left alone', async () => {
    const { poller, asked } = openHouse();
    const far = poller.after(60_000, 'far', never);
    await poller.after(1000, 'near', never);
    expect(asked).toEqual([['near']]);
    await far;
    expect(asked).toEqual([['near'], ['far']]);
  });

  test('duplicates: two runs with one job ask for it once, and both hear', async () => {
    const { poller, asked } = openHouse();
    const both = await Promise.all([poller.after(1000, 'a', never), poller.after(1000, 'a', never)]);
    expect(both.map((job) => job?.rid)).toEqual(['a', 'a']);
    expect(asked).toEqual([['a']]);
  });

  test('a missing rid, and count 0: the run hears that nobody knows its job', async () => {
    const { poller } = openHouse((rid) => (rid === 'known' ? { rid, status: 'SUCCESS' } : undefined));
    const [known, unknown] = await Promise.all([poller.after(10, 'known', never), poller.after(10, 'gone', never)]);
    expect([known?.status, unknown]).toEqual(['SUCCESS', undefined]);
  });

  test('while nobody looks at the page nothing is asked; afterwards once, at once', async () => {
    const { poller, page, asked } = openHouse();
    page.set({ online: true, visible: false });
    const waiting = [1000, 2000, 15_000].map((ms, i) => poller.after(ms, String(i), never));
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(asked).toEqual([]);
    page.set({ online: true, visible: true });
    await waiting[0];
    expect(asked).toHaveLength(1);
    await Promise.all(waiting);
  });

  test('a tab in the background asks for one that is looked at, and for none that is not', async () => {
    const { poller, page, clock, asked, tabs } = openHouse();
    page.set({ online: true, visible: false });
    tabs.visible = false;
    const sleep = clock.sleep.bind(clock);
    let looks = 0;
    clock.sleep = (ms, signal) => {
      if (ms === 5000 && ++looks === 3) tabs.visible = true; // Somebody opens the page in another tab.
      return sleep(ms, signal);
    };
    const begun = clock.now();
    await poller.after(1000, 'a', never);
    expect(asked).toEqual([['a']]);
    expect(clock.now() - begun).toBe(1000 + 3 * 5000);
  });

  test('a laptop that slept for a night asks once, not for the whole night', async () => {
    const { poller, clock, asked } = openHouse();
    const sleep = clock.sleep.bind(clock);
    let nights = 0;
    // The lid is closed in the first wait: it takes eight hours longer.
    clock.sleep = (ms, signal) => sleep(nights++ === 0 ? ms + 8 * 3_600_000 : ms, signal);
    await poller.after(5000, 'a', never);
    expect(asked).toHaveLength(1);
    await poller.after(5000, 'a', never);
    expect(asked).toHaveLength(2);
  });

  test('a job of which there is news is asked for at once, and no other', async () => {
    const { poller, clock, asked } = openHouse();
    // No time passes: whoever sleeps is woken by the news, or never.
    clock.sleep = (_ms, signal) =>
      new Promise((_resolve, reject) => {
        signal?.addEventListener('abort', () => reject(signal.reason as Error));
      });
    const other = poller.after(15_000, 'other', never);
    const job = poller.after(15_000, 'a', never);
    poller.hurry('a');
    await job;
    expect(asked).toEqual([['a']]);
    poller.hurry();
    await other;
    expect(asked).toEqual([['a'], ['other']]);
  });

  test('news that come while the job is asked for are not lost: it is asked for once more, at once', async () => {
    const { poller, clock, asked } = openHouse((rid) => {
      if (asked.length === 1) poller.hurry(rid);
      return { rid, status: asked.length === 1 ? 'PROGRESS' : 'SUCCESS' };
    });
    await poller.after(1000, 'a', never);
    const before = clock.now();
    expect(await poller.after(15_000, 'a', never)).toMatchObject({ status: 'SUCCESS' });
    expect(clock.now()).toBe(before);
  });

  test('a clock that is set back stops nothing', async () => {
    const { poller, clock, asked } = openHouse();
    const now = clock.now.bind(clock);
    clock.now = () => now() - asked.length * 3_600_000;
    for (let i = 0; i < 3; i++) await poller.after(1000, 'a', never);
    expect(asked).toHaveLength(3);
  });

  test('a failure is that of all who asked; the next request is a new one', async () => {
    const fault = new Error('no');
    let fails = true;
    const { poller } = openHouse((rid) => {
      if (fails) throw fault;
      return { rid, status: 'SUCCESS' };
    });
    const failed = await Promise.allSettled([poller.after(10, 'a', never), poller.after(10, 'b', never)]);
    expect(failed).toMatchObject([{ reason: fault }, { reason: fault }]);
    fails = false;
    expect(await poller.after(10, 'a', never)).toMatchObject({ status: 'SUCCESS' });
  });

  test('who aborts is gone at once, and the others are asked for', async () => {
    const { poller, asked } = openHouse();
    const controller = new AbortController();
    const reason = new Error('enough');
    const gone = poller.after(1000, 'gone', controller.signal);
    const stays = poller.after(1000, 'stays', never);
    controller.abort(reason);
    await expect(gone).rejects.toBe(reason);
    await stays;
    expect(asked).toEqual([['stays']]);
  });

  test('a request that nobody waits for any more is aborted', async () => {
    const controller = new AbortController();
    let aborted = false;
    const ask = (_rids: readonly string[], signal: AbortSignal): Promise<never> =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          aborted = true;
          reject(signal.reason as Error);
        });
        controller.abort(new Error('enough'));
      });
    const poller = new StatusPoller({ ask, clock: new VirtualClock(), page: new PageMirror() });
    await expect(poller.after(10, 'a', controller.signal)).rejects.toThrow('enough');
    expect(aborted).toBe(true);
  });
});
