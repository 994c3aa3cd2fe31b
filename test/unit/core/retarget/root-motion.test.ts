import { readFileSync } from 'node:fs';
import {
  applyRootMotion,
  createRetargetPlan,
  extractRootMotion,
  mapHumanoid,
  multiplyQuat,
  parseMotion,
  retargetClip,
  sampleRootMotion,
  trimClip,
} from '@kinora/core/motion';
import type { Clip, Rig } from '@kinora/core/motion';
import { describe, expect, test } from 'vitest';
import { clipDifference } from '../../../support/expect-rotation.ts';
import { jointPlaces } from '../../../support/joint-places.ts';
import { describeShared, sharedAsset } from '../../../support/shared-assets.ts';
import { standingClip } from '../../../support/standing-clip.ts';
import { about, syntheticPerson } from '../../../support/synthetic-rig.ts';
import type { SyntheticOptions } from '../../../support/synthetic-rig.ts';

/** It walks a quarter of a circle of 2 m to its left within 4 s, facing where it goes, and rises by 0.1 m. */
function turning(rig: Rig): Clip {
  const angle = (time: number): number => (time / 4) * (Math.PI / 2);
  const clip = standingClip(rig, 4, (time) => [2 - 2 * Math.cos(angle(time)), 0.025 * time, 2 * Math.sin(angle(time))]);
  for (let frame = 0; frame < clip.frames; frame++) {
    const at = frame * rig.restRotations.length;
    const turn = about([0, 1, 0], (angle(frame / clip.rate) * 180) / Math.PI);
    multiplyQuat(clip.rotations, at, Float32Array.from(turn), 0, clip.rotations, at);
  }
  return clip;
}

const last = (clip: Clip): number[] => [...clip.rootMotion!.slice(-4)];

describe('extractRootMotion()', () => {
  const person = syntheticPerson();
  const clip = turning(person.rig);

  test('takes the way over the ground and the heading, and leaves the height', () => {
    const inPlace = extractRootMotion(clip, person.map);
    const [x, y, z, yaw] = last(inPlace);
    expect(x).toBeCloseTo(2, 4);
    expect(y).toBe(0);
    expect(z).toBeCloseTo(2, 4);
    expect(yaw).toBeCloseTo(Math.PI / 2, 2);
    const hips = jointPlaces(inPlace, 0);
    expect(hips.at(-3)).toBeCloseTo(hips[0]!, 5);
    expect(hips.at(-2)! - hips[1]!).toBeCloseTo(0.1, 5);
    expect(hips.at(-1)).toBeCloseTo(hips[2]!, 5);
    const { degrees } = clipDifference(
      inPlace,
      standingClip(person.rig, 4, () => [0, 0, 0]),
    );
    // What the low-pass of the heading lags behind where the turn begins and ends.
    expect(degrees).toBeLessThan(4);
  });

  test('takes the height where that is asked for, and no heading where it is not', () => {
    const [x, y, z, yaw] = last(extractRootMotion(clip, person.map, { mode: 'xyz' }));
    expect([x, z, yaw]).toEqual([expect.closeTo(2, 4), expect.closeTo(2, 4), 0]);
    expect(y).toBeCloseTo(0.1, 4);
    expect(last(extractRootMotion(clip, person.map, { mode: 'xz' }))[3]).toBe(0);
    expect(extractRootMotion(clip, person.map, { mode: 'none' })).toBe(clip);
  });

  test.each<[string, SyntheticOptions]>([
    ['a plain file', {}],
    ['a moved and turned armature', { armature: true, axes: 3 }],
    ['a file with +Z up', { turn: [Math.SQRT1_2, 0, 0, Math.SQRT1_2] }],
    ['a mirrored file', { mirrored: true }],
  ])('loses nothing of %s', (_, options) => {
    const dancer = syntheticPerson(options);
    for (const mode of ['xz', 'xz+yaw', 'xyz'] as const) {
      const inPlace = extractRootMotion(dancer.clip, dancer.map, { mode });
      const whole = applyRootMotion(inPlace, dancer.map);
      expect(whole.rootMotion).toBeUndefined();
      const { degrees, metres } = clipDifference(whole, dancer.clip);
      expect(degrees).toBeLessThan(0.05);
      expect(metres).toBeLessThan(1e-5);
    }
  });

  test('says the same however the file is laid', () => {
    const plain = extractRootMotion(person.clip, person.map).rootMotion!;
    for (const options of [{ turn: about([1, 2, 3], 70) }, { mirrored: true }, { armature: true }] as const) {
      const dancer = syntheticPerson(options);
      const motion = extractRootMotion(dancer.clip, dancer.map).rootMotion!;
      motion.forEach((value, at) => expect(value).toBeCloseTo(plain[at]!, 4));
    }
  });

  test('taken twice is taken once', () => {
    const once = extractRootMotion(clip, person.map);
    const { degrees } = clipDifference(extractRootMotion(once, person.map), once);
    expect(degrees).toBeLessThan(0.05);
  });

  test('is read at any time, and counts from the start of a part', () => {
    const inPlace = extractRootMotion(clip, person.map);
    const out = new Float32Array(4);
    sampleRootMotion(inPlace, 2, out);
    expect(out[0]).toBeCloseTo(2 - Math.SQRT2, 2);
    expect(out[2]).toBeCloseTo(Math.SQRT2, 2);
    sampleRootMotion(clip, 2, out);
    expect([...out]).toEqual([0, 0, 0, 0]);
    const part = trimClip(inPlace, 2, 4);
    // From half way on it goes ahead as it did from the start: an eighth of the circle.
    expect(part.rootMotion![0]).toBe(0);
    expect(last(part)[2]).toBeCloseTo(Math.SQRT2, 1);
    expect(last(part)[3]).toBeCloseTo(Math.PI / 4, 1);
  });

  test('grows with the legs', () => {
    const target = syntheticPerson({ legs: 0.5 });
    const maps = { sourceMap: person.map, targetMap: target.map };
    const baked = retargetClip(createRetargetPlan(person.rig, target.rig, maps), extractRootMotion(clip, person.map));
    expect(last(baked)[0]).toBeCloseTo(1, 3);
    expect(last(baked)[3]).toBeCloseTo(Math.PI / 2, 2);
  });
});

describeShared('extractRootMotion() of real clips', () => {
  function load(path: string): Clip {
    return parseMotion(new Uint8Array(readFileSync(sharedAsset(path))), path).clips[0]!;
  }

  test('finds the travel of a walk on the spot by its feet', () => {
    const clip = load('bvh/loth_walk.bvh');
    const moving = extractRootMotion(clip, mapHumanoid(clip.rig), { reference: 'feet' });
    expect(last(moving)[2]! / (clip.frames / clip.rate)).toBeGreaterThan(1);
    expect(moving.rotations).toBe(clip.rotations);
  });

  test('feet that hang from the root come along', () => {
    const robot = parseMotion(
      new Uint8Array(readFileSync(sharedAsset('avatars/RobotExpressive_raylib.glb'))),
      'robot.glb',
    ).rig;
    const source = load('bvh/pybvh_cmu_12_01_walk.bvh');
    const walk = trimClip(retargetClip(createRetargetPlan(source.rig, robot, { sourceClip: source }), source), 0, 1);
    const map = mapHumanoid(robot);
    const inPlace = extractRootMotion(walk, map);
    const foot = map.bones.leftFoot!.joint;
    const apart = (of: Clip): Float64Array => {
      const hips = jointPlaces(of, map.bones.hips!.joint);
      return jointPlaces(of, foot).map((value, at) => value - hips[at]!);
    };
    const heights = (of: Clip): number[] => [...apart(of)].filter((_, at) => at % 3 === 1);
    heights(inPlace).forEach((height, frame) => expect(height).toBeCloseTo(heights(walk)[frame]!, 4));
  });
});
