import { readFileSync } from 'node:fs';
import { createRetargetPlan, parseMotion, retargetClip } from '@kinora/core/motion';
import type { ParsedFile } from '@kinora/core/motion';
import { expect, test } from 'vitest';
import { describeShared, sharedAsset } from '../../../support/shared-assets.ts';

const PALMS = ['L', 'R'].flatMap((side) => [1, 2, 3].map((piece) => `Palm${piece}.${side}`));

describeShared('a hand in pieces', () => {
  test('goes with the forearm as a whole: no piece of the palm turns alone', () => {
    const read = (path: string): ParsedFile => parseMotion(new Uint8Array(readFileSync(sharedAsset(path))), path);
    const { rig } = read('avatars/RobotExpressive_raylib.glb');
    const source = read('bvh/ad_jesse_dance.bvh');
    const { rotations } = retargetClip(createRetargetPlan(source.rig, rig), source.clips[0]!);
    for (const palm of PALMS) {
      const joint = rig.names.indexOf(palm);
      const rest = [...rig.restRotations.subarray(joint * 4, joint * 4 + 4)];
      for (let at = joint * 4; at < rotations.length; at += rig.names.length * 4) {
        const dot = rest.reduce((sum, value, i) => sum + value * rotations[at + i]!, 0);
        expect(Math.abs(dot)).toBeCloseTo(1, 5);
      }
    }
  });
});
