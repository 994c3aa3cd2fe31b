import { readFileSync } from 'node:fs';
import { createRetargetPlan, mapHumanoid, parseMotion, restModel, retargetClip } from '@kinora/core/motion';
import type { Clip, Rig } from '@kinora/core/motion';
import { expect, test } from 'vitest';
import { jointPlaces } from '../../../support/joint-places.ts';
import { describeShared, sharedAsset } from '../../../support/shared-assets.ts';

function load(path: string): { rig: Rig; clips: readonly Clip[] } {
  return parseMotion(new Uint8Array(readFileSync(sharedAsset(path))), path);
}

describeShared('retargetClip() from a body whose hips are below its legs', () => {
  test.each([true, false])('sits down on the ground, neither in it nor above it, with planted feet: %s', (ik) => {
    const { rig, clips } = load('avatars/KayKit_Knight.glb');
    const clip = clips.find(({ name }) => name === 'Sit_Floor_Down')!;
    const target = load('avatars/mh_unreal_names.glb').rig;
    const { bones } = mapHumanoid(target);
    const baked = retargetClip(createRetargetPlan(rig, target, { sourceClip: clip }), clip, { ik });
    const stature = restModel(target).positions[bones.head!.joint * 3 + 1]!;
    const hips = jointPlaces(baked, bones.hips!.joint);
    const seated = hips[hips.length - 2]! / stature;
    // The lower side of the pelvis is 0.09 heights below its joint.
    expect(seated).toBeGreaterThan(0.09);
    expect(seated).toBeLessThan(0.15);
  });

  test('lies down on the ground, where its hips are nearly as high as it stands', () => {
    const { rig, clips } = load('avatars/KayKit_Knight.glb');
    const clip = clips.find(({ name }) => name === 'Lie_Down')!;
    const target = load('avatars/mh_mixamorig_cm.glb').rig;
    const { bones } = mapHumanoid(target);
    const baked = retargetClip(createRetargetPlan(rig, target, { sourceClip: clip }), clip);
    const stature = restModel(target).positions[bones.head!.joint * 3 + 1]!;
    const lastHeight = (joint: number): number => jointPlaces(baked, joint).at(-2)! / stature;
    // It lies on its left side, propped up on what is below: the source's shoulder is at 0.08 of that height.
    expect(lastHeight(bones.leftUpperArm!.joint)).toBeLessThan(0.13);
    expect(lastHeight(bones.leftUpperLeg!.joint)).toBeLessThan(0.18);
    expect(lastHeight(bones.leftUpperArm!.joint)).toBeGreaterThan(0);
  });

  test('comes out of the ground with the legs of the clip', () => {
    const { rig, clips } = load('anims/KayKit_Med_General.glb');
    const clip = clips.find(({ name }) => name === 'Rig_Medium|Spawn_Ground')!;
    const target = load('avatars/mh_mixamorig_cm.glb').rig;
    const plan = createRetargetPlan(rig, target, { sourceClip: clip });
    const [turned, planted] = [false, true].map((ik) => largestTurn(retargetClip(plan, clip, { ik })));
    // Row 16 of docs/results/retarget-matrix.md: no jump over 15° that the source has not.
    expect(planted! - turned!).toBeLessThanOrEqual(15);
  });
});

/** Degrees by which any joint turns at most from one frame to the next. */
function largestTurn({ rotations, frames }: Clip): number {
  const size = rotations.length / frames;
  let largest = 0;
  for (let at = size; at < rotations.length; at += 4) {
    let dot = 0;
    for (let i = 0; i < 4; i++) dot += rotations[at + i]! * rotations[at - size + i]!;
    largest = Math.max(largest, 2 * Math.acos(Math.min(Math.abs(dot), 1)));
  }
  return (largest * 180) / Math.PI;
}
