import { parseBvh } from '@kinora/core/motion';
import { connect } from '@kinora/core/rpc';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Capture } from '../../../packages/capture/src/session.ts';
import camera from '../../../packages/performer/sample/camera.json';
import truthUrl from '../../../packages/performer/sample/dance.bvh?url';
import danceUrl from '../../../packages/performer/sample/dance.mp4?url';
import { limbError, limbPositions } from '../../support/limb-error.ts';
import { expectSameInNode } from '../../support/same-in-node.ts';
import type { SessionApi } from './session-worker.ts';

/** BlazePose's points for the joints of `limbPositions`, in its order. */
const POINTS = [11, 12, 13, 14, 15, 16, 23, 24, 25, 26, 27, 28];

/** The sample was rendered from a motion that is known exactly, so a bare clone can judge the capture as well. */
describe('the sample dance', () => {
  let capture: Capture;
  let truth: ReturnType<typeof parseBvh>['clip'];

  beforeAll(async () => {
    const bytes = await (await fetch(truthUrl)).arrayBuffer();
    truth = parseBvh(new Uint8Array(bytes), 'dance').clip;
    const video = await (await fetch(danceUrl)).blob();
    const worker = new Worker(new URL('./session-worker.ts', import.meta.url), { type: 'module' });
    const session = await connect<SessionApi>(worker);
    const signal = new AbortController().signal;
    capture = await session.capture(video, { name: 'dance', maxSeconds: 60, signal, onProgress: () => {} });
    session.close();
  }, 120_000);

  test('is tracked in at least 95 % of its frames', () => {
    const tracked = capture.track.frames.filter(({ landmarks }) => landmarks).length;
    expect(tracked / capture.track.frames.length).toBeGreaterThanOrEqual(0.95);
  });

  test('is tracked within 9 cm of the truth, seen from the camera', () => {
    const positions = limbPositions(truth);
    const errors = capture.track.frames.flatMap(({ time, landmarks }) => {
      if (!landmarks) return [];
      const world = POINTS.map((point) => [0, 1, 2].map((axis) => landmarks.world[point * 3 + axis]!));
      // The root is the middle of the hips on both sides: the tracker's origin is near it, and not quite.
      const root = [0, 1, 2].map((axis) => (world[6]![axis]! + world[7]![axis]!) / 2);
      return positions(time).map((joint, i) => {
        const [x, y, z] = intoCamera(joint);
        const seen = world[i]!.map((value, axis) => value - root[axis]!);
        return Math.hypot(seen[0]! - x, seen[1]! + y, seen[2]! + z);
      });
    });
    const error = errors.reduce((sum, value) => sum + value, 0) / errors.length;
    console.info(`sample: the tracker is ${(error * 100).toFixed(1)} cm off in the mean`);
    expect(error).toBeLessThan(0.09);
  });

  test('is solved within 11 cm of the truth', () => {
    const times = capture.track.frames.map(({ time }) => time);
    const error = limbError(capture.clip, truth, times);
    console.info(`sample: the solved joints are ${(error * 100).toFixed(1)} cm off in the mean`);
    expect(error).toBeLessThan(0.11);
  });

  test('is the same in Node', { timeout: 120_000 }, () =>
    expectSameInNode(capture.clip, 'packages/performer/sample/dance.mp4'),
  );
});

/** From the world into the camera's axes: right, up, towards the camera. The camera looks along −Z, tilted down. */
function intoCamera([x, y, z]: readonly number[]): [number, number, number] {
  const [, eyeY, eyeZ] = camera.position as [number, number, number];
  const [, targetY, targetZ] = camera.target as [number, number, number];
  const pitch = Math.atan2(eyeY - targetY, eyeZ - targetZ);
  const [sin, cos] = [Math.sin(pitch), Math.cos(pitch)];
  return [x!, y! * cos - z! * sin, y! * sin + z! * cos];
}
