import { mapHumanoid, parseMotion, readGlb, writeGlbClip } from '@kinora/core/motion';
import type { Clip } from '@kinora/core/motion';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { captureSentence, captureSummary } from '../../../packages/cli/src/terminal/capture-summary.ts';
import { kinora, temporaryFolder } from '../../support/cli.ts';
import { describeShared, sharedAsset } from '../../support/shared-assets.ts';
import { standingClip } from '../../support/standing-clip.ts';
import { syntheticPerson } from '../../support/synthetic-rig.ts';
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

/** Frames of a captured body whose left fingers were seen in every other one. */
function capturedBody(): Clip {
  const { rig } = syntheticPerson({ fingers: true });
  const body = standingClip(rig, 3, () => [0, 0, 0], { rate: 1 });
  const joints = rig.names.length;
  const left = mapHumanoid(rig).bones.leftIndexProximal!.joint;
  return {
    ...body,
    confidence: Float32Array.from({ length: body.frames * joints }, (_, at) =>
      at % joints === left && Math.floor(at / joints) % 2 === 0 ? 0.8 : 0,
    ),
    report: { tracked: 1, gaps: [], warnings: [] },
  };
}

/** And whose mouth opened. */
function capturedClip(): Clip {
  return {
    ...capturedBody(),
    morphs: { names: ['jawOpen', 'tongueOut'], weights: Float32Array.of(0, 0, 0.5, 0, 0, 0, 0, 0) },
  };
}

const LEFT_OUT = '2 blendshapes have no place in BVH and were left out; a .glb file holds them.';

describe('kinora capture --hands --face', () => {
  test('says how much of the fingers and of the face there is', () => {
    const summary = captureSummary('a.glb', capturedClip(), { hands: true, face: true });
    expect(summary).toMatchObject({
      hands: { left: 0.5, right: 0 },
      blendshapes: [
        { name: 'jawOpen', moves: true },
        { name: 'tongueOut', moves: false },
      ],
      warnings: [],
    });
    expect(captureSentence(summary)).toBe(
      'a.glb: 3.00 s, 4 frames, a person in 100 % of them; left fingers in 50 %, right in 0 %; a face, 1 of 2 blendshapes move\n',
    );
  });

  test('says that no face came of it', () => {
    const summary = captureSummary('a.bvh', capturedBody(), { face: true });
    expect(summary).toMatchObject({ blendshapes: [], warnings: [] });
    expect(captureSentence(summary)).toMatch(/; no face\n$/);
  });

  test('says nothing of what nobody asked for', () => {
    const summary = captureSummary('a.glb', capturedClip(), {});
    expect(Object.keys(summary)).toEqual(['out', 'clip', 'tracked', 'gaps', 'warnings', 'advice']);
    expect(captureSentence(summary)).toBe('a.glb: 3.00 s, 4 frames, a person in 100 % of them\n');
  });

  test('says that a BVH file has no place for the face', () => {
    expect(captureSummary('a.BVH', capturedClip(), { face: true }).warnings).toEqual([LEFT_OUT]);
  });
});

describe('a file with blendshapes', () => {
  function folderWithFace(): string {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'face.glb'), writeGlbClip(capturedClip()));
    return folder;
  }

  test('kinora inspect lists them, and which of them move', async () => {
    const { stdout } = await kinora(['inspect', 'face.glb'], folderWithFace());
    expect(stdout).toMatch(/standing +3\.00 s +4 frames +1 a second +2 blendshapes, 1 move\n/);
    expect(stdout).toContain('\nBlendshapes\n  move\n    jawOpen\n  stay at rest\n    tongueOut\n');
  });

  test('kinora inspect --json tells the same to a program', async () => {
    const { stdout } = await kinora(['inspect', 'face.glb', '--json'], folderWithFace());
    expect(JSON.parse(stdout)).toMatchObject({
      clips: [
        {
          blendshapes: [
            { name: 'jawOpen', moves: true },
            { name: 'tongueOut', moves: false },
          ],
        },
      ],
    });
  });

  test('kinora convert says what a BVH file has no place for', async () => {
    const { code, stderr } = await kinora(['convert', 'face.glb', 'face.bvh'], folderWithFace());
    expect(code).toBe(0);
    expect(stderr.split('\n')).toEqual([
      `warning: ${LEFT_OUT}`,
      expect.stringMatching(/^warning: What was said when it was captured has no place in BVH/),
      '',
    ]);
  });
});
