import { expect, test } from 'vitest';

import { solveMotion } from '../../../../packages/capture/src/solve/solve-motion.ts';
import type { Track, TrackedFrame } from '../../../../packages/capture/src/track/landmarks.ts';
import { distance, jointPosition } from '../../../support/clip-joints.ts';
import { seededRandom } from '../../../support/figure.ts';
import { goldenSquats } from '../../../support/golden-squats.ts';
import { describeShared } from '../../../support/shared-assets.ts';
import { correlation, countDips, goldenHipHeights, hipHeights } from '../../../support/squats.ts';

type Vec = readonly [number, number, number];

/** The 12 joints of the limbs and the landmarks that they should be at. */
const LIMBS: readonly (readonly [joint: string, landmark: number])[] = [
  ...['arm', 'forearm', 'hand'].flatMap((name, i) => pair(name, 11 + 2 * i)),
  ...['upleg', 'leg', 'foot'].flatMap((name, i) => pair(name, 23 + 2 * i)),
];

function pair(name: string, left: number): [string, number][] {
  return [
    [`l_${name}_JNT`, left],
    [`r_${name}_JNT`, left + 1],
  ];
}

/** A landmark from the middle of the hips, +Y up. */
function fromHips({ landmarks }: TrackedFrame, landmark: number): Vec {
  const { world } = landmarks!;
  const [x, y, z] = [0, 1, 2].map(
    (axis) => world[landmark * 3 + axis]! - (world[23 * 3 + axis]! + world[24 * 3 + axis]!) / 2,
  ) as [number, number, number];
  return [x, -y, -z];
}

/** The same motion at another frame rate: landmarks on straight lines, with the noise of a real tracker. */
function atRate({ frames, ...rest }: Track, fps: number): Track {
  const random = seededRandom(fps * 10);
  const duration = frames.at(-1)!.time;
  const mix = (name: 'image' | 'world', place: number, noise: number): Float32Array => {
    const a = frames[Math.floor(place)]!.landmarks![name];
    const b = frames[Math.ceil(place)]!.landmarks![name];
    return a.map((value, i) => value + (b[i]! - value) * (place % 1) + (random() - 0.5) * noise);
  };
  return {
    ...rest,
    frames: Array.from({ length: Math.floor(duration * fps) + 1 }, (_, i) => {
      const place = (i / fps) * 5;
      const landmarks = { time: i / fps, score: 1, image: mix('image', place, 1), world: mix('world', place, 0.01) };
      return { time: i / fps, landmarks };
    }),
  };
}

describeShared('solveMotion() of the golden squats', () => {
  test('puts the 12 joints of the limbs within 8.5 cm of the landmarks', () => {
    const track = goldenSquats();
    const clip = solveMotion(track);
    const errors = track.frames.flatMap((frame) => {
      const hips = jointPosition(clip, frame.time, 'hips_JNT');
      return LIMBS.map(([joint, landmark]) => {
        const [x, y, z] = jointPosition(clip, frame.time, joint);
        return distance([x - hips[0], y - hips[1], z - hips[2]], fromHips(frame, landmark));
      });
    });
    expect(errors.reduce((sum, error) => sum + error, 0) / errors.length).toBeLessThan(0.085);
  });

  test('squats as deeply and as often', () => {
    const heights = hipHeights(solveMotion(goldenSquats()), 65);
    expect(correlation(heights, goldenHipHeights())).toBeGreaterThan(0.98);
    expect(countDips(heights)).toBe(countDips(goldenHipHeights()));
  });

  test('keeps the feet flat on one place on the ground', () => {
    const clip = solveMotion(goldenSquats());
    for (const side of ['l', 'r']) {
      const places = Array.from({ length: clip.frames }, (_, i) => jointPosition(clip, i / 30, `${side}_toebase_JNT`));
      const slides = places
        .slice(1)
        .map((place, i) => Math.hypot(place[0] - places[i]![0], place[2] - places[i]![2]) * 30);
      expect(slides.reduce((sum, slide) => sum + slide, 0) / slides.length).toBeLessThan(0.05);
      const heights = places.map(([, y]) => y).sort((a, b) => a - b);
      expect(heights.at(-1)! - heights[0]!).toBeLessThan(0.03);
    }
  });

  test.each([5, 12.5, 60])('moves at %d frames per second as it does at 30', (fps) => {
    const track = goldenSquats();
    const clip = solveMotion(atRate(track, fps));
    const reference = solveMotion(atRate(track, 30));
    const errors = track.frames.flatMap(({ time }) =>
      ['hips_JNT', ...LIMBS.map(([joint]) => joint)].map((joint) =>
        distance(jointPosition(clip, time, joint), jointPosition(reference, time, joint)),
      ),
    );
    expect(errors.reduce((sum, error) => sum + error, 0) / errors.length).toBeLessThan(0.03);
  });
});
