import { createPose, createRetargetPlan, retargetClip, retargetPose, type Clip } from '@kinora/core/motion';
import { syntheticPerson } from '../../test/support/synthetic-rig.ts';
import type { Job } from './job.ts';
import { prepareBabylon } from './tools/babylon.ts';
import { prepareThree } from './tools/three.ts';

const SECONDS = 10;
const RATE = 60;
/** The first rounds compile. */
const WARM_UP = 4;
const ROUNDS = 12;

export interface Speed {
  readonly frames: number;
  readonly joints: number;
  readonly rounds: number;
  /** Kinora first. */
  readonly bakes: readonly Bake[];
  /** Bytes that Kinora allocates for one frame while it plays. */
  readonly bytesPerFrame: number;
}

export interface Bake {
  readonly name: string;
  /** Of the fastest round. */
  readonly milliseconds: number;
  /** Time ÷ Kinora's in the same round, median: what else the machine does hits both. */
  readonly ratio: number;
}

/** Bakes one clip by each tool in turn, round after round. */
export function measureSpeed(): Speed {
  const job = longJob();
  const runs = bakesOf(job).map(([name, bake]) => ({ name, bake, times: [] as number[] }));
  for (let round = 0; round < WARM_UP + ROUNDS; round++) {
    for (const { bake, times } of runs) {
      const start = performance.now();
      bake();
      if (round >= WARM_UP) times.push(performance.now() - start);
    }
  }
  const own = runs[0]!.times;
  return {
    frames: job.clip.frames,
    joints: job.target.parents.length,
    rounds: ROUNDS,
    bakes: runs.map(({ name, times }) => ({
      name,
      milliseconds: Math.min(...times),
      ratio: median(times.map((time, round) => time / own[round]!)),
    })),
    bytesPerFrame: bytesPerFrame(job),
  };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1]!;
}

/** All that does not depend on time is prepared outside, as a game would do it. */
function bakesOf(job: Job): [name: string, bake: () => void][] {
  const { clip, sourceMap, target, targetMap } = job;
  const plan = createRetargetPlan(clip.rig, target, { sourceMap, targetMap, sourceClip: clip });
  const babylon = prepareBabylon(job);
  const three = prepareThree(job);
  return [
    ['Kinora', () => retargetClip(plan, clip)],
    ['Kinora without foot locking', () => retargetClip(plan, clip, { ik: false })],
    ['Babylon.js, keys only', () => babylon.retarget('keys').dispose()],
    ['Babylon.js, root position', () => babylon.retarget('root').dispose()],
    ['three.js', () => three()],
  ];
}

function bytesPerFrame({ clip, sourceMap, target, targetMap }: Job): number {
  const plan = createRetargetPlan(clip.rig, target, { sourceMap, targetMap, sourceClip: clip });
  const [source, out] = [createPose(clip.rig), createPose(target)];
  const frames = 20_000;
  const play = (): void => {
    for (let frame = 0; frame < frames; frame++) retargetPose(plan, source, out);
  };
  play();
  const before = process.memoryUsage().heapUsed;
  play();
  return Math.max(0, process.memoryUsage().heapUsed - before) / frames;
}

/** A person's motion, over and over, onto a body of other proportions and bone axes; both with fingers. */
function longJob(): Job {
  const [from, to] = [syntheticPerson({ fingers: true }), syntheticPerson({ fingers: true, axes: 7, legs: 0.8 })];
  return {
    title: 'speed',
    clip: repeat(from.clip, SECONDS * RATE),
    sourceMap: from.map,
    sourceTurn: [0, 0, 0, 1],
    target: to.rig,
    targetMap: to.map,
    targetTurn: [0, 0, 0, 1],
  };
}

function repeat(clip: Clip, frames: number): Clip {
  const over = (values: Float32Array): Float32Array => {
    const stride = values.length / clip.frames;
    return Float32Array.from({ length: frames * stride }, (_, i) => values[i % values.length]!);
  };
  return {
    ...clip,
    frames,
    rate: RATE,
    rotations: over(clip.rotations),
    translations: over(clip.translations),
  };
}
