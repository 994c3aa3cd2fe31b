import { createRetargetPlan, mapHumanoid, multiplyQuat, retargetClip } from '@kinora/core/motion';
import type { Clip, HumanoidBone, HumanoidMap } from '@kinora/core/motion';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clipDifference, vectorAngles } from '../../../support/expect-rotation.ts';
import { jointPlaces } from '../../../support/joint-places.ts';
import { clipsOf, readAvatar, readReal } from '../../../support/real-pairs.ts';
import { describeShared } from '../../../support/shared-assets.ts';
import { standingClip } from '../../../support/standing-clip.ts';
import { about, shortestTurn, syntheticPerson } from '../../../support/synthetic-rig.ts';

const source = syntheticPerson({ fingers: true });
const TARGETS = [{ axes: 4 }, { mirrored: true, axes: 2 }, { armsDown: 45, axes: 9, armature: true }].map((options) =>
  syntheticPerson({ ...options, fingers: true }),
);

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

type Vec = [number, number, number];

/** Where a finger of the left hand points in a T-pose: closed towards the palm, and spread to the front. */
function pointing(closed: number, spread: number): Vec {
  const level = Math.cos(radians(spread));
  return [level * Math.cos(radians(closed)), -level * Math.sin(radians(closed)), Math.sin(radians(spread))];
}

/** Where a left thumb points: closed across the palm, and swung out of it. */
function thumbPointing(closed: number, out: number): Vec {
  const level = Math.cos(radians(out));
  const heading = radians(closed) + Math.PI / 4;
  return [level * Math.sin(heading), -Math.sin(radians(out)), level * Math.cos(heading)];
}

/** One frame in a T-pose with one joint of a finger turned. */
function bent(bone: HumanoidBone, from: Vec, to: Vec): Clip {
  const clip = standingClip(source.rig, 0, () => [0, 0, 0]);
  const rotations = clip.rotations.slice();
  rotations.set(shortestTurn(from, to), source.map.bones[bone]!.joint * 4);
  return { ...clip, rotations };
}

/** Of the bones of a finger, each with the next. */
function expectDirection(clip: Clip, bones: readonly (readonly [HumanoidBone, HumanoidBone])[], expected: Vec): void {
  for (const target of TARGETS) {
    const plan = createRetargetPlan(source.rig, target.rig, { sourceMap: source.map, targetMap: target.map });
    const carried = retargetClip(plan, clip, { ik: false });
    for (const [bone, tail] of bones) {
      expect(vectorAngles(target.directions(carried, bone, tail), expected).max).toBeLessThan(0.05);
    }
  }
}

function expectIndex(closed: number, spread: number, expected: Vec): void {
  const clip = bent('leftIndexProximal', pointing(0, 0), pointing(closed, spread));
  const bones = [
    ['leftIndexProximal', 'leftIndexIntermediate'],
    ['leftIndexIntermediate', 'leftIndexDistal'],
  ] as const;
  expectDirection(clip, bones, expected);
}

/** Turned where it leaves the hand, or at the joint after that. */
function expectThumb(at: 'root' | 'joint', closed: number, out: number, expected: Vec): void {
  const bone = at === 'root' ? 'leftThumbMetacarpal' : 'leftThumbProximal';
  const beyond = ['leftThumbProximal', 'leftThumbDistal'] as const;
  const bones = at === 'root' ? [['leftThumbMetacarpal', 'leftThumbProximal'] as const, beyond] : [beyond];
  expectDirection(bent(bone, thumbPointing(0, 0), thumbPointing(closed, out)), bones, expected);
}

const within = (value: number, [least, most]: readonly [number, number]): number =>
  Math.min(Math.max(value, least), most);

describe('fingers', () => {
  test('that bend as fingers do keep their direction', () => {
    fc.assert(
      fc.property(fc.integer({ min: -14, max: 109 }), fc.integer({ min: -24, max: 24 }), (closed, spread) => {
        expectIndex(closed, spread, pointing(closed, spread));
      }),
      { numRuns: 40 },
    );
  });

  test('that bend further go as far as fingers do, with all that lies beyond', () => {
    fc.assert(
      fc.property(fc.integer({ min: -60, max: 170 }), fc.integer({ min: -60, max: 60 }), (closed, spread) => {
        const limited = pointing(Math.min(Math.max(closed, -15), 110), Math.min(Math.max(spread, -25), 25));
        expectIndex(closed, spread, limited);
      }),
      { numRuns: 40 },
    );
  });
});

describe('thumbs', () => {
  const reach = { root: [-25, 70], joint: [-45, 45] } as const;

  test.each(['root', 'joint'] as const)('that bend as thumbs do at the %s keep their direction', (at) => {
    const [least, most] = reach[at];
    fc.assert(
      fc.property(fc.integer({ min: -24, max: 109 }), fc.integer({ min: least + 1, max: most - 1 }), (closed, out) => {
        expectThumb(at, closed, out, thumbPointing(closed, out));
      }),
      { numRuns: 20 },
    );
  });

  test.each(['root', 'joint'] as const)('that bend further at the %s go as far as thumbs do', (at) => {
    fc.assert(
      fc.property(fc.integer({ min: -60, max: 170 }), fc.integer({ min: -80, max: 80 }), (closed, out) => {
        expectThumb(at, closed, out, thumbPointing(within(closed, [-25, 110]), within(out, reach[at])));
      }),
      { numRuns: 20 },
    );
  });
});

describeShared('thumbs of real hands', () => {
  const avatar = (): ReturnType<typeof readAvatar> => readAvatar('avatars/mh_rpmlike_arkit22.glb');
  const real = (path: string): { clip: Clip; map: HumanoidMap } => {
    const content = readReal(path);
    return { clip: clipsOf(path, content)[0]!, map: mapHumanoid(content.rig) };
  };

  test.each(['anims/dcl_OpenChest.glb', 'bvh/20tab_freebvh.bvh', 'bvh/loth_walk.bvh', 'fbx/ozz_walk.fbx'])(
    'of %s go to an avatar and come back as they were',
    (path) => {
      const { clip, map } = real(path);
      const { rig, map: avatarMap } = avatar();
      const there = createRetargetPlan(clip.rig, rig, { sourceMap: map, targetMap: avatarMap });
      const back = createRetargetPlan(rig, clip.rig, { sourceMap: avatarMap, targetMap: map });
      const home = retargetClip(back, retargetClip(there, clip, { ik: false }), { ik: false });
      for (const bone of ['leftThumbMetacarpal', 'leftThumbProximal', 'rightThumbProximal'] as const) {
        expect(clipDifference(turnsOf(home, map, bone), turnsOf(clip, map, bone)).degrees).toBeLessThan(0.05);
      }
    },
  );

  // About its second axis this thumb is rolled, not bent.
  test.each([
    [150, [1, 0, 0]],
    [-150, [1, 0, 0]],
    [150, [0, 0, 1]],
    [-150, [0, 0, 1]],
  ] as const)('broken by %s° about %s are bent no further than thumbs bend', (degrees, axis) => {
    const { clip, map } = real('anims/dcl_OpenChest.glb');
    const { rig, map: avatarMap } = avatar();
    const broken = brokenThumb(clip, map, about(axis, degrees));
    const plan = createRetargetPlan(clip.rig, rig, { sourceMap: map, targetMap: avatarMap });
    expect(bendOf(broken, map)).toBeGreaterThan(135);
    expect(bendOf(retargetClip(plan, broken, { ik: false }), avatarMap)).toBeLessThan(110.1);
  });
});

/** The clip of one joint alone. */
function turnsOf(clip: Clip, map: HumanoidMap, bone: HumanoidBone): Clip {
  const { joint } = map.bones[bone]!;
  const stride = clip.rig.names.length * 4;
  const rotations = Float32Array.from(
    { length: clip.frames * 4 },
    (_, i) => clip.rotations[Math.floor(i / 4) * stride + joint * 4 + (i % 4)]!,
  );
  return { ...clip, rotations, translated: Int16Array.of(), translations: new Float32Array() };
}

/** The same clip, its left thumb turned by as much more at the joint in its middle. */
function brokenThumb(clip: Clip, map: HumanoidMap, turn: readonly number[]): Clip {
  const rotations = clip.rotations.slice();
  const stride = clip.rig.names.length * 4;
  for (let at = map.bones.leftThumbProximal!.joint * 4; at < rotations.length; at += stride) {
    multiplyQuat(rotations, at, rotations, at, Float32Array.from(turn), 0);
  }
  return { ...clip, rotations };
}

/** The most that the left thumb is bent at the joint in its middle, degrees. */
function bendOf(clip: Clip, map: HumanoidMap): number {
  const [root, middle, tip] = (['Metacarpal', 'Proximal', 'Distal'] as const).map((part) =>
    jointPlaces(clip, map.bones[`leftThumb${part}`]!.joint),
  ) as [Float64Array, Float64Array, Float64Array];
  const way = (from: Float64Array, to: Float64Array): Float64Array => to.map((value, i) => value - from[i]!);
  return vectorAngles(way(root, middle), way(middle, tip)).max;
}
