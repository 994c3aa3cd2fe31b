import { readFileSync } from 'node:fs';
import { addClipToGlb, readGlb } from '@kinora/core/motion';
import { describe, expect, test } from 'vitest';
import { glbOf, glbOfChunks, jsonOf } from '../../../support/glb-builder.ts';
import { expectSameMotion } from '../../../support/same-motion.ts';
import { describeShared, sharedAsset } from '../../../support/shared-assets.ts';
import { oneJoint, swinging } from '../../../support/swinging-clip.ts';
import { thrownCode } from '../../../support/thrown-code.ts';
import { gltfErrors } from '../../../support/validate-gltf.ts';

describe('addClipToGlb()', () => {
  test('keeps every other field of the file', () => {
    const json = {
      scene: 0,
      scenes: [{ nodes: [0] }],
      nodes: [
        { name: 'a', extras: { mine: 1 }, children: [1] },
        { name: 'b', matrix: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 3, 2, 1, 1] },
      ],
      materials: [{ name: 'skin' }],
      extensionsUsed: ['ACME_x'],
      extensions: { ACME_x: { anything: [1, 2] } },
      extras: { theirs: true },
    };
    const file = glbOf(json);
    const written = jsonOf(addClipToGlb(file, swinging(readGlb(file).rig)));
    const { nodes, animations, accessors, bufferViews, buffers, ...rest } = written as Record<string, unknown[]>;
    expect({ ...rest, nodes: json.nodes }).toEqual(jsonOf(file));
    expect(nodes![0]).toEqual(json.nodes[0]);
    // glTF forbids to animate a matrix.
    expect(nodes![1]).toEqual({ name: 'b', translation: [3, 2, 1], rotation: [0, 0, 0, 1], scale: [1, 1, 1] });
    expect([animations, buffers].map((list) => list!.length)).toEqual([1, 1]);
    expect(accessors!.length).toBe(bufferViews!.length);
  });

  test('writes in the space of the nodes', () => {
    const file = glbOf({
      nodes: [
        { scale: [0.01, 0.01, 0.01], children: [1] },
        { name: 'hips', translation: [0, 100, 0] },
      ],
    });
    const { rig } = readGlb(file);
    const clip = { ...swinging(rig), translated: Int16Array.of(1) };
    expectSameMotion(readGlb(addClipToGlb(file, clip)).clips[0]!, clip);
  });

  test('gives the second clip of a name a number', () => {
    const file = glbOf({ nodes: [{ name: 'a' }] });
    const clip = swinging(readGlb(file).rig);
    const twice = addClipToGlb(addClipToGlb(file, clip), clip);
    expect(readGlb(twice).clips.map(({ name }) => name)).toEqual(['swing', 'swing 2']);
  });

  test('adds to a file whose buffer is written out in the JSON', async () => {
    const file = glbOf({
      nodes: [{ name: 'a' }],
      scenes: [{ nodes: [0] }],
      buffers: [{ byteLength: 3, uri: 'data:application/octet-stream;base64,AAAA' }],
    });
    const clip = swinging(readGlb(file).rig);
    const written = addClipToGlb(file, clip);
    expectSameMotion(readGlb(written).clips[0]!, clip);
    expect(await gltfErrors(written)).toEqual([]);
  });

  test('keeps chunks that glTF does not know', () => {
    const json = new TextEncoder().encode('{"asset":{"version":"2.0"},"nodes":[{}]}');
    const file = glbOfChunks([
      { type: 0x4e4f534a, data: json },
      { type: 0x004e4942, data: new Uint8Array(4) },
      { type: 0x41434d45, data: Uint8Array.of(7, 7, 7, 7) },
    ]);
    expect([...addClipToGlb(file, swinging(readGlb(file).rig)).slice(-4)]).toEqual([7, 7, 7, 7]);
  });

  test('refuses a clip of another rig', () => {
    expect(thrownCode(() => addClipToGlb(glbOf({ nodes: [{}, {}] }), swinging(oneJoint())))).toBe('clip/invalid');
  });
});

describeShared('addClipToGlb() on real avatars', () => {
  test.each([
    'CesiumMan.glb',
    'KayKit_Knight.glb',
    'babylon_riggedMesh.glb',
    'cryptovoxels_vrm0.vrm',
    'debug_robot_vrm1.vrm',
    'mh_mixamorig_cm.glb',
    'mh_rpmlike_arkit22.glb',
    'mh_unreal_names.glb',
  ])('%s gets the clip, and no error that it did not have', async (name) => {
    const file = new Uint8Array(readFileSync(sharedAsset(`avatars/${name}`)));
    const before = readGlb(file);
    const clip = swinging(before.rig);
    const written = addClipToGlb(file, clip);
    const after = readGlb(written);
    expectSameMotion(after.clips.at(-1)!, clip);
    expect(after.clips.slice(0, -1)).toEqual(before.clips);
    expect(await gltfErrors(written)).toEqual(await gltfErrors(file));
    const bin = binOf(file);
    expect(Buffer.from(binOf(written).subarray(0, bin.length)).equals(Buffer.from(bin))).toBe(true);
  });
});

function binOf(glb: Uint8Array): Uint8Array {
  const json = new DataView(glb.buffer, glb.byteOffset).getUint32(12, true);
  return glb.subarray(28 + json);
}
