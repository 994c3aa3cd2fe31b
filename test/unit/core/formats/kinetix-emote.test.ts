import { createRetargetPlan, mapHumanoid, readGlb, retargetClip, validateClip } from '@kinora/core/motion';
import { describe, expect, test } from 'vitest';
import { jointPosition } from '../../../support/clip-joints.ts';
import { clipDifference } from '../../../support/expect-rotation.ts';
import { jsonOf } from '../../../support/glb-builder.ts';
import { kinetixEmote } from '../../../support/kinetix-emote.ts';
import { gltfErrors } from '../../../support/validate-gltf.ts';

describe('readGlb(): an emote of Kinetix', () => {
  test('is built as the real ones are', async () => {
    const file = kinetixEmote();
    const { nodes, skins, meshes, animations } = jsonOf(file) as Record<string, { joints: []; channels: [] }[]>;
    expect([nodes!.length, skins!.length, meshes, animations!.length]).toEqual([68, 1, undefined, 1]);
    expect(animations![0]!.channels).toHaveLength(105);
    expect(await gltfErrors(file)).toEqual([]);
  });

  test('gives a clip of its humanoid, without a word about scale tracks that change nothing', () => {
    const { rig, clips, warnings } = readGlb(kinetixEmote());
    expect(warnings).toEqual([]);
    expect(rig.names).toHaveLength(68);
    expect(clips).toHaveLength(1);
    const [clip] = clips;
    validateClip(clip!);
    expect(clip).toMatchObject({ name: '__Emote__', frames: 30, rate: 30 });
    expect([...clip!.translated]).toEqual([rig.names.indexOf('Hips')]);
    const map = mapHumanoid(rig);
    expect(map.confidence).toBeGreaterThanOrEqual(0.6);
    expect(rig.names[map.bones.leftThumbMetacarpal!.joint]).toBe('LeftHandThumb1');
    expect(retargetClip(createRetargetPlan(rig, rig), clip!).frames).toBe(30);
  });

  test('passes over sizes that change, and says so', () => {
    const plain = readGlb(kinetixEmote());
    const growing = readGlb(kinetixEmote({ others: [1, 1.5] }));
    expect(growing.warnings).toEqual(['Animation "__Emote__" changes the size of joints; that part was left out.']);
    expect(clipDifference(growing.clips[0]!, plain.clips[0]!)).toEqual({ degrees: 0, metres: 0 });
  });

  test('takes a size that is held all the time into the places below it', () => {
    const plain = readGlb(kinetixEmote()).clips[0]!;
    const { clips, warnings } = readGlb(kinetixEmote({ hips: [2, 2] }));
    expect(warnings).toEqual([expect.stringContaining('another size')]);
    for (const time of [0, 0.5]) {
      const hips = jointPosition(plain, time, 'Hips');
      expect(jointPosition(clips[0]!, time, 'Hips')).toEqual(hips);
      const hand = jointPosition(plain, time, 'LeftHand');
      const large = jointPosition(clips[0]!, time, 'LeftHand');
      hand.forEach((place, axis) => expect(large[axis]).toBeCloseTo(hips[axis]! + 2 * (place - hips[axis]!), 4));
    }
  });
});
