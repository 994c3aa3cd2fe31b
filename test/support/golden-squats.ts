import { readFileSync } from 'node:fs';

import type { Landmarks, Track } from '../../packages/capture/src/track/landmarks.ts';
import { sharedAsset } from './shared-assets.ts';

type Points = readonly (readonly [number, number, number])[];

/** The published reference landmarks of `pose_squats.mp4`: 65 frames at 5 per second. Call inside `describeShared` only. */
export function goldenSquats(): Track {
  const world = readPoints('videos/pose_squats_3d.full.json');
  const image = readPoints('videos/pose_squats.full.json');
  return {
    width: 720,
    height: 1280,
    name: 'squats',
    frames: world.map((points, i) => ({ time: i / 5, landmarks: toLandmarks(i / 5, points, image[i]!) })),
  };
}

function readPoints(path: string): readonly Points[] {
  return JSON.parse(readFileSync(sharedAsset(path), 'utf8')) as readonly Points[];
}

function toLandmarks(time: number, world: Points, image: Points): Landmarks {
  return {
    time,
    score: 1,
    world: Float32Array.from(world.flat()),
    image: Float32Array.from(image.flatMap(([x, y, z]) => [x, y, z, 1])),
  };
}
