import { KinoraError } from '@kinora/core';
import { describe, expect, test, vi } from 'vitest';
import type { ServerEvent } from '../../../../../../packages/core/src/http/event-stream.ts';
import { PageMirror } from '../../../../../../packages/core/src/http/page.ts';
import { JobEvents } from '../../../../../../packages/core/src/providers/animate3d/run/job-events.ts';
import { VirtualClock } from '../../../../../support/virtual-clock.ts';

/** One stream as the gateway sees it. */
interface Visit {
  readonly lastId: string | undefined;
  readonly signal: AbortSignal;
  readonly say: (event: ServerEvent) => void;
  readonly end: (error?: Error) => void;
}

interface House {
  readonly events: JobEvents;
  readonly page: PageMirror;
  readonly clock: VirtualClock;
  readonly visits: Visit[];
  readonly hints: (string | undefined)[];
}

function openHouse(): House {
  const [page, clock] = [new PageMirror(), new VirtualClock()];
  const visits: Visit[] = [];
  const hints: (string | undefined)[] = [];
  const open = (lastId: string | undefined, say: Visit['say'], signal: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error));
      visits.push({ lastId, signal, say, end: (error) => (error ? reject(error) : resolve()) });
    });
  const events = new JobEvents({ open, hint: (rid) => hints.push(rid), clock, page, random: () => 0.5 });
  return { events, page, clock, visits, hints };
}

const completed = (id: string, rid: string): ServerEvent => ({
  id,
  type: 'job.completed',
  data: JSON.stringify({ rid, status: 'SUCCESS' }),
});

/** Listens until it is let go. */
function listen(events: JobEvents): () => Promise<void> {
  let leave = (): void => {};
  const work = events.during(() => new Promise<void>((resolve) => (leave = resolve)));
  return () => {
    leave();
    return work;
  };
}

const visitsOf = (house: House, count: number): Promise<void> =>
  vi.waitFor(() => expect(house.visits).toHaveLength(count), { interval: 1 });

describe('what a gateway says of jobs', () => {
  test('is a hint to ask at once, and comes again behind the last event', async () => {
    const house = openHouse();
    const leave = listen(house.events);
    await visitsOf(house, 1);
    house.visits[0]!.say(completed('17', 'rid-1'));
    expect(house.hints).toEqual(['rid-1']);
    house.visits[0]!.end(); // Its token has ended.
    await visitsOf(house, 2);
    expect(house.visits.map(({ lastId }) => lastId)).toEqual([undefined, '17']);
    await leave();
  });

  test('is asked for as a whole where the gateway does not know what was missed', async () => {
    const house = openHouse();
    const leave = listen(house.events);
    await visitsOf(house, 1);
    house.visits[0]!.say(completed('17', 'rid-1'));
    house.visits[0]!.say({ id: undefined, type: 'reset', data: '{}' });
    house.visits[0]!.end();
    await visitsOf(house, 2);
    expect(house.hints).toEqual(['rid-1', undefined]);
    expect(house.visits[1]!.lastId).toBeUndefined();
    await leave();
  });

  test('is not listened to while nobody looks at the page, nor without a network', async () => {
    const house = openHouse();
    const leave = listen(house.events);
    await visitsOf(house, 1);
    for (const state of [
      { online: true, visible: false },
      { online: false, visible: true },
    ]) {
      const { signal } = house.visits.at(-1)!;
      const before = house.visits.length;
      house.page.set(state);
      await vi.waitFor(() => expect(signal.aborted).toBe(true), { interval: 1 });
      await new Promise((resolve) => setTimeout(resolve, 10));
      expect(house.visits).toHaveLength(before);
      house.page.set({ online: true, visible: true });
      await visitsOf(house, before + 1);
    }
    await leave();
  });

  test('is one stream for all runs, and ends with the last of them', async () => {
    const house = openHouse();
    const [first, second] = [listen(house.events), listen(house.events)];
    await visitsOf(house, 1);
    await first();
    expect(house.visits[0]!.signal.aborted).toBe(false);
    await second();
    expect(house.visits[0]!.signal.aborted).toBe(true);
    expect(house.visits).toHaveLength(1);
  });

  test('is sought less and less often where the gateway is away', async () => {
    const house = openHouse();
    const leave = listen(house.events);
    for (let i = 1; i <= 6; i++) {
      await visitsOf(house, i);
      house.visits.at(-1)!.end(new KinoraError('http/network', 'away'));
    }
    await visitsOf(house, 7);
    const { slept } = house.clock;
    expect(slept.at(-1)).toBeGreaterThan(3 * slept[0]!);
    await leave();
  });

  test.each([404, 403])('is given up where the gateway has none (%d), and the run goes on', async (status) => {
    const house = openHouse();
    const leave = listen(house.events);
    await visitsOf(house, 1);
    house.visits[0]!.end(new KinoraError('http/not-found', 'none', { details: { status } }));
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(house.visits).toHaveLength(1);
    await leave();
  });

  test('does not end a run by itself, and a run that fails ends the listening', async () => {
    const house = openHouse();
    const fault = new Error('no');
    await expect(house.events.during(() => Promise.reject(fault))).rejects.toBe(fault);
    expect(house.visits[0]?.signal.aborted ?? true).toBe(true);
  });
});
