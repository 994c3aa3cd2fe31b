import { readFbx } from '@kinora/core/fbx';
import {
  createPose,
  forwardKinematics,
  mapHumanoid,
  parseMotion,
  readGlb,
  sampleClip,
  validateClip,
  validateRig,
} from '@kinora/core/motion';
import type { Clip, Rig } from '@kinora/core/motion';
import { parseBinary, parseText } from 'fbx-parser';
import type { FBXNode } from 'fbx-parser';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readBinaryDocument } from '../../../../../packages/core/src/formats/fbx/document/read-binary.ts';
import type { FbxNode } from '../../../../../packages/core/src/formats/fbx/document/fbx-node.ts';
import { readTextDocument } from '../../../../../packages/core/src/formats/fbx/document/read-text.ts';
import { degreesBetween } from '../../../../support/expect-rotation.ts';
import { describeShared, sharedAsset } from '../../../../support/shared-assets.ts';
import { ThreeFbx } from '../../../../support/three-fbx.ts';

const WALK = 'fbx/ozz_walk.fbx';
const HUMAN_IK = 'fbx/ufbx_maya_human_ik_7400_ascii.fbx';
const KENNEY = 'fbx/ufbx_maya_kenney_character_7700_binary.fbx';

const bytesOf = (name: string): Uint8Array => new Uint8Array(readFileSync(sharedAsset(name)));

/** Where all joints are at a time of a clip, or at rest: metres and turns in model space. */
function placesOf(rig: Rig, clip?: Clip, time = 0): { positions: Float64Array; rotations: Float64Array } {
  const pose = createPose(rig);
  if (clip) sampleClip(clip, time, pose);
  const [positions, rotations] = [new Float64Array(rig.names.length * 3), new Float64Array(rig.names.length * 4)];
  forwardKinematics(rig, pose.rotations, pose.translations, positions, rotations);
  return { positions, rotations };
}

describeShared('real FBX files', () => {
  test.each([
    [WALK, 67, 0.01, ['walk'], 41, 30],
    [HUMAN_IK, 63, 1, [], 0, 0],
    [KENNEY, 59, 0.01, ['Take 001'], 17, 24],
  ] as const)('%s', (name, joints, unit, clipNames, frames, rate) => {
    const { rig, clips } = readFbx(bytesOf(name), name);
    validateRig(rig);
    expect(rig.names).toHaveLength(joints);
    expect(rig.unitMetres).toBe(unit);
    expect(clips.map((clip) => clip.name)).toEqual(clipNames);
    for (const clip of clips) {
      validateClip(clip);
      expect(clip).toMatchObject({ frames, rate, rig });
    }
    expect(mapHumanoid(rig).confidence).toBeGreaterThan(0.6);
  });

  test.each([
    [WALK, 67],
    [KENNEY, 59],
  ])('%s moves every joint as three.js does, to a millimetre and a tenth of a degree', (name, joints) => {
    const { rig, clips } = readFbx(bytesOf(name), name);
    const three = new ThreeFbx(sharedAsset(name));
    const clip = clips[0]!;
    let compared = 0;
    for (let frame = 0; frame < clip.frames; frame += 4) {
      const time = frame / clip.rate;
      three.setTime(time);
      const { positions, rotations } = placesOf(rig, clip, time);
      rig.names.forEach((joint, i) => {
        const theirs = three.position(joint).multiplyScalar(rig.unitMetres);
        expect(
          theirs.distanceTo({ x: positions[i * 3]!, y: positions[i * 3 + 1]!, z: positions[i * 3 + 2]! }),
        ).toBeLessThan(1e-3);
        // The ends of this file's limbs are mirrored, and a turn taken out of a mirroring matrix is another one.
        if (joint.endsWith('Nub')) return;
        const { x, y, z, w } = three.rotation(joint);
        expect(degreesBetween(rotations.subarray(i * 4, i * 4 + 4), [x, y, z, w])).toBeLessThan(0.1);
        compared++;
      });
    }
    expect(compared).toBeGreaterThan(joints * 4);
  });

  // Its limbs take on no scale of their parents; three.js multiplies it all the same, and shows a child of ten centimetres.
  test('a Maya HumanIK body has its joints where its own effectors are', () => {
    const { rig } = readFbx(bytesOf(HUMAN_IK), HUMAN_IK);
    const { positions } = placesOf(rig);
    const objects = parseText(new TextDecoder().decode(bytesOf(HUMAN_IK))).find(({ name }) => name === 'Objects')!;
    const pairs = [
      ['LeftWrist', 'LeftHand'],
      ['RightWrist', 'RightHand'],
      ['LeftAnkle', 'LeftFoot'],
      ['LeftKnee', 'LeftLeg'],
      ['RightElbow', 'RightForeArm'],
      ['LeftShoulder', 'LeftArm'],
    ];
    for (const [effector, joint] of pairs) {
      const model = objects.nodes.find(({ props }) => props[1] === `Model::Character1_Ctrl_${effector!}Effector`)!;
      const row = model.nodes[1]!.nodes.find(({ props }) => props[0] === 'Lcl Translation')!;
      const centimetres = row.props.slice(4).map(Number);
      const at = rig.names.indexOf(`Character1_${joint!}`) * 3;
      centimetres.forEach((value, axis) => expect(positions[at + axis]!).toBeCloseTo(value / 100, 4));
    }
  });

  test('a character that stands as in its clip rests in its bind pose, arms level', () => {
    const { rig, warnings } = readFbx(bytesOf(KENNEY), KENNEY);
    const { positions } = placesOf(rig);
    const place = (joint: string): Float64Array => positions.subarray(rig.names.indexOf(joint) * 3).slice(0, 3);
    const [shoulder, wrist] = [place('LeftArm'), place('LeftHand')];
    const rise =
      Math.abs(wrist[1]! - shoulder[1]!) / Math.hypot(...wrist.map((value, axis) => value - shoulder[axis]!));
    expect(warnings.join()).toContain('bind pose');
    expect(rise).toBeLessThan(Math.sin((10 * Math.PI) / 180));
  });

  test.each([WALK, HUMAN_IK, KENNEY])('%s holds the nodes that another parser finds in it', (name) => {
    const bytes = bytesOf(name);
    const isText = name === HUMAN_IK;
    const ours = isText ? readTextDocument(bytes) : readBinaryDocument(bytes);
    const theirs = isText ? parseText(new TextDecoder().decode(bytes)) : parseBinary(bytes);
    for (const section of ['Objects', 'Connections', 'GlobalSettings']) {
      const [own, other] = [ours.nodes, theirs].map((nodes) => nodes.find((node) => node.name === section)!) as [
        FbxNode,
        FBXNode,
      ];
      const kept = new Set(own.children.map((node) => node.name));
      const others = other.nodes.filter((node) => kept.has(node.name));
      expect(own.children.map(plain)).toEqual(others.map(plainOther));
    }
  });

  test('the worker and the command line read it by its content, where a reader is passed', () => {
    const parsed = parseMotion(bytesOf(WALK), 'walk.glb', { fbx: readFbx });
    expect(parsed).toMatchObject({ format: 'fbx', clips: [{ name: 'walk' }] });
    expect(() => readGlb(bytesOf(WALK))).toThrow();
  });
});

function plain({ name, values, children }: FbxNode): unknown {
  return { name, values: name === 'Shading' ? [] : values.flatMap(scalar), children: children.map(plain) };
}

function plainOther({ name, props, nodes }: FBXNode): unknown {
  return { name, values: name === 'Shading' ? [] : props.flatMap(scalar), children: nodes.map(plainOther) };
}

/** Truth values are letters in one parser, numbers in the other; arrays of what is not read are empty in ours. */

function scalar(value: unknown): (string | number)[] {
  if (typeof value === 'number') return [value + 0];
  return typeof value === 'string' && !/^[A-Z]$/.test(value) ? [value] : [];
}
