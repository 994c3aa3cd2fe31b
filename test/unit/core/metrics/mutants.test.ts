import { createPose, forwardKinematics, measureRetarget, restModel, retarget } from '@kinora/core/motion';
import type { Clip, HumanoidBone, RetargetMetrics } from '@kinora/core/motion';
import { describe, expect, test } from 'vitest';
import { inMotion, trueMap } from '../../../fixtures/pathologies/person.ts';
import { shapeOf } from '../../../fixtures/pathologies/shape.ts';
import type { Shape } from '../../../fixtures/pathologies/shape.ts';
import { plantedWalk } from '../../../fixtures/pathologies/walk.ts';
import { resting, scaled, swappedSides, withAxes } from '../../../fixtures/pathologies/writing.ts';
import { NAMING_SCHEMES } from '../../../fixtures/rigs/naming-schemes.ts';
import { PASS_LINES } from '../../../support/pass-lines.ts';
import type { CarriedPair } from '../../../support/pass-lines.ts';
import { about, relative, rotate, times } from '../../../support/synthetic-rig.ts';
import type { Quat } from '../../../support/synthetic-rig.ts';

/** The rows that a pair does not pass, of those that every real pair has to. */
function redRows(pair: CarriedPair): string[] {
  return PASS_LINES.filter((line) => (line.measure(pair) ?? 0) > line.limit).map(({ row }) => row);
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
const measured = (clip: Clip, source = SOURCE.clip): RetargetMetrics =>
  measureRetarget(source, SOURCE_MAP, clip, TARGET_MAP);

const TURNS = carried(false);
const FEET = carried(true);
const GOOD: CarriedPair = { turns: measured(TURNS), feet: measured(FEET) };

/** What is done to a result, and rows that see it. */
interface Mutant {
  /** Default: the walker. */
  readonly source?: Clip;
  readonly turns?: Clip;
  readonly feet?: Clip;
  readonly red: readonly string[];
}

const ARMS_UP = { leftUpperArm: about([0, 0, 1], -45), rightUpperArm: about([0, 0, 1], 45) };
const LEGS_APART = { leftUpperLeg: about([0, 0, 1], 15), rightUpperLeg: about([0, 0, 1], -15) };

const MUTANTS: Readonly<Record<string, () => Mutant>> = {
  'no correction of the A-pose': () => ({
    turns: turnedBy(TURNS, ARMS_UP),
    feet: turnedBy(FEET, ARMS_UP),
    red: ['1 mean', '1 p99', '2 mean', '2 p99', '10 turns', '10 feet'],
  }),
  'hips that are not scaled': () => ({
    turns: movedHips(TURNS, ([x, y, z]) => [x / 0.8, y, z / 0.8]),
    feet: movedHips(FEET, ([x, y, z]) => [x / 0.8, y, z / 0.8]),
    red: ['5 turns', '5 still', '6', '20 travel', '20 closure'],
  }),
  'left and right swapped': () => ({
    turns: swapped(false),
    feet: swapped(true),
    red: ['1 mean', '2 mean', '3 hinge mean', '3 palm mean', '10 turns'],
  }),
  'no feet': () => ({ feet: TURNS, red: ['5 still'] }),
  'feet that are let go after three frames': () => ({ feet: letGo(), red: ['5 still'] }),
  'a wrong T-pose of the legs': () => ({ turns: turnedBy(TURNS, LEGS_APART), red: ['1 mean', '1 p99'] }),
  'a mirrored motion': () => ({ turns: carried(false, mirroredMotion(SOURCE.clip)), red: ['1 mean', '1 p99'] }),
  'a forearm that is 10° off': () => ({
    turns: turnedBy(TURNS, { leftLowerArm: about([1, 1, 0], 10) }),
    red: ['1 mean'],
  }),
  'thighs that are rolled by 15°': () => ({
    turns: turnedBy(TURNS, { leftUpperLeg: about([0, 1, 0], 15), rightUpperLeg: about([0, 1, 0], 15) }),
    red: ['3 hinge mean', '3 hinge p99'],
  }),
  'hands that are rolled by 30°': () => ({
    turns: turnedBy(TURNS, { leftHand: about([1, 0, 0], 30), rightHand: about([1, 0, 0], 30) }),
    red: ['3 palm mean', '3 palm p99'],
  }),
  'hips that are too high': () => ({ feet: movedHips(FEET, ([x, y, z]) => [x, y + 0.05, z]), red: ['9'] }),
  'hips that are too low': () => ({
    feet: movedHips(FEET, ([x, y, z]) => [x, y - 0.05, z]),
    red: ['8 p99', '8 max'],
  }),
  'feet that are dragged faster than those of the source': () => ({
    source: movedHips(SOURCE.clip, ([x, y, z], frame) => [x + 0.002 * frame, y, z]),
    feet: movedHips(FEET, ([x, y, z], frame) => [x + 0.0024 * frame, y, z]),
    red: ['5 moving'],
  }),
  'a frame that jumps': () => ({ feet: jumping(FEET), red: ['16 feet', '16 jump'] }),
  'arms that tremble by 1°': () => ({ turns: trembling(TURNS), feet: trembling(FEET), red: ['16 turns', '16 feet'] }),
  'feet that slip': () => ({
    feet: movedHips(FEET, ([x, y, z], frame) => [x + 0.02 * Math.sin(frame), y, z]),
    red: ['5 still', '6', '7', '11', '16 feet'],
  }),
};

describe('measureRetarget()', () => {
  test('finds nothing wrong with a good result', () => {
    expect(redRows(GOOD)).toEqual([]);
  });

  test('finds nothing wrong with a clip and itself', () => {
    const itself = measureRetarget(SOURCE.clip, SOURCE_MAP, SOURCE.clip, SOURCE_MAP);
    expect(redRows({ turns: itself, feet: itself })).toEqual([]);
  });

  test.each(Object.keys(MUTANTS))('turns red for %s', (title) => {
    const { source, turns = TURNS, feet = FEET, red } = MUTANTS[title]!();
    expect(redRows({ turns: measured(turns, source), feet: measured(feet, source) })).toEqual(
      expect.arrayContaining([...red]),
    );
  });

  test('has no row that no mutant turns red', () => {
    const red = new Set(Object.values(MUTANTS).flatMap((mutant) => mutant().red));
    expect(PASS_LINES.map(({ row }) => row).filter((row) => !red.has(row))).toEqual([]);
  });
});

/** The legs of the turns alone from the fourth frame of every stance. */
function letGo(): Clip {
  const joints = FEET.rig.names.length;
  const rotations = Float32Array.from(FEET.rotations);
  for (const [side, start] of [
    ['left', 0],
    ['right', 15],
  ] as const) {
    for (const part of ['UpperLeg', 'LowerLeg', 'Foot', 'Toes'] as const) {
      const joint = TARGET_MAP.bones[`${side}${part}`]!.joint;
      for (let frame = 0; frame < FEET.frames; frame++) {
        const since = (frame + 30 - start) % 30;
        if (since < 3 || since >= 18) continue;
        const at = (frame * joints + joint) * 4;
        rotations.set(TURNS.rotations.subarray(at, at + 4), at);
      }
    }
  }
  return { ...FEET, rotations };
}

/** Every other frame a little ahead. */
function trembling(clip: Clip): Clip {
  const turned = turnedBy(clip, { leftUpperArm: about([1, 0, 0], 1), rightUpperArm: about([1, 0, 0], 1) });
  const size = clip.rig.names.length * 4;
  return {
    ...clip,
    rotations: clip.rotations.map((value, at) => (Math.floor(at / size) % 2 ? turned.rotations[at]! : value)),
  };
}

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
  const [x, y, z, w] = above < 0 ? ([0, 0, 0, 1] as const) : quatAt(rotations, above);
  const origin = above < 0 ? [0, 0, 0] : vecAt(positions, above);
  const translations = Float32Array.from(clip.translations);
  for (let frame = 0; frame < clip.frames; frame++) {
    const local = vecAt(clip.translations, frame);
    const place = rotate([x, y, z, w], local).map((value, axis) => value + origin[axis]!);
    const moved = move(place as unknown as [number, number, number], frame).map((value, axis) => value - origin[axis]!);
    translations.set(rotate([-x, -y, -z, w], moved as unknown as [number, number, number]), frame * 3);
  }
  expect(clip.translated).toHaveLength(1);
  return { ...clip, translations };
}

function vecAt(values: ArrayLike<number>, index: number): [number, number, number] {
  return [values[index * 3]!, values[index * 3 + 1]!, values[index * 3 + 2]!];
}

function swapped(ik: boolean): Clip {
  const targetMap = trueMap(TARGET.clip.rig, swappedSides(TARGET.truth));
  return retarget(SOURCE.clip, TARGET.clip.rig, { sourceMap: SOURCE_MAP, targetMap, ik }).clip;
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
