import { measureRetarget, retarget } from '@kinora/core/motion';
import type { Clip, RetargetMetrics } from '@kinora/core/motion';
import { describe, expect, test } from 'vitest';
import { inMotion, trueMap } from '../../../fixtures/pathologies/person.ts';
import { shapeOf } from '../../../fixtures/pathologies/shape.ts';
import type { Shape } from '../../../fixtures/pathologies/shape.ts';
import { plantedWalk } from '../../../fixtures/pathologies/walk.ts';
import { resting, scaled, swappedSides, withAxes } from '../../../fixtures/pathologies/writing.ts';
import { NAMING_SCHEMES } from '../../../fixtures/rigs/naming-schemes.ts';
import { PASS_LINES } from '../../../support/pass-lines.ts';
import type { CarriedPair } from '../../../support/pass-lines.ts';
import { about } from '../../../support/synthetic-rig.ts';
import { jumping, mirroredMotion, movedHips, trembling, turnedBy } from '../../../support/wrong-clips.ts';

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
    turns: turnedBy(TURNS, TARGET_MAP, ARMS_UP),
    feet: turnedBy(FEET, TARGET_MAP, ARMS_UP),
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
  'a wrong T-pose of the legs': () => ({ turns: turnedBy(TURNS, TARGET_MAP, LEGS_APART), red: ['1 mean', '1 p99'] }),
  'a mirrored motion': () => ({ turns: carried(false, mirroredMotion(SOURCE.clip)), red: ['1 mean', '1 p99'] }),
  'a forearm that is 10° off': () => ({
    turns: turnedBy(TURNS, TARGET_MAP, { leftLowerArm: about([1, 1, 0], 10) }),
    red: ['1 mean'],
  }),
  'thighs that are rolled by 15°': () => ({
    turns: turnedBy(TURNS, TARGET_MAP, { leftUpperLeg: about([0, 1, 0], 15), rightUpperLeg: about([0, 1, 0], 15) }),
    red: ['3 hinge mean', '3 hinge p99'],
  }),
  'hands that are rolled by 30°': () => ({
    turns: turnedBy(TURNS, TARGET_MAP, { leftHand: about([1, 0, 0], 30), rightHand: about([1, 0, 0], 30) }),
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
  'a frame that jumps': () => ({ feet: jumping(FEET, TARGET_MAP), red: ['16 feet', '16 jump'] }),
  'arms that tremble by 1°': () => ({
    turns: trembling(TURNS, TARGET_MAP),
    feet: trembling(FEET, TARGET_MAP),
    red: ['16 turns', '16 feet'],
  }),
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

function swapped(ik: boolean): Clip {
  const targetMap = trueMap(TARGET.clip.rig, swappedSides(TARGET.truth));
  return retarget(SOURCE.clip, TARGET.clip.rig, { sourceMap: SOURCE_MAP, targetMap, ik }).clip;
}
