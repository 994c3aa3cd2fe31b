import { measureRetarget, retarget } from '@kinora/core/motion';
import type { Clip, HumanoidBone } from '@kinora/core/motion';
import { describe, expect, test } from 'vitest';
import { dancer, inMotion, trueMap } from '../../../fixtures/pathologies/person.ts';
import type { Person } from '../../../fixtures/pathologies/person.ts';
import { shapeOf } from '../../../fixtures/pathologies/shape.ts';
import type { Shape } from '../../../fixtures/pathologies/shape.ts';
import { endSites, twistBeside, twistInLine } from '../../../fixtures/pathologies/structure.ts';
import { plantedWalk } from '../../../fixtures/pathologies/walk.ts';
import { below, mirrored, resting, scaled, turned, withAxes } from '../../../fixtures/pathologies/writing.ts';
import { NAMING_SCHEMES } from '../../../fixtures/rigs/naming-schemes.ts';
import { clipDifference } from '../../../support/expect-rotation.ts';
import { mapOf, orientationsBetween } from '../../../support/proof.ts';
import { about } from '../../../support/synthetic-rig.ts';

/** One skeleton written down in two ways. */
interface Way {
  readonly plain?: (shape: Shape) => Shape;
  readonly shape?: (shape: Shape) => Shape;
  readonly write?: (person: Person) => Person;
  /** The names are believed. By itself the mapper goes by what is seen, where left is right, and says that it does. */
  readonly byName?: true;
  /** What a limb rolls is spread over its twist joints: bones that then roll less by themselves are not compared. */
  readonly spreadsRoll?: true;
}

/** Each word of row 15 of docs/results/retarget-matrix.md. */
const WAYS: Readonly<Record<string, Way>> = {
  'random bone axes': { write: withAxes(11) },
  'lengths × 100': { write: scaled(100) },
  '+Z up': { write: turned(about([1, 0, 0], 90)) },
  'a yaw of 37°': { write: turned(about([0, 1, 0], 37)) },
  'a mirror at the root': { write: mirrored, byName: true },
  'a root that is turned and moved': { write: below('Armature', about([1, 2, 3], 70), [10, 0, 5]) },
  'bones renamed': { shape: renamed },
  'twist bones in line, dropped': { plain: twistInLine, spreadsRoll: true },
  'twist bones beside, dropped': { plain: twistBeside, spreadsRoll: true },
  'leaf bones dropped': { shape: withoutLeaves },
  'end sites dropped': { plain: endSites },
};

const BONES: readonly HumanoidBone[] = ['hips', 'head', 'leftHand', 'rightHand', 'leftFoot', 'rightFoot'];
const LIMBS = (['left', 'right'] as const).flatMap((side) =>
  (['UpperArm', 'LowerArm', 'UpperLeg', 'LowerLeg'] as const).map((part): HumanoidBone => `${side}${part}`),
);

const MIXAMO = shapeOf(NAMING_SCHEMES.find(({ title }) => title === 'Mixamo')!);
/** Of other names and proportions, with its arms down. */
const OTHER = shapeOf(NAMING_SCHEMES.find(({ title }) => title === 'VRoid')!);
const OTHER_DANCER = otherwise(dancer(OTHER));
const OTHER_WALKER = otherwise(walker(OTHER));

function otherwise(person: Person): Person {
  return resting({ leftUpperArm: about([0, 0, 1], -40), rightUpperArm: about([0, 0, 1], 40) })(scaled(0.8)(person));
}

function walker(shape: Shape): Person {
  return { ...inMotion(shape, plantedWalk(shape)), tPoseFrame: 0 };
}

/** Both ways to write a person down. */
function both({ plain, shape, write }: Way, person: (shape: Shape) => Person): [Person, Person] {
  const written = person(shape?.(MIXAMO) ?? MIXAMO);
  return [person(plain?.(MIXAMO) ?? MIXAMO), write?.(written) ?? written];
}

const carried = (source: Person, target: Person, ik: boolean): Clip =>
  retarget(source.clip, target.clip.rig, { ik }).clip;

describe.each(Object.entries(WAYS))('retarget() gives the same after %s', (_, way) => {
  test.each([
    ['turns', false, dancer, OTHER_DANCER],
    ['feet', true, walker, OTHER_WALKER],
  ] as const)('in the source: %s', (_, ik, person, target) => {
    const [plain, written] = both(way, person);
    const sourceMap = way.byName && trueMap(written.clip.rig, plain.truth);
    const got = retarget(written.clip, target.clip.rig, { ik, ...(sourceMap && { sourceMap }) }).clip;
    const { degrees, metres } = clipDifference(got, carried(plain, target, ik));
    expect(degrees).toBeLessThanOrEqual(0.05);
    expect(metres).toBeLessThanOrEqual(1e-4);
  });

  test.each([
    ['turns', false, OTHER_DANCER],
    ['feet', true, OTHER_WALKER],
  ] as const)('in the target: %s', (_, ik, source) => {
    const [plain, written] = both(way, dancer);
    const [a, b] = [carried(source, plain, ik), carried(source, written, ik)];
    const { direction, reach, closure } = measureRetarget(a, mapOf(plain), b, mapOf(written));
    expect(direction!.max * (180 / Math.PI)).toBeLessThanOrEqual(0.05);
    expect(reach!.max).toBeLessThanOrEqual(1e-3);
    expect(closure).toBeLessThanOrEqual(1e-4);
    for (const bone of way.spreadsRoll ? BONES : [...BONES, ...LIMBS]) {
      expect(Math.max(...orientationsBetween(bone, [plain, a], [written, b])), bone).toBeLessThanOrEqual(0.05);
    }
  });
});

/** As somebody names bones in Blender. */
function renamed({ joints, truth, ...rest }: Shape): Shape {
  const name = (old: string): string => {
    const words = old.replace(/^mixamorig:/, '').replace(/([a-z])([A-Z])/g, '$1_$2');
    const side = /^(Left|Right)_/.exec(words)?.[1];
    return `${words.replace(/^(Left|Right)_/, '').toLowerCase()}${side ? `.${side[0]!}` : ''}`;
  };
  return {
    ...rest,
    joints: joints.map((joint) => ({ ...joint, name: name(joint.name), parent: joint.parent && name(joint.parent) })),
    truth: Object.fromEntries(Object.entries(truth).map(([bone, joint]) => [bone, name(joint)])),
  };
}

/** Without the tips of head, toes and fingers. Those of thumbs stay: where the end of a thumb points, they alone show. */
function withoutLeaves(shape: Shape): Shape {
  const bones = Object.values(shape.truth);
  const isLeaf = (name: string): boolean => !shape.joints.some(({ parent }) => parent === name);
  const joints = shape.joints.filter(({ name }) => bones.includes(name) || !isLeaf(name) || name.includes('Thumb'));
  expect(joints.length).toBeLessThan(shape.joints.length);
  return { ...shape, joints };
}
