import { mapHumanoid, parseBvh, readGlb, validateClip, writeBvh, writeGlbClip } from '@kinora/core/motion';
import type { Clip } from '@kinora/core/motion';
import { describe, expect, test } from 'vitest';
import { withRootJoint } from '../../../../packages/service/src/process/root/root-joint.ts';
import { addRootNode } from '../../../../packages/service/src/process/root/glb-root-node.ts';
import type { JobParams } from '../../../../packages/service/src/process/job-params.ts';
import { motionOn } from '../../../../packages/service/src/process/write-motion.ts';
import { keepArmsOut } from '../../../../packages/service/src/process/sim/keep-arms-out.ts';
import { outOf } from '../../../../packages/service/src/process/sim/trunk.ts';
import { priceOf } from '../../../../packages/service/src/process/price.ts';
import { jointPosition } from '../../../support/clip-joints.ts';
import { skinnedPerson } from '../../../support/skinned-person.ts';
import { about, syntheticPerson } from '../../../support/synthetic-rig.ts';

const { clip } = syntheticPerson();
const hand = 'joint of leftHand';

describe('withRootJoint()', () => {
  test('moves nothing, and adds a joint at the origin above all', () => {
    const rooted = withRootJoint(clip);
    validateClip(rooted);
    expect(rooted.rig.names[0]).toBe('root');
    for (const time of [0, 0.31]) {
      expect(jointPosition(rooted, time, 'root')).toEqual([0, 0, 0]);
      const [before, after] = [jointPosition(clip, time, hand), jointPosition(rooted, time, hand)];
      after.forEach((value, axis) => expect(value).toBeCloseTo(before[axis]!, 5));
    }
  });

  test('survives both formats, and takes a name that is free', () => {
    const twice = withRootJoint(withRootJoint(clip));
    expect(twice.rig.names.slice(0, 2)).toEqual(['root2', 'root']);
    expect(readGlb(writeGlbClip(twice)).clips[0]!.rig.names).toContain('root2');
    expect(parseBvh(writeBvh(withRootJoint(clip)), 'clip').clip.rig.names[0]).toBe('root');
  });

  test('follows the names of DeepMotion', () => {
    const rig = { ...clip.rig, names: clip.rig.names.map((_, joint) => `joint${joint}_JNT`) };
    expect(withRootJoint({ ...clip, rig }).rig.names[0]).toBe('root_JNT');
  });
});

describe('motionOn() with a face', () => {
  const rig = { ...clip.rig, restTranslations: clip.rig.restTranslations.map((length) => length * 1.1) };
  const map = mapHumanoid(rig);
  const weights = new Float32Array(clip.frames * 2).fill(0.5);
  const withFace: Clip = { ...clip, morphs: { names: ['eyeBlinkLeft', 'jawOpen'], weights } };
  const job = { tuning: {}, extras: { face: true, hands: false }, sim: false } as JobParams;

  test('moves the blendshapes of the character, by its own names', () => {
    const character = { rig, map, face: { blendshapes: ['eyeBlink_L', 'JawOpen', 'Hair'] } };
    const { morphs } = motionOn(withFace, character, job).clip;
    expect([...morphs!.names].sort()).toEqual(['JawOpen', 'eyeBlink_L']);
  });

  test('fails by 906 on a character that has none', () => {
    const failed = (): unknown => motionOn(withFace, { rig, map }, job);
    expect(failed).toThrow(
      expect.objectContaining({ code: 'animate3d/bad-character', details: { jobCode: 906 } }) as Error,
    );
  });
});

test('addRootNode() keeps the numbers of nodes, and the file readable', () => {
  const file = skinnedPerson();
  const [before, after] = [readGlb(file), readGlb(addRootNode(file))];
  expect(after.rig.names).toEqual(expect.arrayContaining([...before.rig.names, 'root']));
});

describe('keepArmsOut()', () => {
  const map = mapHumanoid(clip.rig);

  /** The left upper arm is turned so that the hand goes through the chest. */
  const folded = (): Clip => {
    const joints = clip.rig.names.length;
    const arm = clip.rig.names.indexOf('joint of leftUpperArm');
    const elbow = clip.rig.names.indexOf('joint of leftLowerArm');
    const rotations = new Float32Array(clip.frames * joints * 4);
    for (let frame = 0; frame < clip.frames; frame++) {
      rotations.set(clip.rig.restRotations, frame * joints * 4);
      rotations.set(about([0, 0, 1], -70), (frame * joints + arm) * 4);
      rotations.set(about([0, 0, 1], -110), (frame * joints + elbow) * 4);
    }
    return { ...clip, rotations };
  };
  /** Metres from the line between hips and shoulders, level with the chest. */
  const fromAxis = (of: Clip): number => {
    const [x, , z] = jointPosition(of, 0.1, hand);
    const [hipsX, , hipsZ] = jointPosition(of, 0.1, 'joint of hips');
    return Math.hypot(x - hipsX, z - hipsZ);
  };

  test('brings a hand out of the body, and no further than its surface', () => {
    const before = folded();
    const after = keepArmsOut(before, map);
    validateClip(after);
    const shoulders = 2 * 0.17;
    expect(fromAxis(before)).toBeLessThan(0.28 * shoulders);
    expect(fromAxis(after)).toBeGreaterThan(fromAxis(before));
    expect(fromAxis(after)).toBeLessThan(0.28 * shoulders + 0.06);
  });

  test('leaves alone what is outside', () => {
    const arms = keepArmsOut({ ...clip, rotations: restRotations() }, map);
    expect(arms.rotations).toEqual(restRotations());
  });

  test('505 where the character has no arms', () => {
    const bones = Object.fromEntries(Object.entries(map.bones).filter(([bone]) => bone !== 'leftHand'));
    expect(() => keepArmsOut(clip, { ...map, bones })).toThrow(
      expect.objectContaining({ details: { jobCode: 505 } }) as Error,
    );
  });

  function restRotations(): Float32Array {
    const rotations = new Float32Array(clip.rotations.length);
    for (let frame = 0; frame < clip.frames; frame++) {
      rotations.set(clip.rig.restRotations, frame * clip.rig.restRotations.length);
    }
    return rotations;
  }

  test('a point on the line of the trunk itself stays', () => {
    const trunk = { from: [0, 0, 0], to: [0, 1, 0], radius: 0.1 } as const;
    expect(outOf(trunk, [0, 0.5, 0])).toEqual([0, 0.5, 0]);
    expect(outOf(trunk, [0.05, 0.5, 0])).toEqual([0.1, 0.5, 0]);
    expect(outOf(trunk, [0, 1.05, 0])).toEqual([0, 1.1, 0]);
    expect(outOf(trunk, [0.2, 0.5, 0])).toEqual([0.2, 0.5, 0]);
  });
});

test.each([
  [1, false, false, 1],
  [1.234, false, false, 1.24],
  [0.1 + 0.2, false, false, 0.3],
  [2, true, false, 3],
  [2, true, true, 4],
])('%f s with face %s and hands %s cost %f', (seconds, face, hands, credits) => {
  expect(priceOf(seconds, { face, hands })).toBe(credits);
});
