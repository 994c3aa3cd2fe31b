import { mapHumanoid, readGlb, REQUIRED_BONES, restModel } from '@kinora/core/motion';
import { makePerson, makeRobot, PEOPLE, performerRig, writeFigure } from '@kinora/performer';
import { describe, expect, test } from 'vitest';
import { gltfErrors } from '../../support/validate-gltf.ts';

/** What a phone draws with ease, beside whatever else is in the game. */
const MAX_TRIANGLES = 50_000;
const IDENTITY = [0, 0, 0, 1];

// Making a figure takes seconds: each is made once.
const human = makePerson(PEOPLE.leo);
const robot = makeRobot();

describe.each([
  ['the performer', human],
  ['the robot', robot],
])('%s', (_, figure) => {
  const glb = writeFigure(figure);
  const { rig, clips, warnings } = readGlb(glb);
  const meshes = figure.parts.map(({ mesh }) => mesh);

  test('is a file without an error for the Khronos validator', async () => {
    expect(await gltfErrors(glb)).toEqual([]);
  });

  test('is read by our own parser without a warning', () => {
    expect(warnings).toEqual([]);
    expect(clips).toEqual([]);
  });

  test('is a humanoid whose required bones are all sure', () => {
    const { bones, confidence } = mapHumanoid(rig);
    expect(REQUIRED_BONES.filter((bone) => !bones[bone])).toEqual([]);
    expect(confidence).toBeGreaterThan(0.85);
  });

  test('rests with unturned nodes where its skeleton says', () => {
    const { positions, rotations } = restModel(rig);
    figure.skeleton.forEach(({ name, rest }) => {
      const joint = rig.names.indexOf(name);
      expect([...rotations.subarray(joint * 4, joint * 4 + 4)]).toEqual(IDENTITY);
      rest.forEach((value, axis) => expect(positions[joint * 3 + axis]).toBeCloseTo(value, 5));
    });
  });

  test('is finite, with unit normals', () => {
    for (const { positions, normals } of meshes) {
      expect(positions.flat().every(Number.isFinite)).toBe(true);
      expect(normals.every((normal) => Math.abs(Math.hypot(...normal) - 1) < 1e-6)).toBe(true);
    }
  });

  test('keeps to its triangles', () => {
    const triangles = meshes.reduce((sum, mesh) => sum + mesh.triangles.length / 3, 0);
    expect(triangles).toBeGreaterThan(20_000);
    expect(triangles).toBeLessThan(MAX_TRIANGLES);
  });

  test('moves every point by shares that add up to one', () => {
    for (const { influences } of figure.parts) {
      for (const shares of influences) {
        const values = Object.values(shares);
        expect(values.every((share) => share >= 0)).toBe(true);
        expect(values.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 6);
      }
    }
  });

  test('is the same on both sides', () => {
    const names = new Set(figure.skeleton.map(({ name }) => name));
    const across = (name: string): string =>
      name.replace(/^Left|^Right|_[lr]$/, (side) => ({ Left: 'Right', Right: 'Left', _l: '_r', _r: '_l' })[side]!);
    const rest = new Map(figure.skeleton.map((joint) => [joint.name, joint.rest]));
    for (const [name, [x, y, z]] of rest) {
      expect(names).toContain(across(name));
      expect(rest.get(across(name))).toEqual([x === 0 ? x : -x, y, z]);
    }
  });
});

describe('surfaces that a field was meshed into', () => {
  const closed = [...human.parts, ...robot.parts].filter(({ name }) =>
    /^(Hair|Top|LeftSkin|Trousers|LeftShoe|LeftSole|Torso|Hips|left (ear|hose|gauntlet|glove|boot))$/.test(name),
  );

  test.each(closed.map((part) => [part.name, part.mesh] as const))('%s has no hole', (_, { triangles }) => {
    const uses = new Map<string, number>();
    for (let i = 0; i < triangles.length; i++) {
      const from = triangles[i]!;
      const to = triangles[i % 3 === 2 ? i - 2 : i + 1]!;
      // Neighbours run along their common edge in opposite directions, so the two uses cancel out.
      const [key, sign] = from < to ? [`${from} ${to}`, 1] : [`${to} ${from}`, -1];
      uses.set(key, (uses.get(key) ?? 0) + sign);
    }
    expect([...uses.values()].filter((count) => count !== 0)).toEqual([]);
  });

  test.each(closed.map((part) => [part.name, part.mesh] as const))('%s is right side out', (_, mesh) => {
    const { positions, triangles } = mesh;
    let volume = 0;
    for (let i = 0; i < triangles.length; i += 3) {
      const [a, b, c] = [0, 1, 2].map((k) => positions[triangles[i + k]!]!) as [Vec, Vec, Vec];
      volume +=
        a[0] * (b[1] * c[2] - b[2] * c[1]) + a[1] * (b[2] * c[0] - b[0] * c[2]) + a[2] * (b[0] * c[1] - b[1] * c[0]);
    }
    expect(volume).toBeGreaterThan(0);
  });
});

type Vec = readonly [number, number, number];

describe('writeFigure()', () => {
  test('gives the performer exactly the rig that its dance is written for', () => {
    const { rig } = readGlb(writeFigure(human));
    expect(rig.names).toEqual(performerRig.names);
    expect([...rig.parents]).toEqual([...performerRig.parents]);
    rig.restTranslations.forEach((value, i) => expect(value).toBeCloseTo(performerRig.restTranslations[i]!, 6));
  });
});
