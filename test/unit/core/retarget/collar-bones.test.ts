import { readFileSync } from 'node:fs';
import { createRetargetPlan, mapHumanoid, parseMotion, restModel, retargetClip } from '@kinora/core/motion';
import type { Clip, Rig } from '@kinora/core/motion';
import { expect, test } from 'vitest';
import { jointPlaces } from '../../../support/joint-places.ts';
import { describeShared, sharedAsset } from '../../../support/shared-assets.ts';

function load(path: string): { rig: Rig; clips: readonly Clip[] } {
  return parseMotion(new Uint8Array(readFileSync(sharedAsset(path))), path);
}

function distanceAt(a: Float64Array, b: Float64Array, at: number): number {
  return Math.hypot(a[at]! - b[at]!, a[at + 1]! - b[at + 1]!, a[at + 2]! - b[at + 2]!);
}

describeShared('retargetClip() from a rig whose collar bones are stubs', () => {
  test('keeps the width of the shoulders, however the stubs turn with the arms', () => {
    const { rig, clips } = load('avatars/RobotExpressive_raylib.glb');
    const clip = clips.find(({ name }) => name === 'Robot_Dance')!;
    const target = load('avatars/mh_mixamorig_cm.glb').rig;
    const { bones } = mapHumanoid(target);
    const baked = retargetClip(createRetargetPlan(rig, target, { sourceClip: clip }), clip, { ik: false });
    const [left, right] = [bones.leftUpperArm!.joint, bones.rightUpperArm!.joint];
    const { positions } = restModel(target);
    const width = distanceAt(positions.slice(left * 3), positions.slice(right * 3), 0);
    const [lefts, rights] = [jointPlaces(baked, left), jointPlaces(baked, right)];
    for (let frame = 0; frame < baked.frames; frame++) {
      expect(distanceAt(lefts, rights, frame * 3) / width).toBeCloseTo(1, 2);
    }
  });
});
