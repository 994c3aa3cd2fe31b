import { addClipToGlb, readGlb, writeGlbClip } from '@kinora/core/motion';
import type { CaptureReport, Clip, Contact } from '@kinora/core/motion';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { arbitraryClip } from '../../../support/arbitrary-clip.ts';
import { glbOf, glbOfChunks, jsonOf } from '../../../support/glb-builder.ts';
import { describeShared, sharedAsset } from '../../../support/shared-assets.ts';
import { thrownCode } from '../../../support/thrown-code.ts';
import { gltfErrors } from '../../../support/validate-gltf.ts';

/** A dance on a rig: every joint swings a little, the first one travels. */
function swinging(rig: Clip['rig'], frames = 4): Clip {
  const joints = rig.names.length;
  const rotations = new Float32Array(frames * joints * 4);
  for (let i = 0; i < frames * joints; i++) {
    const angle = 0.1 * Math.floor(i / joints);
    rotations.set([Math.sin(angle), 0, 0, Math.cos(angle)], i * 4);
  }
  const translations = Float32Array.from({ length: frames * 3 }, (_, i) => i / 8);
  return { name: 'swing', rig, frames, rate: 30, rotations, translated: Int16Array.of(0), translations };
}

function expectSameMotion(actual: Clip, expected: Clip): void {
  expect(actual.rig.names).toEqual(expected.rig.names);
  expect(actual).toMatchObject({ frames: expected.frames, rate: expected.rate });
  expectClose(withSignsOf(expected.rotations, actual.rotations), expected.rotations, 2e-6);
  // A joint that the clip lists but never moves is not listed again: its place is its rest either way.
  expectClose(everyTranslation(actual), everyTranslation(expected), 1.1e-4);
}

/** The same turns, as q or −q like the others. */
function withSignsOf(signs: Float32Array, rotations: Float32Array): Float32Array {
  return rotations.map((value, i) => {
    const at = i - (i % 4);
    const dot = [0, 1, 2, 3].reduce((sum, axis) => sum + rotations[at + axis]! * signs[at + axis]!, 0);
    return dot < 0 ? -value : value;
  });
}

/** [frames × joints × 3] */
function everyTranslation({ rig, frames, translated, translations }: Clip): Float32Array {
  const out = new Float32Array(frames * rig.restTranslations.length);
  for (let frame = 0; frame < frames; frame++) {
    out.set(rig.restTranslations, frame * rig.restTranslations.length);
    translated.forEach((joint, column) => {
      const at = (frame * translated.length + column) * 3;
      out.set(translations.subarray(at, at + 3), frame * rig.restTranslations.length + joint * 3);
    });
  }
  return out;
}

function expectClose(actual: Float32Array, expected: Float32Array, tolerance: number): void {
  expect(actual).toHaveLength(expected.length);
  const worst = actual.reduce((most, value, i) => Math.max(most, Math.abs(value - expected[i]!)), 0);
  expect(worst).toBeLessThan(tolerance);
}

describe('writeGlbClip()', () => {
  test('gives back any motion', () => {
    fc.assert(
      fc.property(arbitraryClip(), (clip) => {
        expectSameMotion(readGlb(writeGlbClip(clip)).clips[0]!, clip);
      }),
      { numRuns: 150, seed: 8 },
    );
  });

  test('is valid glTF, whatever the motion', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.boolean().chain((uneven) => arbitraryClip({ uneven })),
        async (clip) => {
          expect(await gltfErrors(writeGlbClip(clip))).toEqual([]);
        },
      ),
      { numRuns: 25, seed: 9 },
    );
  });

  test('keeps tips, confidence to 1/255, when the feet stand, and what the capture saw', async () => {
    const rig = {
      names: ['hips', 'leg'],
      parents: Int16Array.of(-1, 0),
      restTranslations: Float32Array.of(0, 1, 0, 0, -0.5, 0),
      restRotations: Float32Array.of(0, 0, 0, 1, 0, 0, 0, 1),
      unitMetres: 1,
      tips: [{ joint: 1, translation: [0, -0.5, 0.1] as const }],
    };
    const confidence = Float32Array.of(1, 0, 0.5, 0.25, 0.1, 0.9, 1, 1);
    const report = {
      tracked: 0.75,
      gaps: [{ from: 0.1, to: 0.9, joints: ['leg'] }],
      warnings: ['Feet were hidden.'],
      people: { time: 0.2, persons: [{ box: [0.1, 0, 0.4, 1] as const, score: 0.9, followed: true }] },
      advice: [
        { code: 'dark', text: 'It is dark.' },
        { code: 'of-tomorrow', text: 'It is late.', from: 0.5, to: 1, joints: ['leg'] },
      ],
    };
    const contacts = [{ side: 'left' as const, from: 0.1, to: 1 / 3 }];
    const file = writeGlbClip({ ...swinging(rig), confidence, contacts, report });
    const read = readGlb(file);
    expect(read.rig).toEqual(rig);
    expect(read.clips[0]!.report).toEqual(report);
    expect(read.clips[0]!.contacts).toEqual(contacts);
    read.clips[0]!.confidence!.forEach((value, i) =>
      expect(Math.abs(value - confidence[i]!)).toBeLessThanOrEqual(0.5 / 255 + 1e-7),
    );
    expect(await gltfErrors(file)).toEqual([]);
  });

  test.each([
    ['by an earlier version', {}],
    ['with people that are none', { people: { time: 0, persons: [{ box: [0, 1], score: 1, followed: true }] } }],
    ['with half a stretch of time', { advice: [{ code: 'dark', text: 'It is dark.', from: 1 }] }],
  ])('is read with the report of a capture %s', (_what, more) => {
    const report = { tracked: 1, gaps: [], warnings: [] };
    const file = writeGlbClip({ ...swinging(oneJoint()), report: { ...report, ...more } as CaptureReport });
    expect(readGlb(file).clips[0]!.report).toEqual(report);
  });

  test('a report with a number that no number holds is none', () => {
    const file = writeGlbClip({ ...swinging(oneJoint()), report: { tracked: 0.875, gaps: [], warnings: [] } });
    const text = Buffer.from(file);
    text.write('1e999', text.indexOf('0.875'));
    expect(readGlb(new Uint8Array(text)).clips[0]!.report).toBeUndefined();
  });

  test.each([
    ['that are no list', 'left'],
    ['of a third foot', [{ side: 'middle', from: 0, to: 1 }]],
    ['that end before they begin', [{ side: 'left', from: 1, to: 0 }]],
    ['without times', [{ side: 'left', from: null, to: 'end' }]],
    ['that would take for ever', Array.from({ length: 10_001 }, () => ({ side: 'left', from: 0, to: 1 }))],
  ])('is read without contacts %s', (_what, contacts) => {
    const file = writeGlbClip({ ...swinging(oneJoint()), contacts: contacts as Contact[] });
    expect(readGlb(file).clips[0]!.contacts).toBeUndefined();
  });

  test('keeps the rate and frames of a clip in which nothing moves', () => {
    const still = { ...swinging({ ...oneJoint(), restRotations: Float32Array.of(0, 0, 0, 1) }, 13), rate: 12 };
    still.rotations.forEach((_, i) => (still.rotations[i] = i % 4 === 3 ? 1 : 0));
    still.translations.fill(0);
    expect(readGlb(writeGlbClip(still)).clips[0]).toMatchObject({ frames: 13, rate: 12 });
  });

  test('refuses a clip that holds NaN', () => {
    const clip = swinging(oneJoint());
    clip.rotations[3] = NaN;
    expect(thrownCode(() => writeGlbClip(clip))).toBe('clip/invalid');
  });
});

describe('addClipToGlb()', () => {
  test('keeps every other field of the file', () => {
    const json = {
      scene: 0,
      scenes: [{ nodes: [0] }],
      nodes: [
        { name: 'a', extras: { mine: 1 }, children: [1] },
        { name: 'b', matrix: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 3, 2, 1, 1] },
      ],
      materials: [{ name: 'skin' }],
      extensionsUsed: ['ACME_x'],
      extensions: { ACME_x: { anything: [1, 2] } },
      extras: { theirs: true },
    };
    const file = glbOf(json);
    const written = jsonOf(addClipToGlb(file, swinging(readGlb(file).rig)));
    const { nodes, animations, accessors, bufferViews, buffers, ...rest } = written as Record<string, unknown[]>;
    expect({ ...rest, nodes: json.nodes }).toEqual(jsonOf(file));
    expect(nodes![0]).toEqual(json.nodes[0]);
    // glTF forbids to animate a matrix.
    expect(nodes![1]).toEqual({ name: 'b', translation: [3, 2, 1], rotation: [0, 0, 0, 1], scale: [1, 1, 1] });
    expect([animations, buffers].map((list) => list!.length)).toEqual([1, 1]);
    expect(accessors!.length).toBe(bufferViews!.length);
  });

  test('writes in the space of the nodes', () => {
    const file = glbOf({
      nodes: [
        { scale: [0.01, 0.01, 0.01], children: [1] },
        { name: 'hips', translation: [0, 100, 0] },
      ],
    });
    const { rig } = readGlb(file);
    const clip = { ...swinging(rig), translated: Int16Array.of(1) };
    expectSameMotion(readGlb(addClipToGlb(file, clip)).clips[0]!, clip);
  });

  test('gives the second clip of a name a number', () => {
    const file = glbOf({ nodes: [{ name: 'a' }] });
    const clip = swinging(readGlb(file).rig);
    const twice = addClipToGlb(addClipToGlb(file, clip), clip);
    expect(readGlb(twice).clips.map(({ name }) => name)).toEqual(['swing', 'swing 2']);
  });

  test('adds to a file whose buffer is written out in the JSON', async () => {
    const file = glbOf({
      nodes: [{ name: 'a' }],
      scenes: [{ nodes: [0] }],
      buffers: [{ byteLength: 3, uri: 'data:application/octet-stream;base64,AAAA' }],
    });
    const clip = swinging(readGlb(file).rig);
    const written = addClipToGlb(file, clip);
    expectSameMotion(readGlb(written).clips[0]!, clip);
    expect(await gltfErrors(written)).toEqual([]);
  });

  test('keeps chunks that glTF does not know', () => {
    const json = new TextEncoder().encode('{"asset":{"version":"2.0"},"nodes":[{}]}');
    const file = glbOfChunks([
      { type: 0x4e4f534a, data: json },
      { type: 0x004e4942, data: new Uint8Array(4) },
      { type: 0x41434d45, data: Uint8Array.of(7, 7, 7, 7) },
    ]);
    expect([...addClipToGlb(file, swinging(readGlb(file).rig)).slice(-4)]).toEqual([7, 7, 7, 7]);
  });

  test('refuses a clip of another rig', () => {
    expect(thrownCode(() => addClipToGlb(glbOf({ nodes: [{}, {}] }), swinging(oneJoint())))).toBe('clip/invalid');
  });
});

describeShared('addClipToGlb() on real avatars', () => {
  test.each([
    'CesiumMan.glb',
    'KayKit_Knight.glb',
    'babylon_riggedMesh.glb',
    'cryptovoxels_vrm0.vrm',
    'debug_robot_vrm1.vrm',
    'mh_mixamorig_cm.glb',
    'mh_rpmlike_arkit22.glb',
    'mh_unreal_names.glb',
  ])('%s gets the clip, and no error that it did not have', async (name) => {
    const file = new Uint8Array(readFileSync(sharedAsset(`avatars/${name}`)));
    const before = readGlb(file);
    const clip = swinging(before.rig);
    const written = addClipToGlb(file, clip);
    const after = readGlb(written);
    expectSameMotion(after.clips.at(-1)!, clip);
    expect(after.clips.slice(0, -1)).toEqual(before.clips);
    expect(await gltfErrors(written)).toEqual(await gltfErrors(file));
    const bin = binOf(file);
    expect(Buffer.from(binOf(written).subarray(0, bin.length)).equals(Buffer.from(bin))).toBe(true);
  });
});

function binOf(glb: Uint8Array): Uint8Array {
  const json = new DataView(glb.buffer, glb.byteOffset).getUint32(12, true);
  return glb.subarray(28 + json);
}

function oneJoint(): Clip['rig'] {
  return {
    names: ['only'],
    parents: Int16Array.of(-1),
    restTranslations: new Float32Array(3),
    restRotations: Float32Array.of(0, 0, 0, 1),
    unitMetres: 1,
  };
}
