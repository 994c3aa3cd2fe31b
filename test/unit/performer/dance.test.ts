import { clipDuration, mapHumanoid, parseBvh, validateClip, writeBvh } from '@kinora/core/motion';
import { BEATS_PER_SECOND, danceClip, DANCE_SECONDS, footAtBeat, performerRig } from '@kinora/performer';
import { describe, expect, test } from 'vitest';
import { degreesBetween } from '../../support/expect-rotation.ts';
import { jointPlaces } from '../../support/joint-places.ts';

const clip = danceClip();
const joints = clip.rig.names.length;

describe('performerRig', () => {
  test('has 54 joints in a T-pose that everyone knows by name', () => {
    expect(performerRig.names).toHaveLength(54);
    expect([...performerRig.restRotations]).toEqual(performerRig.names.flatMap(() => [0, 0, 0, 1]));
    expect(mapHumanoid(performerRig).warnings).toEqual([]);
  });
});

describe('danceClip()', () => {
  test('is four seconds at 30 frames per second of valid, sign-aligned rotations', () => {
    expect(() => validateClip(clip)).not.toThrow();
    expect(clipDuration(clip)).toBe(DANCE_SECONDS);
    for (let at = 0; at < clip.rotations.length; at += 4) {
      const q = clip.rotations.subarray(at, at + 4);
      expect(Math.hypot(...q)).toBeCloseTo(1, 5);
      const before = clip.rotations.subarray(at - joints * 4, at - joints * 4 + 4);
      if (at >= joints * 4) expect(q.reduce((sum, value, i) => sum + value * before[i]!, 0)).toBeGreaterThan(0);
    }
  });

  test('ends where it began, and goes on as it went', () => {
    const frame = (i: number): Float32Array => clip.rotations.subarray(i * joints * 4, (i + 1) * joints * 4);
    const last = clip.frames - 1;
    for (let at = 0; at < joints * 4; at += 4) {
      const degrees = (a: number, b: number): number =>
        degreesBetween(frame(a).subarray(at, at + 4), frame(b).subarray(at, at + 4));
      expect(degrees(0, last)).toBeLessThan(0.01);
      // Across the seam nothing turns faster than next to it, but for the bend of a curve.
      expect(degrees(last - 1, last)).toBeLessThan(2 * degrees(0, 1) + 4);
    }
    const hips = [0, 1, 2].map((axis) => clip.translations[last * 3 + axis]! - clip.translations[axis]!);
    expect(Math.hypot(...hips)).toBeLessThan(1e-5);
  });

  test('turns no joint faster than a person can', () => {
    for (let at = joints * 4; at < clip.rotations.length; at += 4) {
      const before = clip.rotations.subarray(at - joints * 4, at - joints * 4 + 4);
      const degreesPerSecond = degreesBetween(before, clip.rotations.subarray(at, at + 4)) * clip.rate;
      // A forearm in boxing reaches some 1500 degrees a second.
      expect(degreesPerSecond).toBeLessThan(900);
    }
  });

  test.each(['Left', 'Right'] as const)('keeps the %s foot where it is planted', (side) => {
    const ball = jointPlaces(clip, clip.rig.names.indexOf(`${side}ToeBase`));
    let planted = 0;
    for (let frame = 1; frame < clip.frames; frame++) {
      const beats = [frame - 1, frame].map((i) => (i / clip.rate) * BEATS_PER_SECOND);
      if (!beats.every((beat) => footAtBeat(side, beat).planted)) continue;
      planted++;
      const slide = Math.hypot(...[0, 1, 2].map((axis) => ball[frame * 3 + axis]! - ball[frame * 3 - 3 + axis]!));
      expect(slide * clip.rate).toBeLessThan(0.01);
    }
    expect(planted).toBeGreaterThan(clip.frames / 2);
  });

  test('puts no foot through the floor', () => {
    for (const name of ['LeftToeBase', 'RightToeBase', 'LeftFoot', 'RightFoot']) {
      const joint = clip.rig.names.indexOf(name);
      const rest = name.endsWith('Foot') ? 0.092 : 0.03;
      const heights = jointPlaces(clip, joint).filter((_, i) => i % 3 === 1);
      expect(Math.min(...heights)).toBeGreaterThan(rest - 0.002);
    }
  });

  test('survives BVH', () => {
    const back = parseBvh(writeBvh(clip), 'dance').clip;
    expect(back.frames).toBe(clip.frames);
    for (const name of ['LeftHand', 'RightHand', 'Head', 'LeftFoot']) {
      const [ours, theirs] = [clip, back].map((c) => jointPlaces(c, c.rig.names.indexOf(name))) as [
        Float64Array,
        Float64Array,
      ];
      ours.forEach((value, i) => expect(theirs[i]).toBeCloseTo(value, 4));
    }
  });
});
