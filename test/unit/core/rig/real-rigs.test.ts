import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { REQUIRED_BONES, mapHumanoid, parseBvh, readGlb } from '@kinora/core/motion';
import type { HumanoidBone, Rig } from '@kinora/core/motion';
import { describeShared, sharedAsset } from '../../../support/shared-assets.ts';
import { packGlb } from '../../../support/pack-glb.ts';

/** The required bones of one real file, written by hand: `{L|R}` stands for the two sides. */
interface Truth {
  readonly trunk: readonly [hips: string, spine: string, head: string];
  readonly arm: readonly [upperArm: string, lowerArm: string, hand: string];
  readonly leg: readonly [upperLeg: string, lowerLeg: string, foot: string];
}

const mixamo = (prefix: string): Truth => ({
  trunk: [`${prefix}Hips`, `${prefix}Spine`, `${prefix}Head`],
  arm: [`${prefix}{Left|Right}Arm`, `${prefix}{Left|Right}ForeArm`, `${prefix}{Left|Right}Hand`],
  leg: [`${prefix}{Left|Right}UpLeg`, `${prefix}{Left|Right}Leg`, `${prefix}{Left|Right}Foot`],
});

const KAYKIT: Truth = {
  trunk: ['hips', 'spine', 'head'],
  // Where a hand follows a wrist, the hand turns at the wrist.
  arm: ['upperarm.{l|r}', 'lowerarm.{l|r}', 'wrist.{l|r}'],
  leg: ['upperleg.{l|r}', 'lowerleg.{l|r}', 'foot.{l|r}'],
};

const POSER: Truth = {
  trunk: ['hip', 'abdomen', 'head'],
  arm: ['{l|r}Shldr', '{l|r}ForeArm', '{l|r}Hand'],
  leg: ['{l|r}Thigh', '{l|r}Shin', '{l|r}Foot'],
};

const JOINT_PLACES: Truth = {
  trunk: ['Hips', 'Chest', 'Head'],
  arm: ['{Left|Right}Shoulder', '{Left|Right}Elbow', '{Left|Right}Wrist'],
  leg: ['{Left|Right}Hip', '{Left|Right}Knee', '{Left|Right}Ankle'],
};

const CMU: Truth = { ...mixamo(''), trunk: ['Hips', 'LowerBack', 'Head'] };

const MAKEHUMAN: Truth = {
  trunk: ['root', 'spine05', 'head'],
  arm: ['upperarm01.{L|R}', 'lowerarm01.{L|R}', 'wrist.{L|R}'],
  leg: ['upperleg01.{L|R}', 'lowerleg01.{L|R}', 'foot.{L|R}'],
};

// prettier-ignore
const TRUTHS: Readonly<Record<string, Truth>> = {
  'avatars/KayKit_Knight.glb': KAYKIT,
  'avatars/KayKit_Manny/manny_med_mod.gltf': KAYKIT,
  'avatars/mh_mixamorig_cm.glb': mixamo('mixamorig:'),
  'avatars/mh_rpmlike_arkit22.glb': mixamo(''),
  'avatars/mh_unreal_names.glb': {
    trunk: ['pelvis', 'spine_01', 'head'],
    arm: ['upperarm_{l|r}', 'lowerarm_{l|r}', 'hand_{l|r}'],
    leg: ['thigh_{l|r}', 'calf_{l|r}', 'foot_{l|r}'],
  },
  'avatars/CesiumMan.glb': {
    trunk: ['Skeleton_torso_joint_1', 'Skeleton_torso_joint_2', 'Skeleton_neck_joint_2'],
    arm: ['Skeleton_arm_joint_{L__4_|R}', 'Skeleton_arm_joint_{L__3_|R__2_}', 'Skeleton_arm_joint_{L__2_|R__3_}'],
    leg: ['leg_joint_{L|R}_1', 'leg_joint_{L|R}_2', 'leg_joint_{L|R}_3'],
  },
  'avatars/babylon_riggedMesh.glb': {
    trunk: ['hips', 'abdomen', 'head'],
    arm: ['upper_armFBXASC046{L|R}', 'forearmFBXASC046{L|R}', 'handFBXASC046{L|R}'],
    leg: ['thighFBXASC046{L|R}', 'shinFBXASC046{L|R}', 'footFBXASC046{L|R}'],
  },
  // Faces −Z.
  'avatars/cryptovoxels_vrm0.vrm': {
    trunk: ['Hips', 'Spine', 'Head'],
    arm: ['{Left|Right} arm', '{Left|Right} elbow', '{Left|Right} wrist'],
    leg: ['{Left|Right} leg', '{Left|Right} knee', '{Left|Right} ankle'],
  },
  'avatars/debug_robot_vrm1.vrm': {
    trunk: ['hips', 'spine', 'head'],
    arm: ['upper_arm.{L|R}', 'lower_arm.{L|R}', 'hand.{L|R}'],
    leg: ['upper_leg.{L|R}', 'lower_leg.{L|R}', 'foot.{L|R}'],
  },
  'bvh/20tab_freebvh.bvh': mixamo('mixamorig:'),
  'bvh/20tab_mocapbank.bvh': JOINT_PLACES,
  // Its zero pose is a layout of bones along +X: geometry must not be asked for the sides.
  'bvh/ad_jesse_dance.bvh': mixamo(''),
  'bvh/ad_jumping_jacks.bvh': { ...JOINT_PLACES, trunk: ['Hips', 'lowerback', 'Head'] },
  'bvh/ad_zombie.bvh': mixamo(''),
  'bvh/fairmotion_pfnn.bvh': CMU,
  'bvh/loth_cross.bvh': POSER,
  'bvh/loth_walk.bvh': POSER,
  'bvh/mh_face-poseunits.bvh': MAKEHUMAN,
  'bvh/mh_tpose.bvh': MAKEHUMAN,
  // Legs hang from a joint `Hips` beside the trunk; both from `Root`.
  'bvh/mh_walk1.bvh': {
    trunk: ['Root', 'Spine1', 'Head'],
    arm: ['UpArm_{L|R}', 'LoArm_{L|R}', 'Hand_{L|R}'],
    leg: ['UpLeg_{L|R}', 'LoLeg_{L|R}', 'Foot_{L|R}'],
  },
  'bvh/odd_bom_crlf_sci.bvh': mixamo('mixamorig:'),
  // Two people in one file: the first.
  'bvh/odd_multiroot.bvh': {
    trunk: ['A_hip', 'A_abdomen', 'A_head'],
    arm: ['A_{l|r}Shldr', 'A_{l|r}ForeArm', 'A_{l|r}Hand'],
    leg: ['A_{l|r}Thigh', 'A_{l|r}Shin', 'A_{l|r}Foot'],
  },
  'bvh/odd_spaces_onelinedata.bvh': { ...POSER, arm: ['{left|right} upper arm', '{l|r}ForeArm', '{l|r}Hand'] },
  'bvh/pybvh_bvh_test2.bvh': JOINT_PLACES,
  'bvh/pybvh_cmu_12_01_walk.bvh': CMU,
};

function expand({ trunk, arm, leg }: Truth): Partial<Record<HumanoidBone, string>> {
  const [hips, spine, head] = trunk;
  const limb = [...arm, ...leg];
  const bones = ['UpperArm', 'LowerArm', 'Hand', 'UpperLeg', 'LowerLeg', 'Foot'] as const;
  const side = (name: string, i: 1 | 2): string => name.replace(/\{(.*)\|(.*)\}/, `$${i}`);
  return {
    hips,
    spine,
    head,
    ...Object.fromEntries(bones.map((bone, i) => [`left${bone}`, side(limb[i]!, 1)])),
    ...Object.fromEntries(bones.map((bone, i) => [`right${bone}`, side(limb[i]!, 2)])),
  };
}

function readRig(path: string): Rig {
  if (path.endsWith('.gltf')) return readGlb(packGlb(sharedAsset(path))).rig;
  const bytes = new Uint8Array(readFileSync(sharedAsset(path)));
  return path.endsWith('.bvh') ? parseBvh(bytes, path).rig : readGlb(bytes).rig;
}

describeShared('mapHumanoid() on real files', () => {
  test.each(Object.entries(TRUTHS))('%s', (path, truth) => {
    const rig = readRig(path);
    const map = mapHumanoid(rig);
    const found = REQUIRED_BONES.map((bone) => [bone, rig.names[map.bones[bone]?.joint ?? -1]]);
    expect(Object.fromEntries(found)).toEqual(expand(truth));
    expect(map.confidence).toBeGreaterThanOrEqual(0.6);
    expect(map.warnings).toEqual([]);
  });

  /** The names alone must do where a file's metadata is lost. */
  test.each(['avatars/cryptovoxels_vrm0.vrm', 'avatars/debug_robot_vrm1.vrm'])('%s without its metadata', (path) => {
    const { declared, ...rig } = readRig(path);
    const map = mapHumanoid(rig);
    for (const bone of REQUIRED_BONES) expect([bone, map.bones[bone]?.joint]).toEqual([bone, declared?.[bone]]);
  });

  describe('figures that lack bones', () => {
    test('avatars/boxman.glb has no hands and feet: says so, and maps the rest', () => {
      const rig = readRig('avatars/boxman.glb');
      const map = mapHumanoid(rig);
      const found = Object.fromEntries(Object.entries(map.bones).map(([bone, { joint }]) => [bone, rig.names[joint]]));
      expect(found).toEqual({
        hips: 'butt_bone',
        spine: 'body_lower',
        chest: 'body_upper',
        head: 'head',
        leftUpperArm: 'arm_upper.L',
        leftLowerArm: 'arm_lower.L',
        rightUpperArm: 'arm_upper.R',
        rightLowerArm: 'arm_lower.R',
        leftUpperLeg: 'leg_upper.L',
        leftLowerLeg: 'leg_lower.L',
        rightUpperLeg: 'leg_upper.R',
        rightLowerLeg: 'leg_lower.R',
      });
      expect(map.confidence).toBeGreaterThanOrEqual(0.6);
      expect(map.warnings).toHaveLength(4);
    });

    test('avatars/RobotExpressive_raylib.glb keeps its feet outside its legs: they stay unmapped', () => {
      const rig = readRig('avatars/RobotExpressive_raylib.glb');
      const map = mapHumanoid(rig);
      const name = (bone: HumanoidBone): string | undefined => rig.names[map.bones[bone]?.joint ?? -1];
      expect([name('hips'), name('spine'), name('head')]).toEqual(['Body', 'Abdomen', 'Head']);
      expect([name('leftUpperArm'), name('leftLowerArm')]).toEqual(['UpperArm.L', 'LowerArm.L']);
      expect([name('rightUpperLeg'), name('rightLowerLeg')]).toEqual(['UpperLeg.R', 'LowerLeg.R']);
      expect([name('leftFoot'), name('rightFoot'), name('leftHand')]).toEqual([undefined, undefined, undefined]);
      expect(map.warnings).toContain('No joint was found for leftFoot');
    });

    test('bvh/pybvh_rotation_first_root.bvh has four joints: no humanoid', () => {
      expect(mapHumanoid(readRig('bvh/pybvh_rotation_first_root.bvh')).confidence).toBe(0);
    });
  });
});
