import { validateClip } from '@kinora/core/motion';
import type { Clip } from '@kinora/core/motion';
import { describe, expect, test } from 'vitest';

import { solveMotion } from '../../../../packages/capture/src/solve/solve-motion.ts';
import type { Landmarks, Track } from '../../../../packages/capture/src/track/landmarks.ts';
import { distance, jointPosition } from '../../../support/clip-joints.ts';
import { FIGURE, figurePoints, figureTrack, standing } from '../../../support/figure.ts';
import type { FigurePose } from '../../../support/figure.ts';

type Vec = readonly [number, number, number];

/** Joints of the limbs, by the left one of their points. */
const LIMBS = { arm: 11, forearm: 13, hand: 15, upleg: 23, leg: 25, foot: 27 } as const;
type Limb = keyof typeof LIMBS;
// Too short for the vertical to be judged by balance, which is not what is proved here.
const SECONDS = 0.8;

function film(pose: FigurePose, reshape?: (points: Vec[]) => Vec[]): Track {
  return figureTrack({ seconds: SECONDS, fps: 30, pose: () => pose, ...(reshape && { reshape }) });
}

/** What the model says wrongly, frame by frame. */
function misread(track: Track, change: (landmarks: Landmarks, frame: number) => void): Track {
  const frames = track.frames.map((frame, i) => {
    const landmarks = {
      ...frame.landmarks!,
      world: frame.landmarks!.world.slice(),
      image: frame.landmarks!.image.slice(),
    };
    change(landmarks, i);
    return { ...frame, landmarks };
  });
  return { ...track, frames };
}

/** Takes a point of the metres towards another, by a share of the way, and others along with it. */
function pull(world: Float32Array, point: number, towards: number, share: number, along: readonly number[] = []): void {
  const by = [0, 1, 2].map((axis) => (world[towards * 3 + axis]! - world[point * 3 + axis]!) * share);
  for (const moved of [point, ...along]) by.forEach((value, axis) => (world[moved * 3 + axis]! += value));
}

/** How far the joints of a clip are from the figure's, both from the middle of the hips; metres. */
function errorsOf(clip: Clip, points: readonly Vec[], limbs: readonly Limb[] = Object.keys(LIMBS) as Limb[]): number[] {
  const hips = jointPosition(clip, SECONDS / 2, 'hips_JNT');
  const root = points[23]!.map((value, axis) => (value + points[24]![axis]!) / 2);
  return limbs.flatMap((limb) =>
    [0, 1].map((right) => {
      const joint = jointPosition(clip, SECONDS / 2, `${right ? 'r' : 'l'}_${limb}_JNT`);
      const truth = points[LIMBS[limb] + right]!;
      return Math.hypot(...joint.map((value, axis) => value - hips[axis]! - (truth[axis]! - root[axis]!)));
    }),
  );
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Degrees by which a joint of two bones is bent. */
function bendOf(from: Vec, joint: Vec, to: Vec): number {
  const upper = joint.map((value, axis) => value - from[axis]!);
  const lower = to.map((value, axis) => value - joint[axis]!);
  const cosine = upper.reduce((sum, value, axis) => sum + value * lower[axis]!, 0);
  return (Math.acos(cosine / Math.hypot(...upper) / Math.hypot(...lower)) * 180) / Math.PI;
}

function kneeOf(clip: Clip): number {
  const [hip, knee, ankle] = ['l_upleg_JNT', 'l_leg_JNT', 'l_foot_JNT'].map((name) =>
    jointPosition(clip, SECONDS / 2, name),
  ) as [Vec, Vec, Vec];
  return bendOf(hip, knee, ankle);
}

describe('solveMotion() of what BlazePose is known to see wrongly', () => {
  test('bends knees that the model straightens, as the one does that draws them low', () => {
    const pose = standing(0, 0, 0.05);
    const points = figurePoints(pose);
    const truth = bendOf(points[23]!, points[25]!, points[27]!);
    const track = misread(film(pose), ({ world }) => {
      for (const knee of [25, 26]) {
        world[knee * 3 + 1]! += 0.02;
        world[knee * 3 + 2]! += 0.04;
      }
    });
    const { world } = track.frames[0]!.landmarks!;
    const at = (point: number): Vec => [world[point * 3]!, world[point * 3 + 1]!, world[point * 3 + 2]!];
    expect(truth - bendOf(at(23), at(25), at(27))).toBeGreaterThan(8);
    expect(Math.abs(truth - kneeOf(solveMotion(track)))).toBeLessThan(4);
  });

  test('leaves knees as they are that the model draws where they should be', () => {
    const pose = standing(0, 0, 0.025);
    const points = figurePoints(pose);
    const truth = bendOf(points[23]!, points[25]!, points[27]!);
    expect(truth).toBeGreaterThan(25);
    expect(Math.abs(truth - kneeOf(solveMotion(film(pose))))).toBeLessThan(4);
  });

  test('gives arms their length back', () => {
    const pose = { ...standing(), raise: 1.2, bend: 0.3 };
    const track = misread(film(pose), ({ world }) => {
      for (const right of [0, 1]) {
        const hand = [15, 17, 19, 21].map((point) => point + right);
        pull(world, 13 + right, 11 + right, 0.17, hand);
      }
    });
    const clip = solveMotion(track);
    const offset = clip.rig.restTranslations[clip.rig.names.indexOf('l_forearm_JNT') * 3]!;
    expect(Math.abs(offset - FIGURE.upperArm)).toBeLessThan(0.02);
    expect(Math.max(...errorsOf(clip, figurePoints(pose)))).toBeLessThan(0.04);
  });

  test('follows the picture across the view, and the model along it', () => {
    const pose = { ...standing(), raise: 0.8, bend: 1.2 };
    const track = misread(film(pose), ({ world }) => {
      // Elbows 6 cm too near to the body, as the model had them in a study; forearms are 5 cm off along the view.
      for (const [point, side] of [
        [13, -1],
        [14, 1],
      ] as const) {
        world[point * 3]! += side * 0.06;
        world[(point + 2) * 3 + 2]! += 0.05;
      }
    });
    const clip = solveMotion(track);
    expect(mean(errorsOf(clip, figurePoints(pose), ['forearm']))).toBeLessThan(0.03);
    expect(mean(errorsOf(clip, figurePoints(pose), ['hand']))).toBeLessThan(0.06);
  });

  test('keeps an arm from jumping where the model flips it to and fro', () => {
    const track = misread(film({ ...standing(), raise: 1.3, bend: 0.6 }), ({ world }, frame) => {
      if (frame % 6 < 3) world[15 * 3 + 2]! *= -1;
    });
    const clip = solveMotion(track);
    const places = Array.from({ length: clip.frames }, (_, i) => jointPosition(clip, i / 30, 'l_hand_JNT'));
    const steps = places.slice(1).map((place, i) => distance(place, places[i]!));
    expect(Math.max(...steps)).toBeLessThan(0.015);
  });
});

describe('solveMotion() of bodies that say little about their depth', () => {
  test.each<[string, FigurePose, number]>([
    ['a person turned sideways', { ...standing(0, 0, 0.05), heading: Math.PI / 2 }, 0.03],
    ['a person turned away', { ...standing(0, 0, 0.05), heading: Math.PI }, 0.05],
    ['forearms that point at the camera', { ...standing(), raise: 1.2, bend: Math.PI / 2 }, 0.045],
    ['straight legs', standing(0, 0, 0), 0.03],
  ])('puts the joints where they were: %s', (_, pose, tolerance) => {
    expect(Math.max(...errorsOf(solveMotion(film(pose)), figurePoints(pose)))).toBeLessThan(tolerance);
  });

  test('gives a child the short legs that it has', () => {
    const pose = standing(0, 0, 0.02);
    const short = (points: Vec[]): Vec[] =>
      points.map((point, i): Vec => {
        if (i < 25) return point;
        const hip = points[i % 2 === 1 ? 23 : 24]!;
        return point.map((value, axis) => hip[axis]! + (value - hip[axis]!) * 0.8) as unknown as Vec;
      });
    const { rig } = solveMotion(film(pose, short));
    const [thigh, shin] = ['l_leg_JNT', 'l_foot_JNT'].map(
      (name) => -rig.restTranslations[rig.names.indexOf(name) * 3 + 1]!,
    );
    expect(Math.abs(thigh! - 0.8 * FIGURE.thigh)).toBeLessThan(0.03);
    expect(Math.abs(shin! - 0.8 * FIGURE.shin)).toBeLessThan(0.03);
  });

  test('is not disturbed by an arm that is never seen', () => {
    const pose = { ...standing(0, 0, 0.05), raise: 0.4 };
    const track = misread(film(pose), ({ world }) => {
      for (const point of [13, 15, 17, 19, 21]) world.fill(NaN, point * 3, point * 3 + 3);
    });
    const clip = solveMotion(track);
    validateClip(clip);
    expect(Math.max(...errorsOf(clip, figurePoints(pose), ['arm', 'upleg', 'leg', 'foot']))).toBeLessThan(0.04);
  });

  test('is not disturbed by feet outside the picture', () => {
    const pose = { ...standing(0, 0, 0.05), raise: 0.4 };
    const track = misread(film(pose), ({ image }) => {
      for (let point = 27; point < 33; point++) image.set([360, 1400, 0, 0.1], point * 4);
    });
    const clip = solveMotion(track);
    validateClip(clip);
    expect(Math.max(...errorsOf(clip, figurePoints(pose), ['arm', 'forearm', 'hand', 'upleg']))).toBeLessThan(0.03);
  });

  test('stays with a person who walks on while a hand is hidden', () => {
    const track = figureTrack({ seconds: 2, fps: 30, pose: (time) => standing(-0.6 + 0.6 * time) });
    const hidden = misread(track, ({ world }, frame) => {
      for (const point of [15, 17, 19, 21]) if (frame > 15 && frame < 50) world[point * 3] = NaN;
    });
    const clip = solveMotion(hidden);
    for (let time = 0; time <= 2; time += 0.1) {
      const [elbow, wrist] = ['l_forearm_JNT', 'l_hand_JNT'].map((name) => jointPosition(clip, time, name)) as [
        Vec,
        Vec,
      ];
      // The forearm hangs as it did: a hand that stayed behind in the picture would pull it to the side.
      expect(elbow[1] - wrist[1]).toBeGreaterThan(0.15);
    }
  });
});
