import { describe, expect, test } from 'vitest';

import { findFloor } from '../../../../packages/capture/src/solve/ground/floor.ts';
import { findFooting, findStances } from '../../../../packages/capture/src/solve/ground/footing.ts';
import { readPoints } from '../../../../packages/capture/src/solve/points.ts';
import { findRoot } from '../../../../packages/capture/src/solve/root.ts';
import { solveMotion } from '../../../../packages/capture/src/solve/solve-motion.ts';
import type { Track } from '../../../../packages/capture/src/track/landmarks.ts';
import { jointDirection, jointPosition } from '../../../support/clip-joints.ts';
import { FIGURE, figureTrack, standing } from '../../../support/figure.ts';
import type { FigurePose } from '../../../support/figure.ts';

const DEGREE = Math.PI / 180;

/** One foot after the other, half a second each, in a square of 1.2 m; both stand between the steps. */
function stepping(time: number): FigurePose {
  const place = (step: number): [number, number] =>
    (
      [
        [0.6, 0.6],
        [0.6, -0.6],
        [-0.6, -0.6],
        [-0.6, 0.6],
      ] as const
    )[((Math.floor(step) % 4) + 4) % 4] as [number, number];
  const step = Math.floor(time);
  const along = (from: number, to: number): number => Math.max(0, Math.min(1, (time - step - from) / (to - from)));
  const between = (share: number): [number, number] => {
    const [a, b] = [place(step), place(step + 1)];
    return [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share];
  };
  const ankle = (side: 1 | -1, share: number): readonly [number, number, number] => {
    const [x, z] = between(share);
    return [x + side * FIGURE.hip, FIGURE.ankle + 0.1 * Math.sin(Math.PI * share), z];
  };
  const [left, right] = [along(0.1, 0.4), along(0.6, 0.9)];
  const [x, z] = between((left + right) / 2);
  return {
    ...standing(0, 0, 0.3),
    hips: [x, standing(0, 0, 0.3).hips[1], z],
    ankles: [ankle(1, left), ankle(-1, right)],
  };
}

/** Between what is up in the clip and the trunk of a figure that holds it upright, most of the time. Radians. */
function leanOf(track: Track): number {
  const clip = solveMotion(track);
  const ups = Array.from({ length: clip.frames }, (_, i) =>
    jointDirection(clip, i / clip.rate, 'spine2_JNT', [0, 1, 0]),
  );
  return Math.hypot(...[0, 2].map((axis) => ups.map((up) => up[axis]!).sort((a, b) => a - b)[clip.frames >> 1]!));
}

describe('a camera that is not held level', () => {
  test.each([
    [8, 0],
    [-8, 0],
    [0, 12],
    [-15, -10],
    [25, 0],
    [0, -25],
  ])('leaves the body upright within 3°: pitch %d°, roll %d°', (pitch, roll) => {
    const pose = (): FigurePose => standing();
    const tilts = { cameraPitch: pitch * DEGREE, cameraRoll: roll * DEGREE };
    expect(leanOf(figureTrack({ seconds: 2, fps: 15, pose, ...tilts }))).toBeLessThan(3 * DEGREE);
  });

  test.each<[string, (time: number) => FigurePose]>([
    ['stands', () => standing()],
    ['squats', (time) => standing(0, 0, 0.15 - 0.13 * Math.cos(Math.PI * time))],
    ['steps about', stepping],
  ])('changes nothing by more than 2° where it is level and somebody %s', (_, pose) => {
    expect(leanOf(figureTrack({ seconds: 4, fps: 15, pose }))).toBeLessThan(2 * DEGREE);
  });

  test('is not seen in toes that the model puts 20 cm too far away', () => {
    const reshape = (points: (readonly [number, number, number])[]): (readonly [number, number, number])[] =>
      points.map(([x, y, z], i) => [x, y, i === 31 || i === 32 ? z - 0.2 : z]);
    expect(leanOf(figureTrack({ seconds: 2, fps: 15, pose: () => standing(), reshape }))).toBeLessThan(2 * DEGREE);
  });

  test('is not seen in a foot that swings low beside the one that carries', () => {
    const swinging = (time: number): FigurePose => {
      const out = 0.25 - 0.25 * Math.cos(3 * Math.PI * time);
      const [left, [x, y, z]] = standing().ankles;
      return { ...standing(0.14), ankles: [left, [x - out, y + 0.04, z]] };
    };
    expect(leanOf(figureTrack({ seconds: 2, fps: 30, pose: swinging }))).toBeLessThan(2 * DEGREE);
  });

  test('leaves the way over the floor as level as a level one', () => {
    const rangeOf = (tilts: { cameraPitch?: number; cameraRoll?: number }): number => {
      const clip = solveMotion(figureTrack({ seconds: 4, fps: 15, pose: stepping, ...tilts }));
      const heights = Array.from({ length: clip.frames }, (__, i) => jointPosition(clip, i / 30, 'hips_JNT')[1]);
      return Math.max(...heights) - Math.min(...heights);
    };
    // Over 1.2 m, 0.25 rad would be 30 cm.
    expect(rangeOf({ cameraPitch: 0.25, cameraRoll: 0.1 })).toBeLessThan(rangeOf({}) + 0.05);
  });
});

describe('findFloor()', () => {
  const floorOf = (track: Track): ReturnType<typeof findFloor> => {
    const points = readPoints(track);
    const root = findRoot(points);
    return findFloor(points, root, findStances(findFooting(points, root)));
  };

  test('finds how the floor lies where feet were put down about it', () => {
    const { right, near } = floorOf(
      figureTrack({ seconds: 4, fps: 30, pose: stepping, cameraPitch: 0.2, cameraRoll: 0.1, noise: 0.004 }),
    );
    // What is up leans towards a camera that looks down: the floor falls towards it.
    expect(Math.atan(-near.value)).toBeCloseTo(0.2, 1);
    expect(Math.atan(-right.value)).toBeCloseTo(0.1, 1);
    expect(Math.max(right.sigma, near.sigma)).toBeLessThan(0.06);
  });

  test('says that it knows little where somebody stands still', () => {
    const { near } = floorOf(figureTrack({ seconds: 2, fps: 30, pose: () => standing(), noise: 0.004 }));
    expect(near.sigma).toBeGreaterThan(0.5);
  });

  test('is not tilted by a foot that is held in the air', () => {
    const held = (time: number): FigurePose => {
      const pose = stepping(Math.min(time, 4));
      const [x, y, z] = pose.ankles[0];
      return time < 4 ? pose : { ...pose, ankles: [[x, y + 0.3, z], pose.ankles[1]] };
    };
    const { right, near } = floorOf(figureTrack({ seconds: 5, fps: 30, pose: held }));
    expect(Math.abs(Math.atan(right.value))).toBeLessThan(3 * DEGREE);
    expect(Math.abs(Math.atan(near.value))).toBeLessThan(3 * DEGREE);
  });
});
