import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { KillHouse } from '../support/kills/kill-house.ts';
import type { RunOutcome, Victim } from '../support/kills/kill-house.ts';

const KILLS = 50;
const SEED = 20_250_807;
const VICTIMS: readonly Victim[] = ['client', 'gateway', 'service', 'capture'];
const results = new URL('../../docs/results/', import.meta.url);

const house = new KillHouse();
beforeAll(() => house.open(), 120_000);
afterAll(() => house.close());

interface Kill {
  readonly victim: Victim;
  /** Share of the time that a run takes which nobody disturbs. */
  readonly at: number;
  /** What the client was at. */
  readonly stage: string;
  /** False where there was no capture to kill at that moment. */
  readonly hit: boolean;
  readonly outcome: RunOutcome;
}

/** mulberry32: the same moments in each run of the test. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

async function killOnce(victim: Victim, at: number, undisturbedMs: number): Promise<Kill> {
  let stage = 'start';
  let hit = false;
  let killing: Promise<void> | undefined;
  const moment = setTimeout(() => {
    const seen = stage;
    killing = house.kill(victim).then((isHit) => {
      [stage, hit] = [seen, isHit];
    });
  }, at * undisturbedMs);
  const stages: string[] = [];
  const outcome = await house.run((progress) => {
    if (!killing) stage = progress.stage;
    stages.push(progress.stage);
  });
  clearTimeout(moment);
  await killing;
  return { victim, at, stage, hit, outcome };
}

test(`${KILLS} kills at random moments: every file once, no process twice, the same result`, async () => {
  const random = randomFrom(SEED);
  const clean = await house.run();
  const again = await house.run();
  expect(again.result).toBe(clean.result);
  const kills: Kill[] = [];
  for (let index = 0; index < KILLS; index++) {
    const victim = VICTIMS[index % VICTIMS.length]!;
    kills.push(await killOnce(victim, random(), again.tookMs));
  }
  writeResults(kills, again.tookMs);
  for (const { victim, outcome } of kills) {
    expect(outcome.copies, victim).toBe(1);
    expect(outcome.result, victim).toBe(clean.result);
    expect(
      outcome.jobs.map(({ status }) => status),
      victim,
    ).toEqual(['SUCCESS']);
  }
});

function writeResults(kills: readonly Kill[], undisturbedMs: number): void {
  const rows = VICTIMS.map((victim) => {
    const mine = kills.filter((kill) => kill.victim === victim);
    const count = (is: (kill: Kill) => boolean): number => mine.filter(is).length;
    const cells = [
      victim,
      count(({ hit }) => hit),
      count(({ hit, stage }) => hit && stage === 'upload'),
      count(({ hit, stage }) => hit && stage !== 'upload'),
      count(({ outcome }) => outcome.copies === 1),
      count(({ outcome }) => outcome.jobs.length === 1),
      `${(Math.max(...mine.map(({ outcome }) => outcome.tookMs)) / 1000).toFixed(1)} s`,
    ];
    return `| ${cells.join(' | ')} |`;
  });
  mkdirSync(results, { recursive: true });
  writeFileSync(
    new URL('kills.md', results),
    `# Killed at any moment

Written by \`npm run test:long kills\` on ${new Date().toISOString().slice(0, 10)}; Node ${process.versions.node}, ${process.platform}, ${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}). Seed ${SEED}.

Client, gateway and service are processes of their own, and so is the service's capture. A video of 6 MB, of which the
picture is 8 frames, goes from its first byte to its result, ${(undisturbedMs / 1000).toFixed(1)} s where nobody disturbs it. ${KILLS} times somebody is
killed by SIGKILL at a random moment of it, and begun again: the capture by the service.

| killed | times | in the upload | later | video stored once, SHA-256 equal | one job | longest run |
| ------ | ----- | ------------- | ----- | -------------------------------- | ------- | ----------- |
${rows.join('\n')}

A capture is counted where there was one at that moment. Every result had the SHA-256 of the undisturbed one:
${kills.every(({ outcome }) => outcome.result === kills[0]?.outcome.result) ? 'yes' : 'no'}.
`,
  );
}
