import { mapHumanoid, parseMotion, readGlb, restModel, validateClip } from '@kinora/core/motion';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { modelPositions } from '../../../support/model-positions.ts';
import { describeShared, sharedAsset } from '../../../support/shared-assets.ts';

const read = (name: string): Uint8Array => new Uint8Array(readFileSync(sharedAsset(name)));

/** Facts of PROVENANCE.md: joints, frames, frames per second, unit. */
const BVH: readonly (readonly [string, number, number, number, number])[] = [
  ['20tab_freebvh', 55, 69, 30, 0.01],
  ['20tab_mocapbank', 19, 455, 30, 0.01],
  ['ad_jesse_dance', 60, 1007, 100, 0.01],
  ['ad_jumping_jacks', 31, 125, 30, 0.056444],
  // In no known unit: an adult's height decides.
  ['ad_zombie', 27, 779, 30, 0.03966],
  ['fairmotion_pfnn', 31, 60, 30, 1],
  ['loth_cross', 21, 1, 1 / 0.03, 0.01],
  ['loth_walk', 51, 36, 1 / 0.03, 0.01],
  ['mh_face-poseunits', 163, 60, 24, 0.1],
  ['mh_tpose', 173, 1, 24, 0.1],
  ['mh_walk1', 75, 14, 24, 0.1],
  ['odd_bom_crlf_sci', 55, 20, 30, 0.01],
  ['odd_multiroot', 21, 2, 25, 0.01],
  ['odd_spaces_onelinedata', 21, 3, 30, 0.01],
  ['pybvh_bvh_test2', 23, 61, 120, 0.01],
  ['pybvh_cmu_12_01_walk', 31, 524, 120, 0.056444],
  ['pybvh_rotation_first_root', 4, 4, 25, 0.056444],
];

/** Joints, declared human bones, clips. */
const GLB: readonly (readonly [string, number, number, number])[] = [
  ['avatars/CesiumMan.glb', 21, 0, 1],
  ['avatars/KayKit_Knight.glb', 42, 0, 76],
  ['avatars/RobotExpressive_raylib.glb', 44, 0, 14],
  ['avatars/babylon_riggedMesh.glb', 53, 0, 0],
  ['avatars/boxman.glb', 15, 0, 34],
  ['avatars/cryptovoxels_vrm0.vrm', 58, 43, 0],
  ['avatars/debug_robot_vrm1.vrm', 77, 53, 0],
  ['avatars/mh_mixamorig_cm.glb', 53, 0, 0],
  ['avatars/mh_rpmlike_arkit22.glb', 53, 0, 0],
  ['avatars/mh_unreal_names.glb', 54, 0, 0],
  ['anims/KayKit_Med_General.glb', 24, 0, 15],
  ['anims/KayKit_Med_MovementBasic.glb', 24, 0, 11],
  ['anims/KayKit_Med_Simulation.glb', 24, 0, 14],
  ['anims/dcl_Crafting.glb', 63, 0, 1],
  ['anims/dcl_OpenChest.glb', 63, 0, 1],
  ['anims/hips_spine_twisting.vrma', 18, 17, 1],
  ['anims/three-vrm_test.vrma', 51, 51, 1],
];

describeShared('real BVH files', () => {
  test.each(BVH)('%s.bvh', (name, joints, frames, rate, unit) => {
    const { rig, clips } = parseMotion(read(`bvh/${name}.bvh`), `${name}.bvh`);
    expect(rig.names).toHaveLength(joints);
    expect(rig.unitMetres).toBeCloseTo(unit, 5);
    expect(clips[0]).toMatchObject({ name, frames });
    expect(clips[0]!.rate).toBeCloseTo(rate, 2);
    validateClip(clips[0]!);
  });

  test('mixes of tabs, CRLF and scientific notation change nothing', () => {
    const [plain] = parseMotion(read('bvh/20tab_freebvh.bvh'), 'a').clips;
    const [odd] = parseMotion(read('bvh/odd_bom_crlf_sci.bvh'), 'a').clips;
    odd!.rotations.forEach((value, i) => expect(Math.abs(value - plain!.rotations[i]!)).toBeLessThan(1e-5));
  });

  test('position channels that repeat the OFFSET, and some that are zero, leave bones as they are', () => {
    for (const name of ['loth_walk', 'mh_tpose']) {
      expect([...parseMotion(read(`bvh/${name}.bvh`), name).clips[0]!.translated]).toEqual([0]);
    }
  });

  test('a walker of 177.58 cm stands that high in the middle of his walk', () => {
    const places = [...modelPositions(parseMotion(read('bvh/loth_walk.bvh'), 'walk').clips[0]!, 18).values()];
    const heights = places.map(([, y]) => y);
    expect(Math.max(...heights)).toBeGreaterThan(1.5);
    expect(Math.max(...heights)).toBeLessThan(1.85);
    expect(Math.min(...heights)).toBeGreaterThan(-0.1);
  });
});

describeShared('real GLB, VRM and VRMA files', () => {
  test.each(GLB)('%s', (name, joints, declared, clips) => {
    const parsed = readGlb(read(name));
    expect(parsed.rig.names).toHaveLength(joints);
    expect(Object.keys(parsed.rig.declared ?? {})).toHaveLength(declared);
    expect(parsed.clips).toHaveLength(clips);
    expect(parsed.rig.unitMetres).toBe(1);
    for (const clip of parsed.clips) validateClip(clip);
  });

  test('an armature of 0.01 and one of 1 give the same body', () => {
    const heightOf = (name: string): number => {
      const { rig } = readGlb(read(name));
      const { head } = mapHumanoid(rig).bones;
      return restModel(rig).positions[head!.joint * 3 + 1]!;
    };
    expect(heightOf('avatars/mh_mixamorig_cm.glb')).toBeCloseTo(heightOf('avatars/mh_rpmlike_arkit22.glb'), 4);
  });

  test('clips that start late lose only the empty time before them', () => {
    const walk = readGlb(read('anims/KayKit_Med_MovementBasic.glb')).clips.find(({ name }) =>
      name.endsWith('Walking_A'),
    )!;
    expect(walk).toMatchObject({ frames: 33, rate: 30 });
    const { frames, rate } = readGlb(read('avatars/CesiumMan.glb')).clips[0]!;
    // 2 s, of which the first 0.042 are empty.
    expect((frames - 1) / rate).toBeCloseTo(2 - 1 / 24, 3);
  });
});
