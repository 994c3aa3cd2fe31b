import { mapHumanoid, resampleClip, retarget } from '@kinora/core/motion';
import { expect, test } from 'vitest';
import { clipsOf, readAvatar, readReal } from '../../../support/real-pairs.ts';
import { describeShared } from '../../../support/shared-assets.ts';

const DEGREES = 180 / Math.PI;

/** Hands flat and hanging, of a game, a scan and a mannequin; one whose T-pose is found from its motion alone. */
const SOURCES = [
  'anims/dcl_Crafting.glb',
  'anims/three-vrm_test.vrma',
  'bvh/20tab_freebvh.bvh',
  'bvh/ad_jesse_dance.bvh',
  'bvh/loth_walk.bvh',
  'bvh/mh_walk1.bvh',
  'fbx/ozz_walk.fbx',
];
/** The knuckle of the middle finger of the first stands 9° out of the palm, that of the others less. */
const AVATARS = ['avatars/cryptovoxels_vrm0.vrm', 'avatars/babylon_riggedMesh.glb', 'avatars/mh_mixamorig_cm.glb'];

describeShared('palms of real hands', () => {
  test.each(SOURCES)('look where those of %s look', (path) => {
    const content = readReal(path);
    const clip = resampleClip(clipsOf(path, content)[0]!, 10);
    const sourceMap = mapHumanoid(content.rig);
    for (const avatar of AVATARS) {
      const { rig, map } = readAvatar(avatar);
      const { palm } = retarget(clip, rig, { sourceMap, targetMap: map, ik: false }).report.metrics;
      expect(palm!.mean * DEGREES, avatar).toBeLessThanOrEqual(3);
      expect(palm!.p99 * DEGREES, avatar).toBeLessThanOrEqual(10);
    }
  });
});
