import { readFileSync } from 'node:fs';
import type { Scene } from '@babylonjs/core/scene.js';
import { loadAvatar } from '@kinora/viewer';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { standAvatar } from '../../../packages/viewer/src/stage/stand.ts';
import { blockPersonGlb } from '../../support/block-person.ts';
import { createSceneWithoutScreen } from '../../support/scene.ts';
import { describeShared, sharedAsset } from '../../support/shared-assets.ts';

let scene: Scene;

beforeEach(() => {
  scene = createSceneWithoutScreen();
});

afterEach(() => {
  scene.getEngine().dispose();
});

describe('standAvatar()', () => {
  test('measures what is seen and puts it on the floor, hips over the origin', async () => {
    const avatar = await loadAvatar(scene, blockPersonGlb());
    const { height, width } = standAvatar(avatar);
    // From the lower edge of the toes' block to the upper edge of the head's, and from hand to hand.
    expect(height).toBeCloseTo(1.55 + 0.09 - (0.02 - 0.09), 4);
    expect(width).toBeCloseTo(2 * (0.7 + 0.07), 4);
    expect(avatar.root.position.y).toBeCloseTo(0.07, 4);
    expect(avatar.root.position.x).toBeCloseTo(0, 5);
  });
});

describeShared('standAvatar() on real files', () => {
  test.each([
    ['mh_mixamorig_cm.glb', 1.5, 1.9],
    ['mh_unreal_names.glb', 1.5, 1.9],
    ['KayKit_Knight.glb', 1.5, 3],
    ['cryptovoxels_vrm0.vrm', 1, 2],
  ])('%s: faces the camera, left hand on the +X side, %f to %f m tall', async (name, from, to) => {
    const avatar = await loadAvatar(scene, readFileSync(sharedAsset(`avatars/${name}`)));
    const { height } = standAvatar(avatar);
    expect(height).toBeGreaterThan(from);
    expect(height).toBeLessThan(to);
    const hand = avatar.target.nodes[avatar.map.bones.leftHand!.joint]!;
    for (const node of avatar.root.getChildTransformNodes()) node.computeWorldMatrix(true);
    expect(hand.getAbsolutePosition().x).toBeGreaterThan(0.1);
  });
});
