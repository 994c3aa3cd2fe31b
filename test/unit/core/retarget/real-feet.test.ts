import { readFileSync } from 'node:fs';
import {
  createRetargetPlan,
  mapHumanoid,
  measureRetarget,
  parseMotion,
  resampleClip,
  retargetClip,
  trimClip,
} from '@kinora/core/motion';
import type { Clip, RetargetMetrics } from '@kinora/core/motion';
import { beforeAll, describe, expect, test } from 'vitest';
import { describeShared, sharedAsset } from '../../../support/shared-assets.ts';

const DEGREE = Math.PI / 180;
/** 1 cm/s on a body of 1.7 m. */
const CENTIMETRE = 0.01 / 1.7;

const MOTIONS = ['ad_jumping_jacks', 'pybvh_cmu_12_01_walk', 'ad_zombie', '20tab_freebvh', 'loth_walk'] as const;
const HUMAN = ['mh_mixamorig_cm.glb', 'mh_unreal_names.glb', 'cryptovoxels_vrm0.vrm'] as const;
/** Feet as long as shins; thighs two thirds of shins, feet of no length that hang from the root. */
const STYLISED = ['KayKit_Knight.glb', 'RobotExpressive_raylib.glb'] as const;

function load(path: string): Clip {
  const { clips } = parseMotion(new Uint8Array(readFileSync(sharedAsset(path))), path);
  return trimClip(resampleClip(clips[0]!, 30), 0, 6);
}

function measure(clip: Clip, avatar: string): RetargetMetrics {
  const { rig } = parseMotion(new Uint8Array(readFileSync(sharedAsset(avatar))), avatar);
  const [sourceMap, targetMap] = [mapHumanoid(clip.rig), mapHumanoid(rig)];
  const plan = createRetargetPlan(clip.rig, rig, { sourceMap, targetMap, sourceClip: clip });
  return measureRetarget(clip, sourceMap, retargetClip(plan, clip), targetMap);
}

/** Rows 5, 8, 9 and 20 of docs/results/retarget-matrix.md: they hold for bodies of any shape. */
function expectOnGround({ slide, penetration, float, travel }: RetargetMetrics): void {
  if (slide) expect(slide.target).toBeLessThanOrEqual(1.3 * CENTIMETRE);
  expect(penetration!.p99).toBeLessThanOrEqual(0.003);
  if (float) expect(float.p99).toBeLessThanOrEqual(0.005);
  if (travel !== undefined) expect(Math.abs(travel - 1)).toBeLessThanOrEqual(0.005);
}

describeShared('planted feet on real rigs', () => {
  describe.each(MOTIONS)('of %s', (motion) => {
    let clip: Clip;
    beforeAll(() => {
      clip = load(`bvh/${motion}.bvh`);
    });

    test.each(HUMAN)('stand on the ground on %s, and the limbs hardly change for it', (avatar) => {
      const metrics = measure(clip, `avatars/${avatar}`);
      expectOnGround(metrics);
      expect(metrics.direction!.mean).toBeLessThanOrEqual(3 * DEGREE);
      expect(metrics.direction!.p99).toBeLessThanOrEqual(12 * DEGREE);
      expect(metrics.jitter).toBeLessThanOrEqual(1.1);
      expect(metrics.jump).toBeLessThanOrEqual(15 * DEGREE);
    });

    test.each(STYLISED)('stand on the ground on %s', (avatar) => {
      const metrics = measure(clip, `avatars/${avatar}`);
      expectOnGround(metrics);
      // Such legs cannot do what the source's do, and stand still all the same.
      expect(metrics.direction!.mean).toBeLessThanOrEqual(8 * DEGREE);
      expect(metrics.jump).toBeLessThanOrEqual(20 * DEGREE);
    });
  });

  test.each(HUMAN)('of a walk on the spot whose feet slip hardly do, on %s', (avatar) => {
    const { clips } = parseMotion(
      new Uint8Array(readFileSync(sharedAsset('anims/KayKit_Med_MovementBasic.glb'))),
      'KayKit_Med_MovementBasic.glb',
    );
    const { slide } = measure(
      clips.find(({ name }) => name.endsWith('Walking_A'))!,
      `avatars/${avatar}`,
    );
    expect(slide!.target).toBeLessThanOrEqual(slide!.source / 3);
  });
});
