import { readFbx } from '@kinora/core/fbx';
import { createPose, forwardKinematics, sampleClip, validateClip, validateRig } from '@kinora/core/motion';
import type { Clip, Rig } from '@kinora/core/motion';
import { describe, expect, test } from 'vitest';
import { expectSameRotation } from '../../../../support/expect-rotation.ts';
import { fbxText } from '../../../../support/fbx-text.ts';
import type { FbxLimb, FbxParts } from '../../../../support/fbx-text.ts';
import { thrownCode } from '../../../../support/thrown-code.ts';

type Vec = readonly [number, number, number];

const S = Math.SQRT1_2;
const QUARTER = { x: [S, 0, 0, S], y: [0, S, 0, S], z: [0, 0, S, S] } as const;

const read = (parts: FbxParts): ReturnType<typeof readFbx> => readFbx(fbxText(parts), 'test.fbx');

/** Hips a metre above the ground, and what hangs on them. */
const body = (...limbs: readonly FbxLimb[]): readonly FbxLimb[] => [
  { name: 'Hips', properties: { 'Lcl Translation': [0, 100, 0] } },
  ...limbs,
];

/** Where a joint is in model space, at rest or at a time of a clip, metres. */
function placeOf(rig: Rig, name: string, clip?: Clip, time = 0): Vec {
  const pose = createPose(rig);
  if (clip) sampleClip(clip, time, pose);
  const positions = new Float64Array(rig.names.length * 3);
  forwardKinematics(rig, pose.rotations, pose.translations, positions, new Float64Array(rig.names.length * 4));
  return [...positions.subarray(rig.names.indexOf(name) * 3).slice(0, 3)] as unknown as Vec;
}

function expectPlace(actual: Vec, expected: Vec): void {
  actual.forEach((value, axis) => expect(value).toBeCloseTo(expected[axis]!, 5));
}

const rotationOf = ({ restRotations, names }: Rig, name: string): Float32Array =>
  restRotations.subarray(names.indexOf(name) * 4).slice(0, 4);

describe('readFbx() the skeleton', () => {
  test('takes limbs and what is above them, in centimetres where the file says so', () => {
    const { rig } = read({
      limbs: [
        { name: 'Scene', kind: 'Null' },
        { name: 'Armature', kind: 'Null', parent: 'Scene' },
        { name: 'Hips', parent: 'Armature', properties: { 'Lcl Translation': [0, 100, 0] } },
        { name: 'Body', kind: 'Mesh', parent: 'Scene' },
      ],
    });
    validateRig(rig);
    expect(rig.names).toEqual(['Scene', 'Armature', 'Hips']);
    expect([...rig.parents]).toEqual([-1, 0, 1]);
    expectPlace(placeOf(rig, 'Hips'), [0, 1, 0]);
  });

  test('takes nulls and meshes where nothing is called a limb', () => {
    const { rig } = read({
      limbs: [
        { name: 'Bip01', kind: 'Null' },
        { name: 'Bip01 Spine', kind: 'Mesh', parent: 'Bip01' },
      ],
    });
    expect(rig.names).toEqual(['Bip01', 'Bip01 Spine']);
  });

  // The letters say which axis turns first. A quarter turn about x, then one about y, and the other way round.
  test.each([
    [0, [90, 90, 0], [0.5, 0.5, -0.5, 0.5]],
    [3, [90, 90, 0], [0.5, 0.5, 0.5, 0.5]],
    [1, [90, 0, 90], [0.5, 0.5, 0.5, 0.5]],
    [4, [90, 0, 90], [0.5, -0.5, 0.5, 0.5]],
    [2, [0, 90, 90], [-0.5, 0.5, 0.5, 0.5]],
    [5, [0, 90, 90], [0.5, 0.5, 0.5, 0.5]],
  ] as const)('rotation order %i', (order, degrees, expected) => {
    const { rig } = read({
      limbs: body({
        name: 'Spine',
        parent: 'Hips',
        properties: { RotationActive: [1], RotationOrder: [order], 'Lcl Rotation': degrees },
      }),
    });
    expectSameRotation(rotationOf(rig, 'Spine'), expected, 1e-3);
  });

  test('refuses the spheric order', () => {
    const limbs = body({ name: 'Spine', parent: 'Hips', properties: { RotationActive: [1], RotationOrder: [6] } });
    expect(thrownCode(() => read({ limbs }))).toBe('formats/unsupported');
  });

  test('turns by pre-rotation and against post-rotation, unless they are switched off', () => {
    const properties = { PreRotation: [90, 0, 0], PostRotation: [0, 0, 90] };
    const limbs = body(
      { name: 'On', parent: 'Hips', properties: { ...properties, RotationActive: [1] } },
      { name: 'Off', parent: 'Hips', properties },
    );
    const { rig } = read({ limbs });
    // x by 90° after z by −90°.
    expectSameRotation(rotationOf(rig, 'On'), [0.5, 0.5, -0.5, 0.5], 1e-3);
    expectSameRotation(rotationOf(rig, 'Off'), [0, 0, 0, 1], 1e-3);
  });

  test('turns about its rotation pivot and scales about its scaling pivot', () => {
    const { rig } = read({
      limbs: body({
        name: 'Spine',
        parent: 'Hips',
        properties: {
          'Lcl Rotation': [0, 0, 180],
          'Lcl Scaling': [2, 2, 2],
          RotationPivot: [10, 0, 0],
          RotationOffset: [0, 5, 0],
          ScalingPivot: [0, 10, 0],
          ScalingOffset: [1, 0, 0],
        },
      }),
    });
    // Scaled about (0, 10): (0, −10), moved to (1, −10), turned half about (10, 0): (19, 10), moved to (19, 15).
    expectPlace(placeOf(rig, 'Spine'), [0.19, 1.15, 0]);
  });

  test.each([
    ['after its own turn', 0, [0.1, 1.4, 0]],
    ['before its own turn, as matrices do', 1, [0.1, 1.8, 0]],
    ['not at all, as segment scale compensation', 2, [0.1, 1.2, 0]],
  ] as const)('takes on the scale of its parent %s', (_, inherit, expected) => {
    // The parent is stretched 2 along x and 4 along y; the limb turns its own x up, and carries a tip along it.
    const { rig } = read({
      limbs: body(
        { name: 'Spine', parent: 'Hips', properties: { 'Lcl Scaling': [2, 4, 1] } },
        {
          name: 'Arm',
          parent: 'Spine',
          properties: { 'Lcl Translation': [5, 0, 0], 'Lcl Rotation': [0, 0, 90], InheritType: [inherit] },
        },
        { name: 'Hand', parent: 'Arm', properties: { 'Lcl Translation': [20, 0, 0] } },
      ),
    });
    expectPlace(placeOf(rig, 'Hand'), expected);
  });

  test.each([
    ['Z up', { UpAxis: 2, FrontAxis: 1, FrontAxisSign: -1, CoordAxis: 0 }, [1, 2, 3], [1, 3, -2]],
    ['X up', { UpAxis: 0, FrontAxis: 2, CoordAxis: 1, CoordAxisSign: -1 }, [1, 2, 3], [-2, 1, 3]],
    ['left-handed, Y up', { UpAxis: 1, FrontAxis: 2, CoordAxis: 0, CoordAxisSign: -1 }, [1, 2, 3], [-1, 2, 3]],
    ['left-handed, Z up', { UpAxis: 2, FrontAxis: 1, CoordAxis: 0 }, [1, 2, 3], [1, 3, 2]],
    ['contradictory', { UpAxis: 1, FrontAxis: 1, CoordAxis: 0 }, [1, 2, 3], [1, 2, 3]],
  ] as const)('%s', (_, settings, inFile, expected) => {
    const limbs: readonly FbxLimb[] = [
      { name: 'Hips' },
      { name: 'Turned', parent: 'Hips', properties: { 'Lcl Rotation': [0, 0, 90] } },
      { name: 'Tip', parent: 'Turned', properties: { 'Lcl Translation': [inFile[1], -inFile[0], inFile[2]] } },
    ];
    const { rig } = read({ limbs, settings: { ...settings, UnitScaleFactor: 100 } });
    expectPlace(placeOf(rig, 'Tip'), expected);
  });

  test('finds the unit by size where the file tells of a giant', () => {
    const { rig, warnings } = read({
      limbs: body({ name: 'Head', parent: 'Hips', properties: { 'Lcl Translation': [0, 250, 0] } }),
      settings: { UnitScaleFactor: 100 },
    });
    expect(rig.unitMetres).toBe(0.01);
    expect(warnings.join()).toContain('unit');
  });
});

describe('readFbx() the motion', () => {
  const turn = { limb: 'Hips', property: 'Lcl Rotation', channel: 'Y' };
  const keys = [
    [1, 0],
    [2, 90],
  ] as const;

  test('each stack is a clip that starts at its first key; what has no curve rests', () => {
    const { clips, warnings } = read({
      limbs: body({ name: 'Head', parent: 'Hips', properties: { 'Lcl Translation': [0, 60, 0] } }),
      stacks: {
        Turn: [[{ ...turn, keys }]],
        Walk: [[{ limb: 'Hips', property: 'Lcl Translation', channel: 'Z', keys: [[0, 0], [0.5, 50]] }]], // prettier-ignore
        Empty: [[]],
      },
    });
    clips.forEach(validateClip);
    expect(clips.map(({ name, frames, rate }) => ({ name, frames, rate }))).toEqual([
      { name: 'Turn', frames: 31, rate: 30 },
      { name: 'Walk', frames: 16, rate: 30 },
    ]);
    expectSameRotation(clips[0]!.rotations.subarray(30 * 8, 30 * 8 + 4), QUARTER.y, 1e-3);
    expectPlace(placeOf(clips[1]!.rig, 'Head', clips[1], 0.5), [0, 1.6, 0.5]);
    expect([...clips[0]!.translated]).toEqual([]);
    expect([...clips[1]!.translated]).toEqual([0]);
    expect(warnings).toEqual(['Animation "Empty" moves no joint and was left out.']);
  });

  test.each([
    ['stays until the next key', 0x2, 0],
    ['is at the next key at once', 0x102, 90],
    ['goes straight', 0x4, 45],
    ['eases in and out without slopes of its own', 0x108, 45],
    // Hermite with a slope of 90° a second at both ends is the straight line.
    ['follows the slopes of its user', 0x408, 45],
  ] as const)('a curve %s', (_, flags, halfWay) => {
    const { clips } = read({ limbs: body(), stacks: { Turn: [[{ ...turn, keys, flags, slopes: [90, 90] }]] } });
    const half = (halfWay * Math.PI) / 360;
    expectSameRotation(clips[0]!.rotations.subarray(15 * 4, 16 * 4), [0, Math.sin(half), 0, Math.cos(half)], 1e-3);
  });

  test('a curve that eases is slower at its ends', () => {
    const { clips } = read({ limbs: body(), stacks: { Turn: [[{ ...turn, keys, flags: 0x108 }]] } });
    // 3t² − 2t³ at a tenth of the way.
    const half = (90 * (3 * 0.01 - 2 * 0.001) * Math.PI) / 360;
    expectSameRotation(clips[0]!.rotations.subarray(3 * 4, 4 * 4), [0, Math.sin(half), 0, Math.cos(half)], 1e-3);
  });

  test('goes at the rate of the file', () => {
    const { clips } = read({ limbs: body(), settings: { TimeMode: 11 }, stacks: { Turn: [[{ ...turn, keys }]] } });
    expect(clips[0]).toMatchObject({ rate: 24, frames: 25 });
  });

  test('a layer above the base is left out, and said so', () => {
    const { clips, warnings } = read({ limbs: body(), stacks: { Turn: [[{ ...turn, keys }], [{ ...turn, keys }]] } });
    expectSameRotation(clips[0]!.rotations.subarray(30 * 4, 31 * 4), QUARTER.y, 1e-3);
    expect(warnings.join()).toContain('layers above its base (Turn 1)');
  });

  test('shape keys become blendshapes of the clip', () => {
    const { clips } = read({
      limbs: body(),
      stacks: { Smile: [[{ ...turn, keys }]] },
      shapes: { mouthSmileLeft: [[1, 0], [2, 80]] }, // prettier-ignore
    });
    expect(clips[0]!.morphs!.names).toEqual(['mouthSmileLeft']);
    expect(clips[0]!.morphs!.weights[30]).toBeCloseTo(0.8, 6);
  });

  test('a body that stands as in its clip rests as it was bound', () => {
    const up = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 100, 0, 1];
    const limbs: readonly FbxLimb[] = [
      { name: 'Hips', properties: { 'Lcl Translation': [0, 100, 0], 'Lcl Rotation': [0, 45, 0] } },
      { name: 'Head', parent: 'Hips', properties: { 'Lcl Translation': [0, 60, 0] } },
    ];
    const posed = [[1, 45], [2, 90]] as const; // prettier-ignore
    const bound = read({ limbs, stacks: { Turn: [[{ ...turn, keys: posed }]] }, bindPose: { Hips: up } });
    expectSameRotation(rotationOf(bound.rig, 'Hips'), [0, 0, 0, 1], 1e-3);
    expect(bound.clips[0]!.rig).toBe(bound.rig);
    expectPlace(placeOf(bound.rig, 'Head'), [0, 1.6, 0]);
    const meant = read({ limbs, stacks: { Turn: [[{ ...turn, keys }]] }, bindPose: { Hips: up } });
    expectSameRotation(rotationOf(meant.rig, 'Hips'), [0, Math.sin(Math.PI / 8), 0, Math.cos(Math.PI / 8)], 1e-3);
  });
});

describe('readFbx() text as writers write it', () => {
  const text = (objects: string, rest = ''): Uint8Array =>
    new TextEncoder().encode(
      `\uFEFF; FBX 7.4.0 project file\r\nFBXHeaderExtension:  {\r\n FBXVersion: 7400\r\n}\r\nObjects:  {\r\n${objects}\r\n}\r\n${rest}`,
    );

  test('exponents without a point, commas, brackets and lines inside strings, lists over several lines', () => {
    const { rig } = readFbx(
      text(
        `Video: 1, "Video::a, {b", "Clip" {\n Content: ,\n "AA}A" \n}\n` +
          `Model: 2, "Model::Arm, left", "LimbNode" { ; } a comment\n Properties70: {\n P: "a","b","c","",\n "C:\\x, y {"\n` +
          ` P: "Lcl Translation", "", "", "A",1e+02,\n -2E2 , 3e-05\n }\n Shading: W\n}\n`,
      ),
      'odd.fbx',
    );
    expect(rig.names).toEqual(['Arm, left']);
    expectPlace([...rig.restTranslations] as unknown as Vec, [1, -2, 3e-7]);
  });

  test('keeps two objects apart whose ids differ in their last of 64 bits', () => {
    const model = (id: string, name: string): string => `Model: ${id}, "Model::${name}", "LimbNode" {\n}\n`;
    const { rig } = readFbx(
      text(
        model('9007199254740993', 'A') + model('9007199254740992', 'B'),
        'Connections: {\n C: "OO",9007199254740993,9007199254740992\n}\n',
      ),
      'ids.fbx',
    );
    expect(rig.names).toEqual(['B', 'A']);
  });
});

describe('readFbx() refuses', () => {
  test.each([
    ['nothing', new Uint8Array(0), 'formats/empty'],
    ['an old version', fbxText({ version: 6100, limbs: body() }), 'formats/fbx-version'],
    ['a file without a skeleton', fbxText({ limbs: [{ name: 'Camera', kind: 'Camera' }] }), 'formats/fbx-scene'],
    ['a file without objects', fbxText({ limbs: [] }), 'formats/fbx-scene'],
    ['a limb above itself', fbxText({ limbs: [{ name: 'A', parent: 'B' }, { name: 'B', parent: 'A' }] }), 'formats/fbx-scene'], // prettier-ignore
    ['a place that is no number', fbxText({ limbs: body({ name: 'A', properties: { 'Lcl Translation': [1e300, 0, 0] } }) }), 'formats/fbx-number'], // prettier-ignore
    ['brackets that never close', fbxText({ limbs: body() }).slice(0, -4), 'formats/fbx-syntax'],
    ['nodes without a floor', new TextEncoder().encode(`; FBX 7.4.0\n${'Objects: {\nModel: {\n'.repeat(100)}`), 'formats/fbx-syntax'], // prettier-ignore
    ['a header alone', new TextEncoder().encode('Kaydara FBX Binary  \0'), 'formats/truncated'],
  ])('%s', (_, bytes, code) => {
    expect(thrownCode(() => readFbx(bytes, 'bad.fbx'))).toBe(code);
  });
});
