import { multiplyQuat, relativeQuat, restModel, rotateVec3, shortestArcQuat } from '@kinora/core/motion';
import type { Rig } from '@kinora/core/motion';
import { namingScheme } from '../fixtures/rigs/naming-scheme.ts';
import { GlbBuilder } from './glb-builder.ts';
import { about } from './synthetic-rig.ts';

const FINGERS = ['Thumb', 'Index', 'Middle', 'Ring', 'Pinky']
  .map((finger, i) => {
    const bone = ['thumb', 'index', 'middle', 'ring', 'little'][i]!;
    const segments = i === 0 ? ['Metacarpal', 'Proximal', 'Distal'] : ['Proximal', 'Intermediate', 'Distal'];
    const lines = segments.map(
      (segment, n) => `${' '.repeat(18 + n * 2)}{Left|Right}Hand${finger}${n + 1} = ${bone}${segment}`,
    );
    return [...lines, `${' '.repeat(24)}{Left|Right}Hand${finger}4 ~ ${bone}Tip`].join('\n');
  })
  .join('\n');

/** Armature and 67 bones, named as Mixamo does without its prefix. */
const SKELETON = namingScheme(
  'Kinetix emote',
  `
Armature ~ root
  Hips = hips
    Spine = spine
      Spine1 = chest
        Spine2 = upperChest
          Neck = neck
            Head = head
              HeadTop_End ~ headTop
              {Left|Right}Eye = eye
          {Left|Right}Shoulder = shoulder
            {Left|Right}Arm = upperArm
              {Left|Right}ForeArm = lowerArm
                {Left|Right}Hand = hand
${FINGERS}
    {Left|Right}UpLeg = upperLeg
      {Left|Right}Leg = lowerLeg
        {Left|Right}Foot = foot
          {Left|Right}ToeBase = toes
            {Left|Right}Toe_End ~ toeTip
`,
);

export interface EmoteOptions {
  /** What the scale tracks say in the first and in the last key: of the hips, and of all other bones. */
  readonly hips?: readonly [number, number];
  readonly others?: readonly [number, number];
}

const KEYS = 30;

/**
 * An emote as Kinetix ships it: no mesh, 68 nodes, one skin, bones along their own +Y, one
 * animation of 105 channels with 30 keys a second: translation of the hips, rotation and scale of 52 bones.
 */
export function kinetixEmote({ hips = [1, 1], others = [1, 1] }: EmoteOptions = {}): Uint8Array<ArrayBuffer> {
  const { names, parents } = SKELETON.rig;
  const rest = alongY(SKELETON.rig);
  const children = names.map((_, joint) => [...names.keys()].filter((other) => parents[other] === joint));
  const builder = new GlbBuilder();
  const times = Array.from({ length: KEYS }, (_, key) => key / 30);
  const input = builder.floats(times, 'SCALAR');
  const moved = [...names.keys()].filter((joint) => joint > 0 && children[joint]!.length > 0);
  const channels: { path: string; joint: number; output: number }[] = [];
  const [x = 0, y = 0, z = 0] = rest.translations.subarray(3, 6);
  const travel = times.flatMap((time) => [x, y + 0.05 * Math.sin(time * 6), z + time]);
  channels.push({ path: 'translation', joint: 1, output: builder.floats(travel, 'VEC3') });
  for (const joint of moved) {
    const turned = times.flatMap((time) => swung(rest.rotations, joint, 20 * Math.sin(time * 5 + joint)));
    channels.push({ path: 'rotation', joint, output: builder.floats(turned, 'VEC4') });
    const [from, to] = joint === 1 ? hips : others;
    const sizes = times.map((time) => from + ((to - from) * time) / times.at(-1)!);
    const scale = builder.floats(
      sizes.flatMap((size) => [size, size, size]),
      'VEC3',
    );
    channels.push({ path: 'scale', joint, output: scale });
  }
  return builder.build({
    asset: { version: '2.0', generator: 'Khronos glTF Blender I/O' },
    scene: 0,
    scenes: [{ nodes: [0] }],
    nodes: names.map((name, joint) => ({
      name,
      translation: [...rest.translations.subarray(joint * 3, joint * 3 + 3)],
      rotation: [...Float32Array.from(rest.rotations.subarray(joint * 4, joint * 4 + 4))],
      ...(children[joint]!.length > 0 && { children: children[joint] }),
    })),
    skins: [{ name: 'Armature', joints: [...names.keys()].slice(1) }],
    animations: [
      {
        name: '__Emote__',
        samplers: channels.map(({ output }) => ({ input, output, interpolation: 'LINEAR' })),
        channels: channels.map(({ path, joint }, sampler) => ({ sampler, target: { node: joint, path } })),
      },
    ],
  });
}

/** The same places, with every bone along its own +Y as Blender has them. */
function alongY(rig: Rig): { rotations: Float64Array; translations: Float64Array } {
  const { positions } = restModel(rig);
  const up = Float64Array.of(0, 1, 0);
  const model = new Float64Array(rig.names.length * 4);
  const rotations = new Float64Array(model.length);
  const translations = new Float64Array(rig.names.length * 3);
  const offset = new Float64Array(3);
  rig.parents.forEach((parent, joint) => {
    const tail = rig.parents.indexOf(joint);
    const from = tail < 0 ? parent : joint;
    const to = tail < 0 ? joint : tail;
    const along = [0, 1, 2].map((axis) => positions[to * 3 + axis]! - positions[from * 3 + axis]!);
    // The armature itself stands upright.
    if (parent < 0) model.set([0, 0, 0, 1], joint * 4);
    else shortestArcQuat(model, joint * 4, up, 0, Float64Array.from(along), 0);
    if (parent < 0) return rotations.set([0, 0, 0, 1], joint * 4);
    relativeQuat(rotations, joint * 4, model, parent * 4, model, joint * 4);
    for (let axis = 0; axis < 3; axis++) offset[axis] = positions[joint * 3 + axis]! - positions[parent * 3 + axis]!;
    const [x, y, z, w] = model.subarray(parent * 4, parent * 4 + 4) as unknown as [number, number, number, number];
    rotateVec3(translations, joint * 3, Float64Array.of(-x, -y, -z, w), 0, offset, 0);
  });
  return { rotations, translations };
}

function swung(rest: Float64Array, joint: number, degrees: number): number[] {
  const out = new Float64Array(4);
  multiplyQuat(out, 0, rest, joint * 4, Float64Array.from(about([1, 0, 0], degrees)), 0);
  return [...out];
}
