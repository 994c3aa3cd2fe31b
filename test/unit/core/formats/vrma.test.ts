import {
  createPose,
  createRetargetPlan,
  forwardKinematics,
  humanoidRig,
  mapHumanoid,
  multiplyQuat,
  parseMotion,
  readGlb,
  restModel,
  retargetClip,
  sampleClip,
  writeVrma,
} from '@kinora/core/motion';
import type { Clip, HumanoidBone, HumanoidMap } from '@kinora/core/motion';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { degreesBetween } from '../../../support/expect-rotation.ts';
import { GlbBuilder, jsonOf } from '../../../support/glb-builder.ts';
import type { Json } from '../../../support/glb-builder.ts';
import { describeShared, sharedAsset } from '../../../support/shared-assets.ts';
import { syntheticPerson } from '../../../support/synthetic-rig.ts';
import { loadInThree, ThreeHumanoid } from '../../../support/three-vrma.ts';
import { thrownCode } from '../../../support/thrown-code.ts';
import { gltfErrors } from '../../../support/validate-gltf.ts';

const DEGREES = 0.1;

/** How a bone is turned from its rest at a time, in the space of the model. */
function turnOf(clip: Clip, map: HumanoidMap, bone: HumanoidBone, time: number): Float64Array {
  const { joint } = map.bones[bone]!;
  const pose = createPose(clip.rig);
  sampleClip(clip, time, pose);
  const places = new Float64Array(clip.rig.names.length * 3);
  const turns = new Float64Array(clip.rig.names.length * 4);
  forwardKinematics(clip.rig, pose.rotations, pose.translations, places, turns);
  const [x, y, z, w] = restModel(clip.rig).rotations.subarray(joint * 4) as unknown as [number, number, number, number];
  const out = new Float64Array(4);
  multiplyQuat(out, 0, turns, joint * 4, Float64Array.of(-x, -y, -z, w), 0);
  return out;
}

function withFace(clip: Clip, names: readonly string[]): Clip {
  const weights = Float32Array.from({ length: clip.frames * names.length }, (_, i) => (i % 7) / 4);
  return { ...clip, morphs: { names, weights } };
}

async function expectSameInThree(file: Uint8Array<ArrayBuffer>, clip: Clip, map: HumanoidMap): Promise<void> {
  const animation = await loadInThree(file);
  const bones = Object.keys(map.bones) as HumanoidBone[];
  const humanoid = new ThreeHumanoid(animation, bones);
  const hips = animation.humanoidTracks.translation.get('hips')!.values;
  expect(hips).toHaveLength(clip.frames * 3);
  for (const frame of [0, 7, clip.frames - 2]) {
    const time = clip.times?.[frame] ?? frame / clip.rate;
    const worst = bones
      .filter((bone) => !bone.endsWith('Eye'))
      .map((bone) => degreesBetween(humanoid.turnOf(bone, time), turnOf(clip, map, bone, time)));
    expect(Math.max(...worst)).toBeLessThanOrEqual(DEGREES);
  }
}

describe('writeVrma()', () => {
  test.each([
    ['whose bones have the axes of the world', {}],
    ['whose bones have any axes', { axes: 3 }],
    ['under an armature that is moved, without a chest', { without: ['chest', 'leftToes'] as const, fingers: true }],
  ])('three-vrm turns every bone as the clip of a body %s does', async (_, options) => {
    const { clip, map } = syntheticPerson({ fingers: true, ...options });
    const file = writeVrma(clip, map);
    await expectSameInThree(file, clip, map);
    expect(await gltfErrors(file)).toEqual([]);
  });

  test('three-vrm sees hips where they are, and a rest that is a T-pose on the ground', async () => {
    const person = syntheticPerson({ axes: 5 });
    const { clip, map } = person;
    const animation = await loadInThree(writeVrma(clip, map));
    expect(animation.restHipsPosition.toArray()).toEqual([0, 1, 0]);
    const expected = person.places(clip, 'hips');
    animation.humanoidTracks.translation
      .get('hips')!
      .values.forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 5));
  });

  test('comes back through our own reader', () => {
    const { clip, map } = syntheticPerson({ axes: 9, fingers: true });
    const { format, rig, clips, warnings } = parseMotion(writeVrma(withFace(clip, ['aa', 'Wink']), map), 'dance.vrma');
    expect([format, warnings]).toEqual(['glb', []]);
    expect(Object.keys(rig.declared!).sort()).toEqual(Object.keys(map.bones).sort());
    const read = clips[0]!;
    expect(read).toMatchObject({ name: clip.name, frames: clip.frames, rate: clip.rate });
    expect([...read.translated]).toEqual([rig.declared!.hips]);
    const again = mapHumanoid(rig);
    for (const bone of Object.keys(map.bones) as HumanoidBone[]) {
      expect(degreesBetween(turnOf(read, again, bone, 0.3), turnOf(clip, map, bone, 0.3))).toBeLessThan(DEGREES);
    }
  });

  test('writes blendshapes as expressions from 0 to 1, by the presets of VRM where they have their names', async () => {
    const { clip, map } = syntheticPerson();
    const file = writeVrma(withFace(clip, ['happy', 'jawOpen', 'lookUp', '__proto__']), map);
    const { expressionTracks } = await loadInThree(file);
    expect([...expressionTracks.preset.keys()]).toEqual(['happy']);
    expect([...expressionTracks.custom.keys()]).toEqual(['jawOpen', '__proto__']);
    const happy = [...expressionTracks.preset.get('happy')!.values];
    expect(happy.every((weight) => weight >= 0 && weight <= 1)).toBe(true);
    expect(happy.slice(0, 2)).toEqual([0, 1]);
    expect(readGlb(file).clips[0]!.morphs!.names).toEqual(['happy', 'jawOpen', '__proto__']);
    expect(await gltfErrors(file)).toEqual([]);
  });

  test('animates no scale, and no place but that of the hips; gives the eyes no node', () => {
    const rig = humanoidRig();
    const { clip, map } = syntheticPerson({ fingers: true });
    const target = retargetClip(createRetargetPlan(clip.rig, rig, { sourceMap: map }), clip, { ik: false });
    const { animations, nodes, extensions } = jsonOf(writeVrma(target)) as {
      animations: { channels: { target: { node: number; path: string } }[] }[];
      nodes: Json[];
      extensions: { VRMC_vrm_animation: { humanoid: { humanBones: Record<string, { node: number }> } } };
    };
    const moved = animations[0]!.channels.filter(({ target: { path } }) => path !== 'rotation');
    expect(moved.map(({ target: { node, path } }) => [node, path])).toEqual([[0, 'translation']]);
    expect(nodes.some((node) => 'scale' in node)).toBe(false);
    const { humanBones } = extensions.VRMC_vrm_animation.humanoid;
    expect(Object.keys(humanBones)).toHaveLength(53);
    expect(humanBones).not.toHaveProperty('leftEye');
  });

  test.each([
    ['an A-pose', { armsDown: 45 }, 'clip/invalid'],
    ['a body that faces the other way', { turn: [0, 1, 0, 0] as const }, 'clip/invalid'],
    ['a body without hands', { without: ['leftHand', 'rightHand'] as const }, 'rig/not-humanoid'],
  ])('refuses %s', (_, options, code) => {
    const { clip, map } = syntheticPerson(options);
    expect(thrownCode(() => writeVrma(clip, map))).toBe(code);
  });
});

describe('readGlb(): a VRM animation', () => {
  const humanBones = { hips: { node: 0 }, spine: { node: 1 } };
  const still = [0, 0, 0, 0, 0, 0];

  function vrma(extension: Json, moves: Readonly<Record<number, readonly number[]>>, path = 'translation'): Uint8Array {
    const builder = new GlbBuilder();
    const input = builder.floats([0, 1], 'SCALAR');
    const samplers = Object.values(moves).map((values) => ({
      input,
      output: builder.floats(values, path === 'rotation' ? 'VEC4' : 'VEC3'),
    }));
    const channels = Object.keys(moves).map((node, sampler) => ({ sampler, target: { node: Number(node), path } }));
    const names = ['Hips', 'Spine', 'Happy', 'LookAt'];
    return builder.build({
      nodes: names.map((name, node) => ({ name, ...(node === 0 && { children: [1] }) })),
      animations: [{ name: 'a', samplers, channels }],
      extensions: { VRMC_vrm_animation: { specVersion: '1.0', humanoid: { humanBones }, ...extension } },
    });
  }

  test('takes the x of an expression for its weight, and its node for no joint', () => {
    const { rig, clips } = readGlb(
      vrma({ expressions: { preset: { happy: { node: 2 } } } }, { 0: still, 2: [0, 0, 0, 1.5, 9, 9] }),
    );
    expect(rig.names).toEqual(['Hips', 'Spine', 'LookAt']);
    expect(clips[0]!.morphs!.names).toEqual(['happy']);
    // Whoever reads a weight beyond 1 has to take it for 1.
    expect(clips[0]!.morphs!.weights[15]).toBeCloseTo(0.75, 5);
    expect(clips[0]!.morphs!.weights.at(-1)).toBe(1);
  });

  test('leaves the gaze out, and says so', () => {
    const { rig, clips, warnings } = readGlb(vrma({ lookAt: { node: 3 } }, { 0: still, 3: [0, 0, 0, 1, 1, 1] }));
    expect(rig.names).toEqual(['Hips', 'Spine', 'Happy']);
    expect([...clips[0]!.translated]).toEqual([]);
    expect(warnings).toEqual([expect.stringContaining('turns the gaze')]);
  });

  test('moves the hips alone', () => {
    const up = [0, 0, 0, 0, 1, 0];
    const { clips, warnings } = readGlb(vrma({}, { 0: up, 1: up }));
    expect([...clips[0]!.translated]).toEqual([0]);
    expect(warnings).toEqual([expect.stringContaining('bones other than the hips')]);
  });
});

describeShared('VRM animations from elsewhere', () => {
  const read = (name: string): ReturnType<typeof readGlb> =>
    readGlb(new Uint8Array(readFileSync(sharedAsset(`anims/${name}`))));

  test('three-vrm_test.vrma: 51 bones by their metadata, and a happy face', () => {
    const { rig, clips } = read('three-vrm_test.vrma');
    expect(mapHumanoid(rig).confidence).toBe(1);
    expect(clips[0]!.morphs!.names).toEqual(['happy']);
    expect(Math.max(...clips[0]!.morphs!.weights)).toBeGreaterThan(0.5);
  });

  test('hips_spine_twisting.vrma: three-vrm sees the same turns as we do', async () => {
    const file = new Uint8Array(readFileSync(sharedAsset('anims/hips_spine_twisting.vrma')));
    const { rig, clips } = readGlb(file);
    const map = mapHumanoid(rig);
    const humanoid = new ThreeHumanoid(await loadInThree(file), Object.keys(map.bones));
    for (const bone of Object.keys(map.bones) as HumanoidBone[]) {
      expect(degreesBetween(humanoid.turnOf(bone, 0.5), turnOf(clips[0]!, map, bone, 0.5))).toBeLessThanOrEqual(
        DEGREES,
      );
    }
  });

  test('a walk captured as BVH becomes one that three-vrm shows', async () => {
    const { rig, clips } = parseMotion(
      new Uint8Array(readFileSync(sharedAsset('bvh/pybvh_cmu_12_01_walk.bvh'))),
      'walk',
    );
    const plan = createRetargetPlan(rig, humanoidRig(), { sourceClip: clips[0]! });
    const walk = retargetClip(plan, clips[0]!, { ik: false });
    await expectSameInThree(writeVrma(walk), walk, mapHumanoid(walk.rig));
  });
});
