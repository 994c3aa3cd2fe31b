import { measureRetarget, type RetargetMetrics } from '@kinora/core/motion';
import type { Job, Tool } from './job.ts';
import { realJobs, syntheticJobs } from './pairs.ts';
import { babylon } from './tools/babylon.ts';
import { kinora, kinoraWithoutFeet } from './tools/kinora.ts';
import { threeVrm } from './tools/three-vrm.ts';
import { three } from './tools/three.ts';

/** Kinora first: the others are compared with it. */
export const TOOLS: readonly Tool[] = [kinora, kinoraWithoutFeet, babylon, three, threeVrm];

/** One tool on one pair. */
export interface Score {
  readonly tool: string;
  readonly metrics: RetargetMetrics;
}

export interface PairScores {
  readonly title: string;
  readonly kind: 'synthetic' | 'real';
  /** In the order of `TOOLS`. Tools that do not take the pair are left out. */
  readonly scores: readonly Score[];
}

/** Every pair through every tool, measured by the same code. */
export async function measureAll(): Promise<PairScores[]> {
  const all: PairScores[] = [];
  for (const job of syntheticJobs()) all.push({ title: job.title, kind: 'synthetic', scores: await scoresOf(job) });
  for (const job of realJobs()) all.push({ title: job.title, kind: 'real', scores: await scoresOf(job) });
  return all;
}

async function scoresOf(job: Job): Promise<Score[]> {
  const scores: Score[] = [];
  for (const tool of TOOLS) {
    const results = await tool.retarget(job);
    const measured = results.map((clip) => measureRetarget(job.clip, job.sourceMap, clip, job.targetMap));
    const [best] = measured.sort((a, b) => offGround(a) - offGround(b));
    if (best) scores.push({ tool: tool.name, metrics: best });
  }
  return scores;
}

/** What the settings of one tool differ in: how far its feet are in the ground or over it. */
function offGround({ penetration, float }: RetargetMetrics): number {
  return (penetration?.p99 ?? 0) + (float?.p99 ?? 0);
}
