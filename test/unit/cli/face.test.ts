import { parseMotion, readGlb } from '@kinora/core/motion';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { lostBlendshapes } from '../../../packages/cli/src/commands/capture.ts';
import { kinora, temporaryFolder } from '../../support/cli.ts';
import { describeShared, sharedAsset } from '../../support/shared-assets.ts';
import { gltfErrors } from '../../support/validate-gltf.ts';

const HAPPY = 'anims/three-vrm_test.vrma';

describeShared('kinora retarget with a face', () => {
  test('a VRM expression smiles on an avatar with blendshapes of ARKit, and the report says how', async () => {
    const folder = temporaryFolder();
    const words = ['--clip', sharedAsset(HAPPY), '--avatar', sharedAsset('avatars/mh_rpmlike_arkit22.glb')];
    const { code, stderr } = await kinora(['retarget', ...words, '--out', 'out.glb', '--report', 'r.json'], folder);
    expect(code).toBe(0);
    expect(stderr).toContain('The avatar has only what comes near happy.');
    const report = JSON.parse(readFileSync(join(folder, 'r.json'), 'utf8')) as { blendshapes: unknown };
    expect(report.blendshapes).toMatchObject({ lost: [], mapped: [{ source: 'happy', route: 'approximated' }] });

    const bytes = readFileSync(join(folder, 'out.glb'));
    const { morphs, frames } = readGlb(bytes).clips[0]!;
    const before = parseMotion(readFileSync(sharedAsset(HAPPY)), 'happy.vrma').clips[0]!.morphs!;
    const column = morphs!.names.indexOf('mouthSmileLeft');
    const smiles = Array.from(
      { length: frames },
      (_, frame) => morphs!.weights[frame * morphs!.names.length + column]!,
    );
    expect(Math.max(...before.weights)).toBeGreaterThan(0.5);
    expect(Math.max(...smiles)).toBeCloseTo(0.7 * Math.max(...before.weights), 3);
    expect(await gltfErrors(bytes)).toEqual(
      await gltfErrors(readFileSync(sharedAsset('avatars/mh_rpmlike_arkit22.glb'))),
    );
  });

  test('an avatar without a face loses it, and says so', async () => {
    const words = ['--clip', sharedAsset(HAPPY), '--avatar', sharedAsset('avatars/boxman.glb'), '--out', 'out.glb'];
    const { code, stderr } = await kinora(['retarget', ...words], temporaryFolder());
    expect(code).toBe(0);
    expect(stderr).toContain('The avatar has nothing for happy; that part of the face is lost.');
  });
});

describe('kinora capture --face', () => {
  const morphs = { names: ['jawOpen', 'eyeBlinkLeft'], weights: new Float32Array(2) };

  test('says that a BVH file has no place for the face', () => {
    expect(lostBlendshapes({ morphs }, '.bvh')).toEqual([
      '2 blendshapes have no place in BVH and were left out; a .glb file holds them.',
    ]);
  });

  test('says nothing where the face is kept, or none was captured', () => {
    expect(lostBlendshapes({ morphs }, '.glb')).toEqual([]);
    expect(lostBlendshapes({}, '.bvh')).toEqual([]);
  });
});
