import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { systemClock } from '../../../../../../packages/core/src/http/clock.ts';
import { PollingTab } from '../../../../../../packages/core/src/providers/animate3d/run/polling-tab.ts';
import type { AskForJobs } from '../../../../../../packages/core/src/providers/animate3d/run/polling-tab.ts';
import { TabLocks } from '../../../../../support/tab-locks.ts';
import { VirtualClock } from '../../../../../support/virtual-clock.ts';

const signal = new AbortController().signal;
const never = (): Promise<never> => new Promise(() => {});
/** A service that knows these jobs. */
const knows = (...known: readonly string[]): AskForJobs =>
  vi.fn((rids: readonly string[]) =>
    Promise.resolve(
      new Map(rids.filter((rid) => known.includes(rid)).map((rid) => [rid, { rid, status: 'PROGRESS' }] as const)),
    ),
  );
const channels: BroadcastChannel[] = [];

beforeEach(() => {
  vi.stubGlobal('navigator', { locks: new TabLocks() });
  const Native = BroadcastChannel;
  vi.stubGlobal(
    'BroadcastChannel',
    class extends Native {
      constructor(name: string) {
        super(name);
        channels.push(this);
      }
    },
  );
});
afterEach(() => {
  for (const channel of channels.splice(0)) channel.close();
  vi.unstubAllGlobals();
});

function openTab(ask: AskForJobs, clock: typeof systemClock = systemClock): PollingTab {
  return new PollingTab({ name: 'https://game.example/kinora', ask, clock });
}

describe('of several tabs with jobs of their own', () => {
  test('one asks the service, for the jobs of all', async () => {
    const [first, second] = [knows('a', 'b'), knows('a', 'b')];
    const [leader, follower] = [openTab(first), openTab(second)];
    expect([...(await leader.ask(['a'], signal)).keys()]).toEqual(['a']);
    expect((await follower.ask(['b'], signal)).get('b')).toEqual({ rid: 'b', status: 'PROGRESS' });
    expect(first).toHaveBeenCalledTimes(2);
    expect(second).not.toHaveBeenCalled();
  });

  test('the next one asks when that one is closed', async () => {
    const locks = new TabLocks();
    vi.stubGlobal('navigator', { locks });
    let close = (): void => {};
    void locks.request(
      'kinora:poll:https://game.example/kinora',
      () => new Promise<void>((resolve) => (close = resolve)),
    );
    close();
    const ask = knows('a');
    await vi.waitFor(async () => expect((await locks.query()).held).toEqual([]));
    await openTab(ask).ask(['a'], signal);
    expect(ask).toHaveBeenCalledOnce();
    expect((await locks.query()).held).toHaveLength(1);
  });

  test('a job that the one does not know, as of another player, is asked for by who has it', async () => {
    const [first, second] = [knows('a'), knows('a', 'mine')];
    await openTab(first).ask(['a'], signal);
    expect([...(await openTab(second).ask(['a', 'mine'], signal)).keys()]).toEqual(['a', 'mine']);
    expect(second).toHaveBeenCalledExactlyOnceWith(['mine'], signal);
  });

  test('one that does not answer is not waited for for ever', async () => {
    const second = knows('b');
    void openTab(vi.fn(never)).ask(['a'], signal);
    expect((await openTab(second, new VirtualClock()).ask(['b'], signal)).has('b')).toBe(true);
  });

  test('who gives up is let go at once', async () => {
    const end = new AbortController();
    void openTab(vi.fn(never)).ask(['a'], signal);
    const asked = openTab(knows('b')).ask(['b'], end.signal);
    end.abort(new Error('enough'));
    await expect(asked).rejects.toThrow('enough');
  });
});

test('without locks each tab asks by itself', async () => {
  vi.stubGlobal('navigator', {});
  const [first, second] = [knows('a'), knows('b')];
  await openTab(first).ask(['a'], signal);
  await openTab(second).ask(['b'], signal);
  expect([first, second].map((ask) => vi.mocked(ask).mock.calls.length)).toEqual([1, 1]);
});
