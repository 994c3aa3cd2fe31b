import {
  createPose,
  createRetargetPlan,
  forwardKinematics,
  mapHumanoid,
  resampleClip,
  retargetClip,
} from '@kinora/core/motion';
import type { Clip, HumanoidBone } from '@kinora/core/motion';
import { describe, expect, test } from 'vitest';
import { inMotion, trueMap } from '../../../fixtures/pathologies/person.ts';
import { playing, shapeOf } from '../../../fixtures/pathologies/shape.ts';
import type { Vec } from '../../../fixtures/pathologies/shape.ts';
import { layout } from '../../../fixtures/pathologies/writing.ts';
import { NAMING_SCHEMES } from '../../../fixtures/rigs/naming-schemes.ts';
import { seededRandom } from '../../../fixtures/rigs/seeded-random.ts';
import { degreesBetween, vectorAngles } from '../../../support/expect-rotation.ts';
import { jointPlaces } from '../../../support/joint-places.ts';
import { clipsOf, readReal } from '../../../support/real-pairs.ts';
import { describeShared } from '../../../support/shared-assets.ts';
import { about, dance, syntheticPerson, times } from '../../../support/synthetic-rig.ts';
import type { Quat } from '../../../support/synthetic-rig.ts';

/** By how much a limb is bent at its elbow or knee in a frame, and how else its lower bone is turned. */
type Bend = (frame: number) => { readonly degrees: number; readonly beside?: Quat };

const NONE: Quat = [0, 0, 0, 1];
const TARGET = syntheticPerson({ armsDown: 45, axes: 4 });
const LIMBS = (['left', 'right'] as const).flatMap((side) => [
  { upper: `${side}UpperArm`, lower: `${side}LowerArm`, end: `${side}Hand`, hinge: [0, side === 'left' ? -1 : 1, 0] },
  { upper: `${side}UpperLeg`, lower: `${side}LowerLeg`, end: `${side}Foot`, hinge: [1, 0, 0] },
]) as readonly {
  readonly upper: HumanoidBone;
  readonly lower: HumanoidBone;
  readonly end: HumanoidBone;
  readonly hinge: readonly [number, number, number];
}[];

type Dancer = ReturnType<typeof inMotion>;
/** Without fingers, and with. */
type Scheme = 'LAFAN1' | 'Unity';

/**
 * A dancer whose elbows and knees bend as they are told, resting in a T-pose.
 *
 * @param roll - degrees by which each bone of an arm is rolled about its own line beyond that.
 */
function dancer(scheme: Scheme, bend: Bend, roll = 0): Dancer {
  const shape = shapeOf(NAMING_SCHEMES.find(({ title }) => title === scheme)!);
  const place = (bone: HumanoidBone): Vec => playing(shape, bone)!.place;
  const stances = dance(place('hips')).map((stance, frame) => {
    const turns = new Map([...stance.turns].filter(([bone]) => !/Thumb|Index|Middle|Ring|Little|Toes/.test(bone)));
    for (const { upper, lower, end, hinge } of LIMBS) {
      const { degrees, beside = NONE } = bend(frame);
      turns.set(lower, times(turns.get(upper)!, times(beside, about(hinge, degrees))));
      turns.set(end, times(turns.get(lower)!, about([1, 1, 1], 8 * Math.sin(frame))));
      if (!end.endsWith('Hand')) continue;
      const [upperLine, lowerLine] = [way(place(upper), place(lower)), way(place(lower), place(end))];
      turns.set(upper, times(turns.get(upper)!, about(upperLine, roll)));
      for (const bone of [lower, end]) turns.set(bone, times(turns.get(bone)!, about(lowerLine, roll)));
    }
    return { ...stance, turns };
  });
  return inMotion(shape, stances);
}

function way(from: Vec, to: Vec): Vec {
  return [to[0] - from[0], to[1] - from[1], to[2] - from[2]];
}

function carry({ clip, truth }: Dancer): Clip {
  const maps = { sourceMap: trueMap(clip.rig, truth), targetMap: TARGET.map };
  return retargetClip(createRetargetPlan(clip.rig, TARGET.rig, { ...maps, sourceClip: clip }), clip, { ik: false });
}

/** The same motion from a file whose rest is a layout of bones. */
function carryLaidOut(person: Dancer): Clip {
  return carry(layout({ ...person, tPoseFrame: 0 }));
}

/** The most by which each bone is turned otherwise where the rest is a layout of bones than where it is a T-pose, degrees. */
function rollErrors(scheme: Scheme, bend: Bend): Map<HumanoidBone, number> {
  const person = dancer(scheme, bend);
  const known = carry(person);
  const found = carryLaidOut(person);
  for (const { upper, lower, end } of LIMBS) {
    for (const [bone, tail] of [
      [upper, lower],
      [lower, end],
    ] as const) {
      expect(vectorAngles(TARGET.directions(found, bone, tail), TARGET.directions(known, bone, tail)).max).toBeLessThan(
        0.05,
      );
    }
  }
  return new Map(LIMBS.flatMap(({ upper, lower }) => [upper, lower].map((bone) => [bone, apart(known, found, bone)])));
}

function apart(a: Clip, b: Clip, bone: HumanoidBone): number {
  const joint = TARGET.map.bones[bone]!.joint;
  const others = modelTurns(b, joint);
  return Math.max(...modelTurns(a, joint).map((turn, frame) => degreesBetween(turn, others[frame]!)));
}

/** Of a joint in model space, frame by frame. */
function modelTurns({ rig, frames, rotations }: Clip, joint: number): Float64Array[] {
  const stride = rig.names.length * 4;
  const { translations } = createPose(rig);
  return Array.from({ length: frames }, (_, frame) => {
    const turns = new Float64Array(stride);
    const local = rotations.subarray(frame * stride, (frame + 1) * stride);
    forwardKinematics(rig, local, translations, new Float64Array(rig.names.length * 3), turns);
    return turns.slice(joint * 4, joint * 4 + 4);
  });
}

const random = seededRandom(5);
const wobble = (most: number): Quat =>
  times(about([0, 1, 0], (random() - 0.5) * 2 * most), about([0, 0, 1], (random() - 0.5) * 2 * most));

describe.each(['LAFAN1', 'Unity'] as const)('the roll of limbs of %s, whose rest is a layout of bones,', (scheme) => {
  test.each<[string, Bend]>([
    ['bend', (frame) => ({ degrees: 50 + 45 * Math.sin(frame) })],
    ['bend little', (frame) => ({ degrees: 12 + 10 * Math.sin(frame) })],
    ['bend in one frame', (frame) => ({ degrees: frame === 7 ? 70 : 0, beside: wobble(1) })],
    ['bend alike throughout', () => ({ degrees: 35 })],
    ['hyperextend', (frame) => ({ degrees: frame % 5 === 0 ? 60 : -9 })],
    ['have noisy hinges', (frame) => ({ degrees: 50 + 45 * Math.sin(frame), beside: wobble(6) })],
    ['are caught bent back once', (frame) => ({ degrees: frame === 3 ? -70 : 40 + 35 * Math.sin(frame) })],
  ])('is found where they %s', (_, bend) => {
    for (const [bone, degrees] of rollErrors(scheme, bend)) expect(degrees, bone).toBeLessThanOrEqual(3);
  });
});

describe('the roll of limbs that never bend', () => {
  const straight: Bend = () => ({ degrees: 0 });

  test('is told by palms and toes', () => {
    for (const [bone, degrees] of rollErrors('Unity', straight)) expect(degrees, bone).toBeLessThanOrEqual(3);
  });

  test('is told of legs by toes, on a body without fingers', () => {
    const errors = rollErrors('LAFAN1', straight);
    for (const { upper, lower } of LIMBS.filter(({ end }) => end.endsWith('Foot'))) {
      expect(errors.get(upper), upper).toBeLessThanOrEqual(3);
      expect(errors.get(lower), lower).toBeLessThanOrEqual(3);
    }
  });

  test('cannot be told of arms without fingers: rolled by 40°, all that is seen of them is the same', () => {
    const [plain, rolled] = [dancer('LAFAN1', straight), dancer('LAFAN1', straight, 40)];
    plain.clip.rig.names.forEach((name, joint) => {
      const [a, b] = [jointPlaces(plain.clip, joint), jointPlaces(rolled.clip, joint)];
      expect(Math.max(...a.map((value, i) => Math.abs(value - b[i]!))), name).toBeLessThan(1e-5);
    });
    expect(apart(carry(plain), carry(rolled), 'leftUpperArm')).toBeCloseTo(40, 1);
    expect(apart(carryLaidOut(plain), carryLaidOut(rolled), 'leftUpperArm')).toBeLessThan(0.1);
    // Fingers are seen.
    const [open, turned] = [dancer('Unity', straight), dancer('Unity', straight, 40)];
    expect(apart(carryLaidOut(open), carryLaidOut(turned), 'leftUpperArm')).toBeGreaterThan(35);
  });
});

describeShared('a real walk', () => {
  const BONES = [...LIMBS.flatMap(({ upper, lower }) => [upper, lower]), 'leftFoot', 'rightFoot', 'hips'] as const;

  test.each(['bvh/20tab_freebvh.bvh', 'bvh/ad_zombie.bvh', 'bvh/loth_walk.bvh'])(
    'of %s is the same where its T-pose has to be found as where its file rests in it',
    (path) => {
      const content = readReal(path);
      const clip = resampleClip(clipsOf(path, content)[0]!, 15);
      const bones = Object.entries(mapHumanoid(clip.rig).bones);
      const truth = Object.fromEntries(bones.map(([bone, { joint }]) => [bone, clip.rig.names[joint]!]));
      const [known, found] = [carry({ clip, truth }), carryLaidOut({ clip, truth })];
      const errors = BONES.map((bone) => apart(known, found, bone));
      expect(Math.max(...errors)).toBeLessThanOrEqual(10);
      expect(errors.reduce((sum, error) => sum + error, 0) / errors.length).toBeLessThanOrEqual(3);
    },
  );
});
