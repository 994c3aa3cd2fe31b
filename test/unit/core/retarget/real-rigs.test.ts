import { readFileSync } from 'node:fs';
import { createRetargetPlan, parseMotion, resampleClip, restModel, retargetClip } from '@kinora/core/motion';
import type { Clip, HumanoidBone, RetargetPlan, Rig } from '@kinora/core/motion';
import { expect, test } from 'vitest';
import { clipDifference, vectorAngles } from '../../../support/expect-rotation.ts';
import { jointPlaces } from '../../../support/joint-places.ts';
import { describeShared, sharedAsset } from '../../../support/shared-assets.ts';

/** Real files that all face along an axis: which one is known by looking at them, not by asking the code under test. */
type Axes = 'as is' | 'faces −Z' | '+Z up, faces −Y';

const AVATARS: Record<string, Axes> = {
  'avatars/KayKit_Knight.glb': 'as is',
  'avatars/mh_mixamorig_cm.glb': 'as is',
  'avatars/mh_unreal_names.glb': 'as is',
  'avatars/cryptovoxels_vrm0.vrm': 'faces −Z',
  'avatars/CesiumMan.glb': 'as is',
  'avatars/RobotExpressive_raylib.glb': 'as is',
};

const MOTIONS: Record<string, Axes> = {
  // CMU: arms hang at rest, legs are straddled, the root has no offset, inches.
  'bvh/ad_jumping_jacks.bvh': 'as is',
  // Every bone lies along +X at rest: a layout, no stance.
  'bvh/ad_jesse_dance.bvh': 'as is',
  'bvh/pybvh_cmu_12_01_walk.bvh': 'as is',
  'bvh/loth_walk.bvh': 'as is',
  'bvh/mh_walk1.bvh': '+Z up, faces −Y',
};

const LIMBS: readonly (readonly [HumanoidBone, HumanoidBone])[] = (['left', 'right'] as const).flatMap((side) => [
  [`${side}UpperArm`, `${side}LowerArm`] as const,
  [`${side}LowerArm`, `${side}Hand`] as const,
  [`${side}UpperLeg`, `${side}LowerLeg`] as const,
  [`${side}LowerLeg`, `${side}Foot`] as const,
]);

function load(path: string): { rig: Rig; clips: readonly Clip[] } {
  return parseMotion(new Uint8Array(readFileSync(sharedAsset(path))), path);
}

/** [frames × 3] of one bone, +Y up and facing +Z. */
function places(clip: Clip, joint: number, axes: Axes): Float64Array {
  const points = jointPlaces(clip, joint);
  for (let at = 0; at < points.length; at += 3) {
    const [x, y, z] = [points[at]!, points[at + 1]!, points[at + 2]!];
    if (axes === 'faces −Z') points.set([-x, y, -z], at);
    if (axes === '+Z up, faces −Y') points.set([x, z, -y], at);
  }
  return points;
}

function towards(clip: Clip, from: number, to: number, axes: Axes): Float64Array {
  const start = places(clip, from, axes);
  return places(clip, to, axes).map((value, i) => value - start[i]!);
}

function jointsOf(plan: RetargetPlan, side: 'source' | 'target'): Map<HumanoidBone, number> {
  return new Map(plan.report.mapped.map((entry) => [entry.bone, plan[side].names.indexOf(entry[side])]));
}

describeShared('retargetClip() on real rigs', () => {
  const avatars = Object.entries(AVATARS).map(([path, axes]) => [path, axes] as const);
  test.each(Object.entries(MOTIONS))('carries %s to every avatar', (path, sourceAxes) => {
    const { rig, clips } = load(path);
    // Ten frames a second see every stance, and keep the suite short.
    const clip = resampleClip(clips[0]!, 10);
    for (const [avatar, targetAxes] of avatars) {
      const plan = createRetargetPlan(rig, load(avatar).rig, { sourceClip: clip });
      const baked = retargetClip(plan, clip, { ik: false });
      expect(baked.rotations.every(Number.isFinite)).toBe(true);
      expect(baked.translations.every(Number.isFinite)).toBe(true);
      const from = jointsOf(plan, 'source');
      const to = jointsOf(plan, 'target');
      const angles = LIMBS.filter(([bone, tail]) => to.has(bone) && to.has(tail)).map(([bone, tail]) =>
        vectorAngles(
          towards(baked, to.get(bone)!, to.get(tail)!, targetAxes),
          towards(clip, from.get(bone)!, from.get(tail)!, sourceAxes),
        ),
      );
      expect(angles.reduce((sum, { mean }) => sum + mean, 0) / angles.length, avatar).toBeLessThanOrEqual(0.5);
      expect(Math.max(...angles.map(({ p99 }) => p99)), avatar).toBeLessThanOrEqual(2);
      expectTravel(plan, clip, baked, sourceAxes, targetAxes);
      expectAboveGround(plan, baked, targetAxes);
    }
  });

  test.each(avatars)('leaves a clip that is on %s as it is', (path) => {
    const { rig } = load(path);
    const source = load('bvh/ad_jumping_jacks.bvh');
    const clip = retargetClip(createRetargetPlan(source.rig, rig, { sourceClip: source.clips[0]! }), source.clips[0]!);
    const again = retargetClip(createRetargetPlan(rig, rig, { sourceClip: clip }), clip);
    const { degrees, metres } = clipDifference(again, clip);
    expect(degrees).toBeLessThanOrEqual(0.01);
    expect(metres).toBeLessThanOrEqual(2e-5);
  });

  test('brings a dance from one avatar to another and back', () => {
    const source = load('bvh/ad_jumping_jacks.bvh');
    const knight = load('avatars/mh_mixamorig_cm.glb').rig;
    const other = load('avatars/mh_unreal_names.glb').rig;
    const turns = (from: Rig, to: Rig, clip: Clip): Clip =>
      retargetClip(createRetargetPlan(from, to, { sourceClip: clip }), clip, { ik: false });
    const clip = turns(source.rig, knight, source.clips[0]!);
    const away = turns(knight, other, clip);
    const { degrees, metres } = clipDifference(turns(other, knight, away), clip);
    expect(degrees).toBeLessThanOrEqual(0.05);
    expect(metres / 1.7).toBeLessThanOrEqual(1e-4);
  });

  test('tells the stance of a file that has none at rest from its motion', () => {
    const { rig, clips } = load('bvh/ad_jesse_dance.bvh');
    const { report } = createRetargetPlan(rig, load('avatars/mh_mixamorig_cm.glb').rig, { sourceClip: clips[0]! });
    expect(report.sourceReference).toBe('motion');
    expect(report.warnings).toContain('source: the rest pose is no stance; its T-pose is estimated from the clip');
  });

  test('warns of such a file where it gets no motion', () => {
    const { rig } = load('bvh/ad_jesse_dance.bvh');
    const { report } = createRetargetPlan(rig, load('avatars/mh_mixamorig_cm.glb').rig);
    expect(report.warnings.join()).toMatch(/no clip was given/);
  });
});

function expectTravel(plan: RetargetPlan, clip: Clip, baked: Clip, sourceAxes: Axes, targetAxes: Axes): void {
  const source = pathLength(places(clip, jointsOf(plan, 'source').get('hips')!, sourceAxes));
  const target = pathLength(places(baked, jointsOf(plan, 'target').get('hips')!, targetAxes));
  // A clip on the spot has no travel to compare.
  if (source > 0.1) expect(Math.abs(target / source / plan.report.hipScale - 1)).toBeLessThanOrEqual(0.005);
}

function expectAboveGround(plan: RetargetPlan, baked: Clip, axes: Axes): void {
  const joints = jointsOf(plan, 'target');
  const rest = restModel(plan.target).positions;
  const hips = places(baked, joints.get('hips')!, axes).filter((_, i) => i % 3 === 1);
  const head = places(baked, joints.get('head')!, axes).filter((_, i) => i % 3 === 1);
  const standing = rest[joints.get('hips')! * 3 + 1]!;
  expect(Math.min(...hips)).toBeGreaterThan(0.4 * standing);
  expect(Math.max(...hips)).toBeLessThan(1.6 * standing);
  expect(head.every((height, frame) => height > hips[frame]!)).toBe(true);
}

function pathLength(points: Float64Array): number {
  let length = 0;
  for (let at = 3; at < points.length; at += 3) {
    length += Math.hypot(points[at]! - points[at - 3]!, points[at + 2]! - points[at - 1]!);
  }
  return length;
}
