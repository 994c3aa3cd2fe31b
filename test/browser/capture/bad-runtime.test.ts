import { createKinora } from '@kinora/core';
import type { Kinora, Progress, ProgressStage } from '@kinora/core';
import robotUrl from '@kinora/performer/robot.glb?url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ScriptedProvider } from '../../support/providers.ts';
import { syntheticPerson } from '../../support/synthetic-rig.ts';

const { clip, map } = syntheticPerson();
const video = new Blob([new Uint8Array(3_000_000).fill(7)], { type: 'video/mp4' });

let kinora: Kinora;
let robot: Uint8Array<ArrayBuffer>;

beforeAll(async () => {
  const provider = new ScriptedProvider((context) => {
    context.onProgress({ stage: 'track', progress01: 0.5 });
    return new Promise((resolve) => setTimeout(resolve)); // Long enough for a cancel to be heard.
  });
  kinora = await createKinora({ provider, thread: 'worker' });
  robot = new Uint8Array(await (await fetch(robotUrl)).arrayBuffer());
});
afterAll(() => kinora.dispose());

describe('a cancel', () => {
  test.each<ProgressStage>(['hash', 'track', 'parse'])('at the stage %s leaves nothing behind', async (stage) => {
    const abort = new AbortController();
    const reason = new Error('changed my mind');
    const heard: Progress[] = [];
    const onProgress = (step: Progress): void => {
      heard.push(step);
      if (step.stage === stage) abort.abort(reason);
    };
    const process = kinora.creation.fromVideo(video, { name: stage, signal: abort.signal, onProgress });
    await expect(process.done).rejects.toBe(reason);
    expect(process.state).toBe('cancelled');
    expect(heard.at(-1)?.stage).toBe(stage);
    const ours = (await kinora.processes.list()).filter(({ name }) => name === stage);
    expect(ours.filter(({ state }) => state !== 'cancelled')).toEqual([]);
    expect(heard.at(-1)?.stage).toBe(stage);
  });

  test.each([
    [
      'a clip is put on an avatar',
      (signal: AbortSignal) => kinora.animations.prepare(clip, { rig: clip.rig, map }, { signal }),
    ],
    ['it is saved with an avatar', (signal: AbortSignal) => kinora.export.glb(robot, clip, { signal })],
    ['it is saved as GLB', (signal: AbortSignal) => kinora.export.clip(clip, { signal })],
    ['it is saved as BVH', (signal: AbortSignal) => kinora.export.bvh(clip, { signal })],
  ])('while %s is heard at once, and the same works afterwards', async (_what, call) => {
    const abort = new AbortController();
    const reason = new Error('changed my mind');
    const cancelled = call(abort.signal);
    abort.abort(reason);
    await expect(cancelled).rejects.toBe(reason);
    await call(new AbortController().signal);
  });
});

test('a video that was cancelled at every stage is captured when it is asked for again', async () => {
  expect(await kinora.creation.fromVideo(video, { name: 'again' }).clip()).toMatchObject({ name: 'again', frames: 4 });
});
