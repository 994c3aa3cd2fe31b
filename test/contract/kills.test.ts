import type { Progress } from '@kinora/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { KillHouse } from '../support/kills/kill-house.ts';
import type { Victim } from '../support/kills/kill-house.ts';

const house = new KillHouse();
// Two are killed while the film is looked at: it must not be over before.
beforeAll(() => house.open(24), 60_000);
afterAll(() => house.close());

/** Who is killed, and when. `npm run test:long kills` kills at fifty random moments. */
const PLAN: readonly (readonly [Progress['stage'], Victim])[] = [
  ['upload', 'client'],
  ['upload', 'service'],
  ['upload', 'gateway'],
  ['track', 'capture'],
  ['track', 'service'],
];

test('client, gateway, service and capture are killed, five times in all: one file, one process, one result', async () => {
  const plan = [...PLAN];
  const killed: Promise<boolean>[] = [];
  let idle = true;
  const outcome = await house.run(({ stage, bytes }) => {
    const [when, victim] = plan[0] ?? [];
    const isMoment = stage === when && (stage !== 'upload' || (bytes !== undefined && bytes.done > 0));
    if (!victim || !isMoment || !idle) return;
    idle = false;
    plan.shift();
    killed.push(house.kill(victim).finally(() => (idle = true)));
  });
  expect(await Promise.all(killed)).toEqual(PLAN.map(() => true));
  expect(outcome.jobs.map(({ status }) => status)).toEqual(['SUCCESS']);
  expect(outcome.copies).toBe(1);
  expect(outcome.result).toMatch(/^[0-9a-f]{64}$/);
}, 120_000);
