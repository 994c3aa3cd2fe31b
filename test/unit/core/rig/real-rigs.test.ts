import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { assertHumanoid, mapHumanoid } from '@kinora/core/motion';
import { readRealRig } from '../../../support/real-rigs.ts';
import { rateMap, readTruths, truthOf } from '../../../support/rig-truth.ts';
import { describeShared, sharedAsset } from '../../../support/shared-assets.ts';
import { thrownCode } from '../../../support/thrown-code.ts';

/** Files whose figures lack what others have: each bone is named. */
const LACKING: Readonly<Record<string, readonly string[]>> = {
  'avatars/boxman.glb': ['leftHand', 'rightHand', 'leftFoot', 'rightFoot'],
};

const truths = readTruths();
const humanoids = truths.flatMap(({ bones, ...truth }) => (bones ? [{ ...truth, bones }] : []));

describeShared('mapHumanoid() on real files', () => {
  test.each(humanoids)('$path: every bone, and sure of it', ({ path, bones }) => {
    const rig = readRealRig(path);
    const map = mapHumanoid(rig);
    const { mistakes, matches } = rateMap(rig, map, truthOf(rig, bones));
    expect(mistakes).toEqual([]);
    expect(matches.filter(({ confidence }) => confidence < 0.6)).toEqual([]);
    expect(map.confidence).toBeGreaterThanOrEqual(0.6);
    const lacking = LACKING[path] ?? [];
    expect(map.warnings).toEqual(lacking.map((bone) => `No joint was found for ${bone}`));
  });

  test.each(humanoids.filter(({ withoutMetadata }) => withoutMetadata))(
    '$path: names and shape do where the metadata of the file is lost',
    ({ path, withoutMetadata }) => {
      const { declared, ...rig } = readRealRig(path);
      expect(declared).toBeDefined();
      expect(rateMap(rig, mapHumanoid(rig), truthOf(rig, withoutMetadata!)).mistakes).toEqual([]);
    },
  );

  test.each(truths.filter(({ bones }) => !bones))('$path is refused', ({ path }) => {
    const rig = readRealRig(path);
    expect(thrownCode(() => assertHumanoid(rig, mapHumanoid(rig)))).toBe('rig/not-humanoid');
  });

  test('the truth is known of every file', () => {
    const known = truths.map(({ path }) => path);
    const files = ['avatars', 'avatars/KayKit_Manny', 'anims', 'bvh', 'fbx'].flatMap((folder) =>
      readdirSync(sharedAsset(folder)).map((file) => `${folder}/${file}`),
    );
    expect(files.filter((file) => /\.(glb|gltf|vrm|vrma|bvh|fbx)$/.test(file)).sort()).toEqual(known);
  });
});
