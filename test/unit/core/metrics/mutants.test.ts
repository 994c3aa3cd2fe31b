import { createPose, forwardKinematics, measureRetarget, restModel, retarget } from '@kinora/core/motion';
import type { Clip, HumanoidBone, RetargetMetrics } from '@kinora/core/motion';
import { describe, expect, test } from 'vitest';
import { inMotion, trueMap } from '../../../fixtures/pathologies/person.ts';
import { shapeOf } from '../../../fixtures/pathologies/shape.ts';
import type { Shape } from '../../../fixtures/pathologies/shape.ts';
import { plantedWalk } from '../../../fixtures/pathologies/walk.ts';
import { resting, scaled, swappedSides, withAxes } from '../../../fixtures/pathologies/writing.ts';
import { NAMING_SCHEMES } from '../../../fixtures/rigs/naming-schemes.ts';
import { about, relative, rotate, times } from '../../../support/synthetic-rig.ts';
import type { Quat } from '../../../support/synthetic-rig.ts';

/** Rows of specs/retargeting.md §10, each with its pass line. */
type Row =
  | 'direction'
  | 'bent direction'
  | 'slide'
  | 'skating'
  | 'contacts'
  | 'penetration'
  | 'float'
  | 'reach'
  | 'travel'
  | 'closure'
  | 'jitter'
  | 'jump';

const DEGREES = 180 / Math.PI;

/** The rows that a result does not pass. `direction` is for turns alone; feet that are put somewhere may bend legs more. */
function redRows(metrics: RetargetMetrics): Row[] {
  const { direction, slide, contactF1, penetration, float, reach, travel, closure, jitter, jump } = metrics;
  const passes: Record<Row, boolean> = {
    direction: direction!.mean * DEGREES <= 0.5 && direction!.p99 * DEGREES <= 2,
    'bent direction': direction!.mean * DEGREES <= 3 && direction!.p99 * DEGREES <= 12,
    slide: slide!.target * 170 <= 1,
    skating: slide!.skating <= 0.01,
    contacts: contactF1! >= 0.97,
    penetration: penetration!.p99 <= 0.003,
    float: float!.p99 <= 0.005,
    reach: reach!.mean <= 0.06,
    travel: Math.abs(travel! - 1) <= 0.005,
    closure: closure <= 1e-3,
    jitter: jitter! <= 1.1,
    jump: jump! * DEGREES <= 15,
  };
  return (Object.keys(passes) as Row[]).filter((row) => !passes[row]);
}

/** A walker, and an avatar in an A-pose with any bone axes, eight tenths as tall, its knees lower than a person's. */
const SOURCE = walker('Unity');
const TARGET = resting({ leftUpperArm: about([0, 0, 1], -45), rightUpperArm: about([0, 0, 1], 45) })(
  withAxes(5)(scaled(0.8)(walker('Mixamo', withLowKnees))),
);
const SOURCE_MAP = trueMap(SOURCE.clip.rig, SOURCE.truth);
const TARGET_MAP = trueMap(TARGET.clip.rig, TARGET.truth);

function walker(
  title: string,
  change: (shape: Shape) => Shape = (shape) => shape,
): ReturnType<typeof inMotion> & { tPoseFrame: number } {
  const shape = change(shapeOf(NAMING_SCHEMES.find((scheme) => scheme.title === title)!));
  return { ...inMotion(shape, plantedWalk(shape)), tPoseFrame: 0 };
}

function withLowKnees(shape: Shape): Shape {
  const knees = [shape.truth.leftLowerLeg, shape.truth.rightLowerLeg];
  const joints = shape.joints.map((joint) => {
    const [x, y, z] = joint.place;
    return knees.includes(joint.name) ? { ...joint, place: [x, y - 0.04, z] as const } : joint;
  });
  return { ...shape, joints };
}

const carried = (ik: boolean, source: Clip = SOURCE.clip): Clip =>
  retarget(source, TARGET.clip.rig, { sourceMap: SOURCE_MAP, targetMap: TARGET_MAP, ik }).clip;
const measured = (clip: Clip): RetargetMetrics => measureRetarget(SOURCE.clip, SOURCE_MAP, clip, TARGET_MAP);

const TURNS = carried(false);
const FEET = carried(true);

describe('measureRetarget()', () => {
  test('finds nothing wrong with the turns of a good result', () => {
    const red = redRows(measured(TURNS));
    // Knees that are lower than the walker's cannot leave the feet where they were.
    expect(red.filter((row) => !['slide', 'skating', 'contacts', 'penetration', 'float'].includes(row))).toEqual([]);
  });

  test('finds nothing wrong with the feet of a good result', () => {
    expect(redRows(measured(FEET)).filter((row) => row !== 'direction')).toEqual([]);
  });

  test('finds nothing at all wrong with a clip and itself', () => {
    expect(redRows(measureRetarget(SOURCE.clip, SOURCE_MAP, SOURCE.clip, SOURCE_MAP))).toEqual([]);
  });

  const mutants: readonly (readonly [title: string, mutant: () => Clip, red: readonly Row[]])[] = [
    [
      'no correction of the A-pose',
      () => turnedBy(TURNS, { leftUpperArm: about([0, 0, 1], -45), rightUpperArm: about([0, 0, 1], 45) }),
      ['direction', 'reach'],
    ],
    [
      'hips that are not scaled',
      () => movedHips(FEET, ([x, y, z]) => [x / 0.8, y, z / 0.8]),
      ['travel', 'closure', 'slide', 'skating'],
    ],
    ['left and right swapped', () => swapped(), ['direction', 'reach']],
    ['no feet', () => TURNS, ['slide']],
    [
      'a wrong T-pose of the legs',
      () => turnedBy(TURNS, { leftUpperLeg: about([0, 0, 1], 15), rightUpperLeg: about([0, 0, 1], -15) }),
      ['direction'],
    ],
    ['a mirrored motion', () => carried(false, mirroredMotion(SOURCE.clip)), ['direction']],
    ['hips that are too high', () => movedHips(FEET, ([x, y, z]) => [x, y + 0.05, z]), ['float']],
    ['hips that are too low', () => movedHips(FEET, ([x, y, z]) => [x, y - 0.05, z]), ['penetration']],
    ['a forearm that is 10° off', () => turnedBy(TURNS, { leftLowerArm: about([1, 1, 0], 10) }), ['direction']],
    ['a frame that jumps', () => jumping(FEET), ['jump', 'jitter']],
    [
      'feet that slip',
      () => movedHips(FEET, ([x, y, z], frame) => [x + 0.02 * Math.sin(frame), y, z]),
      ['slide', 'skating', 'jitter'],
    ],
  ];
  test.each(mutants)('turns red for %s', (_, mutant, red) => {
    expect(redRows(measured(mutant()))).toEqual(expect.arrayContaining([...red]));
  });
});

/** A result in which some bones are turned about the axes of the body, with all that hangs from them. */
function turnedBy(clip: Clip, turns: Readonly<Partial<Record<HumanoidBone, Quat>>>): Clip {
  const joints = clip.rig.names.length;
  const extra = new Map(
    (Object.keys(turns) as HumanoidBone[]).map((bone) => [TARGET_MAP.bones[bone]!.joint, turns[bone]!]),
  );
  const rotations = Float32Array.from(clip.rotations);
  for (let frame = 0; frame < clip.frames; frame++) {
    const model = modelOf(clip, frame);
    extra.forEach((turn, joint) => {
      const parent = quatAt(model, clip.rig.parents[joint]!);
      rotations.set(relative(parent, times(turn, quatAt(model, joint))), (frame * joints + joint) * 4);
    });
  }
  return { ...clip, rotations };
}

/** A result whose hips are elsewhere in the space of the file; nothing above them moves. */
function movedHips(
  clip: Clip,
  move: (place: readonly [number, number, number], frame: number) => readonly [number, number, number],
): Clip {
  const above = clip.rig.parents[clip.translated[0]!]!;
  const { positions, rotations } = restModel(clip.rig);
  const [x, y, z, w] = quatAt(rotations, above);
  const at = above * 3;
  const translations = Float32Array.from(clip.translations);
  for (let frame = 0; frame < clip.frames; frame++) {
    const local = vecAt(clip.translations, frame);
    const place = rotate([x, y, z, w], local).map((value, axis) => value + positions[at + axis]!);
    const moved = move(place as unknown as [number, number, number], frame).map(
      (value, axis) => value - positions[at + axis]!,
    );
    translations.set(rotate([-x, -y, -z, w], moved as unknown as [number, number, number]), frame * 3);
  }
  expect(clip.translated).toHaveLength(1);
  return { ...clip, translations };
}

function vecAt(values: ArrayLike<number>, index: number): [number, number, number] {
  return [values[index * 3]!, values[index * 3 + 1]!, values[index * 3 + 2]!];
}

function swapped(): Clip {
  const targetMap = trueMap(TARGET.clip.rig, swappedSides(TARGET.truth));
  return retarget(SOURCE.clip, TARGET.clip.rig, { sourceMap: SOURCE_MAP, targetMap, ik: false }).clip;
}

/** Of a body with the axes of the world: each side does what the other did. */
function mirroredMotion(clip: Clip): Clip {
  const joints = clip.rig.names.length;
  const other = clip.rig.names.map((name) => {
    const twin = name.startsWith('Left') ? name.replace('Left', 'Right') : name.replace('Right', 'Left');
    return clip.rig.names.indexOf(twin);
  });
  const rotations = Float32Array.from(clip.rotations, (_, at) => {
    const [frame, joint] = [Math.floor(at / 4 / joints), Math.floor(at / 4) % joints];
    const value = clip.rotations[(frame * joints + other[joint]!) * 4 + (at % 4)]!;
    return at % 4 === 1 || at % 4 === 2 ? -value : value;
  });
  return { ...clip, rotations, translations: clip.translations.map((value, i) => (i % 3 === 0 ? -value : value)) };
}

/** One frame of one arm from elsewhere. */
function jumping(clip: Clip): Clip {
  const arm = TARGET_MAP.bones.leftUpperArm!.joint;
  const at = (30 * clip.rig.names.length + arm) * 4;
  const rotations = Float32Array.from(clip.rotations);
  rotations.set(times(quatAt(clip.rotations, at / 4), about([0, 1, 0], 40)), at);
  return { ...clip, rotations };
}

function modelOf(clip: Clip, frame: number): Float64Array {
  const pose = createPose(clip.rig);
  const joints = clip.rig.names.length;
  pose.rotations.set(clip.rotations.subarray(frame * joints * 4, (frame + 1) * joints * 4));
  const model = restModel(clip.rig);
  forwardKinematics(clip.rig, pose.rotations, pose.translations, model.positions, model.rotations);
  return model.rotations;
}

function quatAt(values: ArrayLike<number>, index: number): Quat {
  return [values[index * 4]!, values[index * 4 + 1]!, values[index * 4 + 2]!, values[index * 4 + 3]!];
}
