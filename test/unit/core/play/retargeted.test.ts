import { readFileSync } from 'node:fs';
import {
  createFootwork,
  createPlayer,
  createPose,
  createRetargetPlan,
  mapHumanoid,
  parseMotion,
  prepareClip,
  readGlb,
  retargetClip,
  retargetPose,
  sampleClip,
  type Clip,
  type Rig,
} from '@kinora/core/motion';
import { beforeAll, expect, test } from 'vitest';
import { expectSameRotation } from '../../../support/expect-rotation.ts';
import { chainRig, FakeTarget, turningClip } from '../../../support/play.ts';
import { describeShared, sharedAsset } from '../../../support/shared-assets.ts';

describeShared('Player on the rig of a real avatar', () => {
  let rig: Rig;
  let jacks: Clip;

  beforeAll(() => {
    rig = readGlb(readFileSync(sharedAsset('avatars/KayKit_Knight.glb'))).rig;
    jacks = parseMotion(readFileSync(sharedAsset('bvh/ad_jumping_jacks.bvh')), 'ad_jumping_jacks.bvh').clips[0]!;
  });

  test('retargets a clip of another rig live, and tells how', () => {
    const target = new FakeTarget(rig);
    const player = createPlayer(target);
    player.play(jacks, { loop: true });
    const plan = createRetargetPlan(jacks.rig, rig, { sourceClip: jacks });
    const footwork = createFootwork(plan, jacks);
    const source = createPose(jacks.rig);
    const expected = createPose(rig);
    for (const time of [0, 0.7, 1, 2.3]) {
      player.seek(time);
      sampleClip(jacks, time, source);
      retargetPose(plan, source, expected, footwork, time);
      expect(target.pose.rotations).toEqual(expected.rotations);
      expect(target.pose.translations).toEqual(expected.translations);
    }
    expect(player.report?.hipScale).toBeCloseTo(plan.report.hipScale, 6);
  });

  test('shows what is baked, forwards, backwards and in leaps, with planted feet and without', () => {
    const plan = createRetargetPlan(jacks.rig, rig, { sourceClip: jacks });
    const joints = rig.names.length;
    for (const ik of [true, false]) {
      const target = new FakeTarget(rig);
      const player = createPlayer(target, { ik: !ik });
      player.play(jacks, { ik });
      const baked = retargetClip(plan, jacks, { ik });
      for (const frame of [0, 1, 60, 61, 62, 30, 29, 124, 0]) {
        player.seek(frame / jacks.rate);
        const rotations = baked.rotations.subarray(frame * joints * 4, (frame + 1) * joints * 4);
        for (let at = 0; at < joints * 4; at += 4) {
          expectSameRotation(target.pose.rotations.subarray(at, at + 4), rotations.subarray(at, at + 4), 1e-3);
        }
        baked.translated.forEach((joint, i) => {
          const at = (frame * baked.translated.length + i) * 3;
          for (let axis = 0; axis < 3; axis++) {
            expect(target.pose.translations[joint * 3 + axis]!).toBeCloseTo(baked.translations[at + axis]!, 6);
          }
        });
      }
    }
  });

  test('shows the same, to the last bit, by what was prepared on the other side of a worker', () => {
    const target = new FakeTarget(rig);
    const prepared = createPlayer(target);
    const itself = new FakeTarget(rig);
    const unprepared = createPlayer(itself);
    prepared.play(jacks, { prepared: structuredClone(prepareClip(jacks, rig)) });
    unprepared.play(jacks);
    for (const time of [0, 0.7, 2.3, 1]) {
      for (const player of [prepared, unprepared]) player.seek(time);
      expect(target.pose).toEqual(itself.pose);
    }
    expect(prepared.report).toEqual(unprepared.report);
  });

  test('keeps what was prepared for the next time, with planted feet and without', () => {
    const prepared = prepareClip(jacks, rig)!;
    const player = createPlayer(new FakeTarget(rig));
    player.play(jacks, { prepared });
    player.play(jacks, { ik: false });
    expect(player.report).toBe(prepared.plan.report);
  });

  test('takes nothing that was prepared for another body', () => {
    const other = readGlb(readFileSync(sharedAsset('avatars/CesiumMan.glb'))).rig;
    const player = createPlayer(new FakeTarget(rig));
    expect(() => player.play(jacks, { prepared: prepareClip(jacks, other) })).toThrow(TypeError);
    expect(player.clip).toBeUndefined();
  });

  test('a clip of the body’s own rig needs no preparation', () => {
    expect(prepareClip(turningClip(rig), rig)).toBeUndefined();
  });

  test('upperBody moves arms and leaves legs and hips; lowerBody the other way round', () => {
    const { bones } = mapHumanoid(rig);
    const movedJoints = (mask: 'upperBody' | 'lowerBody'): Set<number> => {
      const target = new FakeTarget(rig);
      const before = Float32Array.from(target.pose.rotations);
      const player = createPlayer(target);
      player.play(jacks, { mask });
      player.seek(1);
      const joints = Array.from(rig.parents.keys());
      return new Set(
        joints.filter((joint) =>
          [0, 1, 2, 3].some((i) => target.pose.rotations[joint * 4 + i] !== before[joint * 4 + i]),
        ),
      );
    };
    const upper = movedJoints('upperBody');
    const lower = movedJoints('lowerBody');
    expect(upper).toContain(bones.leftUpperArm!.joint);
    expect(upper).not.toContain(bones.leftUpperLeg!.joint);
    expect(upper).not.toContain(bones.hips!.joint);
    expect(lower).toContain(bones.leftUpperLeg!.joint);
    expect(lower).not.toContain(bones.leftUpperArm!.joint);
  });

  test('a clip that cannot be retargeted is refused, and the one that plays goes on', () => {
    const target = new FakeTarget(rig);
    const player = createPlayer(target);
    player.play(jacks, { loop: true });
    player.update(0.1);
    expect(() => player.play(turningClip(chainRig(['a', 'b', 'c', 'd'])))).toThrow(
      expect.objectContaining({ name: 'KinoraError' }) as Error,
    );
    player.update(0.1);
    expect(player.clip).toBe(jacks);
    expect(player.time).toBeCloseTo(0.2, 9);
  });
});
