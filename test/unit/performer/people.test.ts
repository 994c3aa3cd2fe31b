import { mapHumanoid, readGlb, REQUIRED_BONES } from '@kinora/core/motion';
import { ARKIT, CAST, makeFigure, PEOPLE, writeFigure } from '@kinora/performer';
import type { CastName, PersonName } from '@kinora/performer';
import { describe, expect, test } from 'vitest';
import { loadVrmInThree } from '../../support/three-vrm.ts';
import { gltfProblems } from '../../support/validate-gltf.ts';

// In full they are made by `npm run test:long`: here coarsely, for all that does not depend on how fine they are.
const coarse = { grain: 2.5 };
const figures = new Map(CAST.map((name) => [name, makeFigure(name, coarse)]));
const people = Object.keys(PEOPLE) as PersonName[];

const PRESETS = [
  'happy',
  'angry',
  'sad',
  'relaxed',
  'surprised',
  'blink',
  'blinkLeft',
  'blinkRight',
  'aa',
  'ih',
  'ou',
  'ee',
  'oh',
];

describe.each(CAST)('%s', (name: CastName) => {
  const figure = figures.get(name)!;

  test.each([
    ['plain', 'T'],
    ['mixamo', 'T'],
    ['unreal', 'T'],
    ['mixamo', 'A'],
    ['unreal', 'A'],
  ] as const)('with %s names in %s-pose is mapped completely', (names, rest) => {
    const { rig, warnings } = readGlb(writeFigure(figure, { names, rest }));
    const { bones, confidence } = mapHumanoid(rig);
    expect(warnings).toEqual([]);
    expect(REQUIRED_BONES.filter((bone) => !bones[bone])).toEqual([]);
    expect(confidence).toBeGreaterThan(0.85);
    // Eyes, fingers, toes: what is there has a bone.
    expect(Object.keys(bones)).toHaveLength(rig.names.filter((joint) => joint !== 'root').length);
  });

  test('is a VRM without an error or a warning for the Khronos validator', async () => {
    expect(await gltfProblems(writeFigure(figure, { vrm: true }))).toEqual([]);
  });
});

describe.each(people)('%s', (name: PersonName) => {
  const figure = figures.get(name)!;

  test('is read by three-vrm with its humanoid, expressions, look-at and licence', async () => {
    const { humanoid, expressionManager, lookAt, meta } = await loadVrmInThree(writeFigure(figure, { vrm: true }));
    expect(Object.keys(humanoid.humanBones)).toHaveLength(figure.skeleton.length);
    expect(Object.keys(expressionManager!.presetExpressionMap)).toEqual(expect.arrayContaining(PRESETS));
    expect(Object.keys(expressionManager!.customExpressionMap)).toEqual([...ARKIT]);
    expect(lookAt).toBeDefined();
    expect(meta).toMatchObject({
      metaVersion: '1',
      name: PEOPLE[name].title,
      licenseUrl: 'https://vrm.dev/licenses/1.0/',
    });
  });

  test('has all 52 blendshapes, none beyond three centimetres', () => {
    const morphs = figure.parts.flatMap((part) => part.morphs ?? []);
    expect(new Set(morphs.map((morph) => morph.name))).toEqual(new Set(ARKIT));
    for (const { moves } of morphs) {
      for (const move of moves) expect(Math.hypot(...move)).toBeLessThan(0.045);
    }
  });
});
