import { mapHumanoid, readGlb, REQUIRED_BONES } from '@kinora/core/motion';
import { ARKIT, CAST, makeFigure, PEOPLE, writeFigure } from '@kinora/performer';
import type { CastName, Figure, PersonName } from '@kinora/performer';
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

type Vec = readonly [number, number, number];

/** How the points of a face move that take part in a blendshape. */
function movedPoints({ parts }: Figure, shape: string): Vec[] {
  return parts.flatMap(({ morphs = [] }) => morphs.filter(({ name }) => name === shape).flatMap(({ moves }) => moves));
}

/** How many rims a mesh has: closed ways along edges that belong to one triangle only. */
function rimsOf({ triangles }: Figure['parts'][number]['mesh']): number {
  const edges = new Map<string, readonly [from: number, to: number]>();
  triangles.forEach((from, i) => {
    const to = triangles[i % 3 === 2 ? i - 2 : i + 1]!;
    if (!edges.delete(`${to} ${from}`)) edges.set(`${from} ${to}`, [from, to]);
  });
  const next = new Map(edges.values());
  let rims = 0;
  for (const start of [...next.keys()]) {
    if (next.has(start)) rims++;
    for (let at = start; next.has(at);) {
      const to = next.get(at)!;
      next.delete(at);
      at = to;
    }
  }
  return rims;
}

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
    // Eyes, fingers, toes: what a human has is a bone.
    expect(Object.keys(bones)).toHaveLength(rig.names.filter((joint) => !/^(root|Tail)/.test(joint)).length);
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

  test('nobody sees through an open mouth: its skin has one rim, on the face', () => {
    expect(rimsOf(figure.parts.find((part) => part.name === 'Mouth')!.mesh)).toBe(1);
  });

  test('has all 52 blendshapes, none beyond five centimetres', () => {
    const morphs = figure.parts.flatMap((part) => part.morphs ?? []);
    expect(new Set(morphs.map((morph) => morph.name))).toEqual(new Set(ARKIT));
    for (const { moves } of morphs) {
      for (const move of moves) expect(Math.hypot(...move)).toBeLessThan(0.05);
    }
  });

  test('moves the right side of its face as the left in the mirror', () => {
    for (const left of ARKIT.filter((shape) => shape.endsWith('Left'))) {
      const [ours, theirs] = [left, left.replace(/Left$/, 'Right')].map((shape) => movedPoints(figure, shape));
      const sum = (points: readonly Vec[]): Vec =>
        [0, 1, 2].map((axis) => points.reduce((total, point) => total + point[axis]!, 0)) as unknown as Vec;
      const [a, b] = [sum(ours!), sum(theirs!)];
      // The head is cut open for the mouth along its triangles, whose diagonals know no mirror.
      expect(Math.hypot(a[0] + b[0], a[1] - b[1], a[2] - b[2])).toBeLessThan(0.04 * Math.hypot(...a));
    }
  });
});
