import type { Progress } from '@kinora/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { KillHouse } from '../support/kills/kill-house.ts';
import type { Victim } from '../support/kills/kill-house.ts';

const house = new KillHouse();
beforeAll(() => house.open(), 60_000);
afterAll(() => house.close());

/** Who is killed, and when. `npm run test:long kills` kills at fifty random moments. */
const PLAN: readonly (readonly [Progress['stage'], Victim])[] = [
  ['upload', 'client'],
  ['upload', 'service'],
  ['upload', 'gateway'],
  ['track', 'client'],
  ['track', 'service'],
];

test('client, gateway and service are killed five times: one file, one process, one result', async () => {
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
  await Promise.all(killed);
  expect(plan).toEqual([]);
  expect(outcome.jobs.map(({ status }) => status)).toEqual(['SUCCESS']);
  expect(outcome).toMatchObject({ copies: 1, begunAnew: 0 });
  expect(outcome.result).toMatch(/^[0-9a-f]{64}$/);
}, 120_000);
