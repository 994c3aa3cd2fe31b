import { describe, expect, test } from 'vitest';
import { isKinoraError, mapHumanoid, overrideMap } from '@kinora/core/motion';
import type { KinoraError, MapOverride, Rig } from '@kinora/core/motion';
import { moved, renamed } from '../../../fixtures/rigs/disguise.ts';
import { schemeOf } from '../../../fixtures/rigs/naming-schemes.ts';

const { rig } = schemeOf('Unreal 4 mannequin');
const map = mapHumanoid(rig);

function refusal(what: unknown, of: Rig = rig): KinoraError {
  try {
    overrideMap(of, mapHumanoid(of), what as MapOverride);
  } catch (error) {
    if (isKinoraError(error)) return error;
    throw error;
  }
  throw new Error('It was not refused');
}

describe('overrideMap()', () => {
  test('changes nothing where nothing is said', () => {
    expect(overrideMap(rig, map, {})).toEqual(map);
  });

  test('gives a bone the joint that is named, and is sure of it', () => {
    const { bones } = overrideMap(rig, map, { chest: 'spine_03', upperChest: null });
    expect(bones.chest).toEqual({
      joint: rig.names.indexOf('spine_03'),
      confidence: 1,
      reason: 'chosen by a person',
    });
    expect(bones.upperChest).toBeUndefined();
  });

  test('takes the index of a joint where names repeat', () => {
    const nameless = renamed(rig, () => 'bone');
    const { bones } = overrideMap(nameless, mapHumanoid(nameless), { leftToes: 7 });
    expect(bones.leftToes?.joint).toBe(7);
  });

  test('takes the joint away from the bone that had it, and says so', () => {
    const { bones, warnings } = overrideMap(rig, map, { leftHand: 'lowerarm_twist_01_l', leftToes: 'hand_l' });
    expect(rig.names[bones.leftHand!.joint]).toBe('lowerarm_twist_01_l');
    expect(warnings).toEqual([]);
    const taken = overrideMap(rig, map, { leftToes: 'foot_l' });
    expect(taken.bones.leftFoot).toBeUndefined();
    expect(taken.warnings).toEqual([
      'leftFoot has no joint: "foot_l" was given to leftToes',
      'No joint was found for leftFoot',
    ]);
  });

  test('takes back the warnings of what it settles', () => {
    const nameless = renamed(rig, (joint) => `bone ${joint}`);
    const found = mapHumanoid(nameless);
    expect(found.warnings.length).toBeGreaterThan(0);
    const names = Object.fromEntries(
      Object.entries(found.bones).map(([bone, { joint }]) => [bone, nameless.names[joint]!]),
    );
    const settled = overrideMap(nameless, found, names);
    expect(settled.confidence).toBe(1);
    expect(settled.warnings).toEqual([]);
  });

  test('finds the twists of the bones that are named', () => {
    const { twists } = overrideMap(rig, map, { leftLowerArm: null, leftHand: null });
    expect(twists.map(({ joint }) => rig.names[joint])).toContain('upperarm_twist_01_l');
    expect(twists.some(({ bone }) => bone === 'leftLowerArm')).toBe(false);
  });

  test('an essential bone may be taken away: then it is no humanoid', () => {
    expect(overrideMap(rig, map, { head: null }).confidence).toBe(0);
  });

  test('what stands on four legs becomes no humanoid by a jaw, but by all its limbs', () => {
    const animal = moved(schemeOf('Bandai-Namco').rig, ([x, y, z]) => {
      if (y < 0.93) return [x, y, z];
      const arm = Math.abs(x) > 0.17 && y < 1.5;
      return arm ? [Math.sign(x) * 0.17, 1.12 - Math.abs(x), y - 0.95] : [x, 0.95, z + y - 0.95];
    });
    const found = mapHumanoid(animal);
    expect(found.confidence).toBe(0);
    expect(overrideMap(animal, found, { jaw: null }).confidence).toBe(0);
    const all = Object.fromEntries(Object.entries(found.bones).map(([bone, { joint }]) => [bone, joint]));
    expect(overrideMap(animal, found, all).confidence).toBe(1);
  });

  test.each([
    ['a bone that does not exist', { lefthand: 'hand_l' }, '"leftHand"'],
    ['a joint that does not exist', { leftHand: 'hand_L2' }, '"hand_l"'],
    ['a joint that is like none', { leftHand: 'qqqqqqqqqqqqqqqq' }, undefined],
    ['one joint for two bones', { leftHand: 'hand_l', leftToes: 'hand_l' }, 'null'],
    ['an index beyond the joints', { leftHand: 5000 }, 'index from 0'],
    ['a broken index', { leftHand: 1.5 }, 'index from 0'],
    ['an object as a joint', { leftHand: {} }, 'null'],
    ['a list', ['hips'], 'leftFoot'],
    ['a word', 'hips', 'leftFoot'],
    ['nothing', null, 'leftFoot'],
    ['a key of every object', JSON.parse('{"__proto__": "hand_l"}'), undefined],
  ])('refuses %s', (_, what, hint) => {
    const error = refusal(what);
    expect(error.code).toBe('rig/override');
    if (hint !== undefined) expect(error.hint).toContain(hint);
  });

  test('refuses a name of several joints, and tells the index of the first', () => {
    const doubled = renamed(rig, (joint) => (joint === 9 ? 'head' : rig.names[joint]!));
    expect(refusal({ head: 'head' }, doubled).hint).toContain('9');
  });
});
