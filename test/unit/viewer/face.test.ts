import { readFileSync } from 'node:fs';
import type { Clip, Rig } from '@kinora/core/motion';
import { loadAvatar, type Avatar } from '@kinora/viewer';
import { expect, onTestFinished, test } from 'vitest';
import { glbOf, jsonOf } from '../../support/glb-builder.ts';
import { createSceneWithoutScreen } from '../../support/scene.ts';
import { describeShared, sharedAsset } from '../../support/shared-assets.ts';

const FACE = 'avatars/mh_rpmlike_arkit22.glb';

/** A body at rest whose face stands at these weights. */
function faceClip(rig: Rig, weights: Readonly<Record<string, number>>): Clip {
  return {
    name: 'face',
    rig,
    frames: 1,
    rate: 30,
    rotations: Float32Array.from(rig.restRotations),
    translated: new Int16Array(0),
    translations: new Float32Array(0),
    morphs: { names: Object.keys(weights), weights: Float32Array.from(Object.values(weights)) },
  };
}

function load(bytes: Uint8Array<ArrayBuffer>): Promise<Avatar> {
  const scene = createSceneWithoutScreen();
  onTestFinished(() => scene.getEngine().dispose());
  return loadAvatar(scene, bytes);
}

/** Every morph target of the avatar's meshes, by the place that the file gives it. */
function influences({ meshes }: Avatar, index: number): number[] {
  return meshes.flatMap((mesh) => {
    const manager = mesh.morphTargetManager;
    return manager && index < manager.numTargets ? [manager.getTarget(index).influence] : [];
  });
}

describeShared('the face of a real avatar in Babylon', () => {
  test('expressions of VRM move the blendshapes of ARKit that it has, and leave with the clip', async () => {
    const avatar = await load(new Uint8Array(readFileSync(sharedAsset(FACE))));
    const place = avatar.target.face.blendshapes.indexOf('jawOpen');
    avatar.player.play(faceClip(avatar.rig, { aa: 1, blinkLeft: 0.5 }));
    avatar.player.update(0.1);
    expect(influences(avatar, place)[0]).toBeCloseTo(0.7, 5);
    expect(influences(avatar, avatar.target.face.blendshapes.indexOf('eyeBlinkLeft'))).toEqual([0.5]);
    avatar.player.stop();
    avatar.player.update(0.1);
    expect(influences(avatar, place)).toEqual([0]);
  });

  test('every primitive of a mesh takes part', async () => {
    const bytes = new Uint8Array(readFileSync(sharedAsset(FACE)));
    const json = jsonOf(bytes) as { meshes: { primitives: unknown[] }[] };
    const [{ primitives }] = json.meshes as [{ primitives: unknown[] }];
    primitives.push(primitives[0]);
    // The BIN chunk begins behind both headers and the JSON.
    const binAt = 28 + new DataView(bytes.buffer).getUint32(12, true);
    const avatar = await load(glbOf({ ...json }, bytes.subarray(binAt)));
    const place = avatar.target.face.blendshapes.indexOf('jawOpen');
    avatar.player.play(faceClip(avatar.rig, { jawOpen: 0.8 }));
    avatar.player.update(0.1);
    expect(influences(avatar, place).map((influence) => Number(influence.toFixed(5)))).toEqual([0.8, 0.8]);
    expect(influences(avatar, place + 1)).toEqual([0, 0]);
  });
});
