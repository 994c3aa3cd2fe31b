import type { Skeleton } from '../skeleton.ts';

/** Which names the joints of a file carry. */
export type JointNames = 'plain' | 'mixamo' | 'unreal';

interface BoneNames {
  /** VRM 1.0. */
  readonly vrm: string;
  /** Mixamo's, without its prefix. */
  readonly plain: string;
  readonly unreal: string;
}

const SPINE: readonly BoneNames[] = [
  { vrm: 'hips', plain: 'Hips', unreal: 'pelvis' },
  { vrm: 'spine', plain: 'Spine', unreal: 'spine_01' },
  { vrm: 'chest', plain: 'Spine1', unreal: 'spine_02' },
  { vrm: 'upperChest', plain: 'Spine2', unreal: 'spine_03' },
  { vrm: 'neck', plain: 'Neck', unreal: 'neck_01' },
  { vrm: 'head', plain: 'Head', unreal: 'head' },
];
/** Names of the left side, without the side. */
const SIDES: readonly BoneNames[] = [
  { vrm: 'Eye', plain: 'Eye', unreal: 'eye' },
  { vrm: 'Shoulder', plain: 'Shoulder', unreal: 'clavicle' },
  { vrm: 'UpperArm', plain: 'Arm', unreal: 'upperarm' },
  { vrm: 'LowerArm', plain: 'ForeArm', unreal: 'lowerarm' },
  { vrm: 'Hand', plain: 'Hand', unreal: 'hand' },
  { vrm: 'UpperLeg', plain: 'UpLeg', unreal: 'thigh' },
  { vrm: 'LowerLeg', plain: 'Leg', unreal: 'calf' },
  { vrm: 'Foot', plain: 'Foot', unreal: 'foot' },
  { vrm: 'Toes', plain: 'ToeBase', unreal: 'ball' },
  ...finger('Thumb', 'Thumb', ['Metacarpal', 'Proximal', 'Distal']),
  ...finger('Index', 'Index'),
  ...finger('Middle', 'Middle'),
  ...finger('Ring', 'Ring'),
  ...finger('Little', 'Pinky'),
];

const BONES: readonly BoneNames[] = [
  ...SPINE,
  ...SIDES.flatMap(({ vrm, plain, unreal }) => [
    { vrm: `left${vrm}`, plain: `Left${plain}`, unreal: `${unreal}_l` },
    { vrm: `right${vrm}`, plain: `Right${plain}`, unreal: `${unreal}_r` },
  ]),
];

/** VRM bone → joint, of a skeleton in either of our vocabularies. */
export function humanoidOf(skeleton: Skeleton): ReadonlyMap<string, string> {
  const names = new Set(skeleton.map(({ name }) => name));
  const found = BONES.flatMap(({ vrm, plain, unreal }): [string, string][] => {
    const joint = [plain, unreal].find((name) => names.has(name));
    return joint !== undefined ? [[vrm, joint]] : [];
  });
  return new Map(found);
}

/** What a joint is called in another vocabulary; a joint that is no bone of a human keeps its name. */
export function jointNamer(names: JointNames): (joint: string) => string {
  const known = new Map(
    BONES.flatMap(({ plain, unreal }): [string, string][] => {
      const name = names === 'unreal' ? unreal : names === 'mixamo' ? `mixamorig:${plain}` : plain;
      return [
        [plain, name],
        [unreal, name],
      ];
    }),
  );
  return (joint) => known.get(joint) ?? joint;
}

function finger(vrm: string, name: string, joints = ['Proximal', 'Intermediate', 'Distal']): BoneNames[] {
  return joints.map((joint, i) => ({
    vrm: `${vrm}${joint}`,
    plain: `Hand${name}${i + 1}`,
    unreal: `${name.toLowerCase()}_0${i + 1}`,
  }));
}
