import { describe, expect, test } from 'vitest';

import { alignedError, leanError } from '../../../bench/accuracy/measures/best-fit.ts';
import { boneErrors, boneWobble } from '../../../bench/accuracy/measures/bones.ts';
import { intoCamera, intoHeading } from '../../../bench/accuracy/measures/camera-axes.ts';
import { claimedContacts, contactAgreement, footSlide } from '../../../bench/accuracy/measures/feet.ts';
import { pathError } from '../../../bench/accuracy/measures/hip-path.ts';
import { unrest } from '../../../bench/accuracy/measures/jitter.ts';
import { angleErrors } from '../../../bench/accuracy/measures/joint-angles.ts';
import { LIMBS, limbsOfLandmarks, mapLimbs, partAt } from '../../../bench/accuracy/measures/limbs.ts';
import type { LimbMotion } from '../../../bench/accuracy/measures/limbs.ts';
import { errorByPart, positionError } from '../../../bench/accuracy/measures/position-error.ts';
import { solveMotion } from '../../../packages/capture/src/solve/solve-motion.ts';
import { figurePoints, figureTrack, standing } from '../../support/figure.ts';

const FRAMES = 30;

/** A second of bent limbs that sink evenly, as what a perfect tracker would see. */
const truth = limbsOfLandmarks(
  Array.from({ length: FRAMES }, (_, i) => {
    const pose = { ...standing(0, 0, 0.1 + 0.1 * (i / FRAMES) ** 2), raise: 0.7 };
    return { time: i / FRAMES, world: figurePoints(pose).flatMap(([x, y, z]) => [x, -y, -z]) };
  }),
);

/** Plants an error: every joint that `isMoved` is moved. */
function moved(isMoved: (joint: number, frame: number) => boolean, by: readonly number[]): LimbMotion {
  const places = truth.places.map((value, at) => {
    const joint = Math.floor(at / 3);
    return isMoved(joint % LIMBS, Math.floor(joint / LIMBS)) ? value + by[at % 3]! : value;
  });
  return { ...truth, places };
}

function turnX(angle: number): (x: number, y: number, z: number) => number[] {
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  return (x, y, z) => [x, y * c - z * s, y * s + z * c];
}

describe('the errors of positions', () => {
  const wrist = partAt('wrist', 1);
  const off = moved((joint) => joint === wrist, [0, 0.03, -0.04]);

  test('are those that were planted, of all joints and of each', () => {
    expect(positionError(off, truth)).toBeCloseTo(0.05 / LIMBS);
    expect(errorByPart(off, truth)).toMatchObject({ wrist: expect.closeTo(0.025) as number, knee: 0 });
  });

  test('refuse bodies of different lengths', () => {
    expect(() => positionError({ ...off, places: off.places.subarray(3) }, truth)).toThrow(RangeError);
  });

  test('forgive a body that is moved, turned and larger as a whole, when aligned, and no pose', () => {
    const elsewhere = mapLimbs(truth, (x, y, z) => turnX(0.6)(1.2 * x + 3, 1.2 * y, 1.2 * z));
    expect(positionError(elsewhere, truth)).toBeGreaterThan(0.1);
    expect(alignedError(elsewhere, truth)).toBeLessThan(1e-6);
    expect(
      alignedError(
        moved((joint) => joint === wrist, [0, 0.3, 0]),
        truth,
      ),
    ).toBeGreaterThan(0.02);
  });

  test('a mirror image is no turn', () => {
    const mirrored = mapLimbs(truth, (x, y, z) => [x, y, -z]);
    expect(alignedError(mirrored, truth)).toBeGreaterThan(0.02);
  });

  test('the lean is that of the whole clip, whatever its heading', () => {
    const turned = mapLimbs(truth, (x, y, z) => [z, y, -x]);
    expect(leanError(turned, truth)).toBeLessThan(1e-6);
    expect(leanError(mapLimbs(turned, turnX(0.2)), truth)).toBeCloseTo(0.2);
  });
});

describe('the errors of a body', () => {
  test('an angle that was bent by a known amount is off by it, and no other', () => {
    const [elbow, wrist] = [partAt('elbow', 0), partAt('wrist', 0)];
    const bent = truth.places.slice();
    for (let frame = 0; frame < FRAMES; frame++) {
      // The forearm along the upper arm: the elbow of the figure is bent by 0.6.
      const [s, e, w] = [partAt('shoulder', 0), elbow, wrist].map((joint) => (frame * LIMBS + joint) * 3) as [
        number,
        number,
        number,
      ];
      for (const axis of [0, 1, 2]) bent[w + axis] = 2 * bent[e + axis]! - bent[s + axis]!;
    }
    const { elbow: error, ...others } = angleErrors({ ...truth, places: bent }, truth);
    // One elbow of two.
    expect(error).toBeCloseTo(0.3);
    for (const other of Object.values(others)) expect(other).toBeCloseTo(0);
  });

  test('longer bones are so much too long, and constant', () => {
    const larger = mapLimbs(truth, (x, y, z) => [1.1 * x, 1.1 * y, 1.1 * z]);
    expect(boneErrors(larger, truth)).toMatchObject({
      thigh: expect.closeTo(0.042, 4) as number,
      hips: expect.closeTo(0.02, 4) as number,
    });
    expect(boneWobble(larger)).toBeCloseTo(0, 5);
  });

  test('bones that pulse are told', () => {
    const places = truth.places.map((value, at) => value * (Math.floor(at / LIMBS / 3) % 2 ? 1.1 : 0.9));
    expect(boneWobble({ ...truth, places })).toBeCloseTo(0.1, 2);
  });

  test('trembling is the acceleration that it has', () => {
    const still = { ...truth, places: new Float64Array(truth.places.length) };
    expect(unrest(still, 2)).toBe(0);
    // 1 cm to and fro in every frame: 4 cm in 1/30 s squared, and 8 cm in its cube.
    const trembling = {
      ...still,
      places: still.places.map((_, at) => (at % 3 ? 0 : 0.01 * (-1) ** Math.floor(at / 36))),
    };
    expect(unrest(trembling, 2)).toBeCloseTo(0.04 * 900, 3);
    expect(unrest(trembling, 3)).toBeCloseTo(0.08 * 27000, 2);
  });
});

describe('the path of the hips', () => {
  /** A metre to the side in a second. */
  const walk = Float64Array.from(Array.from({ length: 31 }, (_, i) => [i / 30, 1, 0]).flat());

  test('is compared from one start, across and along the view', () => {
    const drifting = walk.map((value, i) => value + 5 + (i % 3 === 2 ? 0.1 * (Math.floor(i / 3) / 30) : 0));
    const error = pathError(drifting, walk, 30);
    expect(error.across).toBeCloseTo(0);
    expect(error.depth).toBeCloseTo(0.05);
    expect(error.share).toBeCloseTo(0.05);
    expect(error.trueTravel).toBeCloseTo(1);
  });

  test('has a length and a height of its own', () => {
    const half = walk.map((value, i) => (i % 3 === 0 ? value / 2 : i === 46 ? 1.4 : value));
    expect(pathError(half, walk, 30)).toMatchObject({
      travel: expect.closeTo(0.5) as number,
      rise: expect.closeTo(0.4) as number,
      trueRise: 0,
    });
  });

  test('that hardly moves has no share', () => {
    expect(pathError(walk, new Float64Array(walk.length), 30).share).toBeNaN();
  });
});

describe('the feet', () => {
  const flags = (text: string): Uint8Array => Uint8Array.from(text, (letter) => (letter === '1' ? 1 : 0));

  test('agree by frames', () => {
    const stands = { left: flags('111100'), right: flags('000000') };
    expect(contactAgreement(stands, stands)).toBe(1);
    expect(contactAgreement({ left: flags('111000'), right: flags('000001') }, stands)).toBeCloseTo(6 / 8);
  });

  test('stand from the first to the last frame of what is claimed', () => {
    const claimed = claimedContacts([{ side: 'left', from: 1 / 30, to: 3 / 30 }], 5, 30);
    expect(claimed).toEqual({ left: flags('01110'), right: flags('00000') });
  });

  test('slide as fast as they are carried', () => {
    const clip = solveMotion(figureTrack({ seconds: 1, fps: 30, pose: () => standing() }));
    const stands = { left: new Uint8Array(clip.frames).fill(1), right: new Uint8Array(clip.frames) };
    expect(footSlide(clip, stands)).toBeLessThan(0.001);
    const carried = { ...clip, translations: clip.translations.map((v, i) => v + (i % 3 ? 0 : i / 3 / 30) * 0.2) };
    expect(footSlide(carried, stands)).toBeCloseTo(0.2, 2);
  });
});

describe('the axes of a camera', () => {
  const camera = { width: 1, height: 1, rate: 30, fieldOfView: 1, position: [3, 1, 0], target: [0, 1, 0] };

  test('are right, up and towards it', () => {
    // From the side, +X comes towards it, and +Z is left.
    expect(intoCamera(camera)(1, 2, 3)).toEqual([-3, 2, 1]);
    expect(intoHeading(camera)(1, 2, 3)).toEqual([-3, 2, 1]);
  });

  test('lean with what is up in the picture, which a heading does not', () => {
    const rolled = { ...camera, up: [0, Math.cos(0.3), Math.sin(0.3)] };
    const [x, y] = intoCamera(rolled)(0, 1, 0);
    expect(Math.atan2(x!, y!)).toBeCloseTo(0.3);
    expect(intoHeading(rolled)(0, 1, 0)).toEqual([0, 1, 0]);
  });
});
