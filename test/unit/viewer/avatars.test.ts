import { readFileSync } from 'node:fs';
import { Matrix, Vector3 } from '@babylonjs/core/Maths/math.vector.js';
import type { Scene } from '@babylonjs/core/scene.js';
import { createPose, forwardKinematics, type Pose, type Rig } from '@kinora/core/motion';
import { loadAvatar, type Avatar } from '@kinora/viewer';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSceneWithoutScreen } from '../../support/scene.ts';
import { describeShared, sharedAsset } from '../../support/shared-assets.ts';

/** Rigs of every kind: own scales, centimetres, VRM 0, meshes that hang on bones, extra nodes. */
const AVATARS = [
  'KayKit_Knight.glb',
  'mh_mixamorig_cm.glb',
  'mh_unreal_names.glb',
  'mh_rpmlike_arkit22.glb',
  'cryptovoxels_vrm0.vrm',
  'debug_robot_vrm1.vrm',
  'RobotExpressive_raylib.glb',
];

/** Every joint turned by its own small angle about its own axis; the hips moved. */
function crookedPose(rig: Rig): Pose {
  const pose = createPose(rig);
  for (let joint = 0; joint < rig.parents.length; joint++) {
    const angle = 0.3 * Math.sin(joint + 1);
    const axis = new Vector3(Math.sin(joint), Math.cos(joint * 2), Math.sin(joint * 3)).normalize();
    const turn = [axis.x, axis.y, axis.z].map((part) => part * Math.sin(angle / 2));
    pose.rotations.set([...turn, Math.cos(angle / 2)], joint * 4);
  }
  pose.translations[1]! += 0.1;
  return pose;
}

/** Largest distance, metres, between where core and where Babylon sees a joint. */
function largestError(avatar: Avatar, pose: Pose): number {
  const { rig, root } = avatar;
  const positions = new Float32Array(rig.parents.length * 3);
  forwardKinematics(rig, pose.rotations, pose.translations, positions, new Float32Array(rig.parents.length * 4));
  root.computeWorldMatrix(true);
  const toRoot = Matrix.Invert(root.getWorldMatrix());
  const errors = avatar.target.nodes.map((node, joint) => {
    node.computeWorldMatrix(true);
    const seen = Vector3.TransformCoordinates(node.getAbsolutePosition(), toRoot);
    return Vector3.Distance(seen, Vector3.FromArray(positions, joint * 3));
  });
  return Math.max(...errors);
}

describeShared('loadAvatar() on real files', () => {
  let scene: Scene;

  beforeEach(() => {
    scene = createSceneWithoutScreen();
  });

  afterEach(() => {
    scene.getEngine().dispose();
  });

  const load = (name: string, into = scene): Promise<Avatar> =>
    loadAvatar(into, readFileSync(sharedAsset(`avatars/${name}`)));

  test.each(AVATARS)('%s: a written pose puts every joint where forward kinematics says', async (name) => {
    const avatar = await load(name);
    expect(largestError(avatar, createPose(avatar.rig))).toBeLessThan(1e-4);
    const pose = crookedPose(avatar.rig);
    avatar.target.writePose(pose);
    expect(largestError(avatar, pose)).toBeLessThan(1e-4);
  });

  test.each(['KayKit_Knight.glb', 'mh_mixamorig_cm.glb'])('%s: the same in a left-handed scene', async (name) => {
    const leftHanded = createSceneWithoutScreen({ rightHanded: false });
    const avatar = await load(name, leftHanded);
    const pose = crookedPose(avatar.rig);
    avatar.target.writePose(pose);
    expect(largestError(avatar, pose)).toBeLessThan(1e-4);
    leftHanded.getEngine().dispose();
  });

  test('reads back the pose that was written', async () => {
    const avatar = await load('mh_mixamorig_cm.glb');
    const pose = crookedPose(avatar.rig);
    avatar.target.writePose(pose);
    const read = createPose(avatar.rig);
    avatar.target.readPose(read);
    expect(read.rotations).toEqual(pose.rotations);
    read.translations.forEach((value, i) => expect(value).toBeCloseTo(pose.translations[i]!, 6));
  });

  test('a fresh avatar stands in the rest pose of its rig, and nothing in the file plays', async () => {
    const avatar = await load('KayKit_Knight.glb');
    const read = createPose(avatar.rig);
    avatar.target.readPose(read);
    const rest = createPose(avatar.rig);
    read.rotations.forEach((value, i) => expect(value).toBeCloseTo(rest.rotations[i]!, 5));
    expect(avatar.clips.length).toBeGreaterThan(0);
    expect(scene.animationGroups.every((group) => !group.isStarted)).toBe(true);
  });

  test('plays the clips that came in the file on its own rig, without retargeting', async () => {
    const avatar = await load('KayKit_Knight.glb');
    const clip = avatar.clips.find(({ frames }) => frames > 10)!;
    avatar.player.play(clip, { loop: true });
    avatar.player.update(0.1);
    expect(avatar.player.report).toBeUndefined();
    avatar.player.seek(clip.times ? clip.times[5]! : 5 / clip.rate);
    const read = createPose(avatar.rig);
    avatar.target.readPose(read);
    read.rotations.forEach((value, i) => expect(value).toBeCloseTo(clip.rotations[5 * read.rotations.length + i]!, 4));
  });

  test('dispose() takes everything out of the scene again', async () => {
    const before = [scene.meshes.length, scene.transformNodes.length, scene.skeletons.length, scene.materials.length];
    const avatar = await load('KayKit_Knight.glb');
    expect(scene.meshes.length).toBeGreaterThan(before[0]!);
    avatar.dispose();
    avatar.dispose();
    expect([scene.meshes.length, scene.transformNodes.length, scene.skeletons.length, scene.materials.length]).toEqual(
      before,
    );
  });

  test('an abort rejects with its reason and leaves nothing behind', async () => {
    const before = scene.meshes.length;
    const abort = new AbortController();
    const loading = loadAvatar(scene, readFileSync(sharedAsset('avatars/mh_mixamorig_cm.glb')), {
      signal: abort.signal,
    });
    const reason = new Error('changed my mind');
    queueMicrotask(() => abort.abort(reason));
    await expect(loading).rejects.toBe(reason);
    // Babylon finishes what it began; then it is disposed.
    await load('debug_robot_vrm1.vrm').then((avatar) => avatar.dispose());
    expect(scene.meshes.length).toBe(before);
  });
});
