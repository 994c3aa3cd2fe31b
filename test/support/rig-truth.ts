import { readFileSync, readdirSync } from 'node:fs';
import { HUMANOID_BONES, REQUIRED_BONES } from '@kinora/core/motion';
import type { HumanoidBone, HumanoidMap, Rig } from '@kinora/core/motion';

/** Bone → the joints of which each is right. Bones that are not in it have no joint. */
export type RigTruth = ReadonlyMap<HumanoidBone, readonly number[]>;

/** What a person decided about one real file; `test/fixtures/truth/README.md` says how it is written. */
export interface FileTruth {
  /** Path below `../shared/assets`. */
  readonly path: string;
  /** Bone → names of joints. Undefined where the file is no humanoid. */
  readonly bones: Readonly<Record<string, readonly string[]>> | undefined;
  /** The same for names and shape alone, where the file declares its bones. */
  readonly withoutMetadata: Readonly<Record<string, readonly string[]>> | undefined;
}

interface TruthFile {
  readonly files: readonly string[];
  readonly bones?: Readonly<Record<string, string | readonly string[]>>;
  readonly withoutMetadata?: Readonly<Record<string, string | readonly string[]>>;
}

const PLACE = new URL('../fixtures/truth/', import.meta.url);
const SIDED = /\{([^|}]*)\|([^|}]*)\}/;
const SEGMENTS = ['Proximal', 'Intermediate', 'Distal'] as const;
const THUMB_SEGMENTS = ['Metacarpal', 'Proximal', 'Distal'] as const;

/** Every real file of which the truth is known, in order of path. */
export function readTruths(): FileTruth[] {
  return readdirSync(PLACE)
    .filter((file) => file.endsWith('.json'))
    .flatMap((file) => {
      const { files, bones, withoutMetadata } = JSON.parse(readFileSync(new URL(file, PLACE), 'utf8')) as TruthFile;
      return files.map((path) => ({
        path,
        bones: bones && expand(bones),
        withoutMetadata: withoutMetadata && expand({ ...bones, ...withoutMetadata }),
      }));
    })
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

function expand(bones: Readonly<Record<string, string | readonly string[]>>): Record<string, readonly string[]> {
  const all: Record<string, readonly string[]> = {};
  for (const [key, names] of Object.entries(bones)) {
    for (const side of SIDED.test(key) ? ([1, 2] as const) : ([1] as const)) {
      const bone = oneSide(key, side);
      const segments = bone.endsWith('Thumb') ? THUMB_SEGMENTS : SEGMENTS;
      if (typeof names === 'string') all[bone] = accepted(names, side);
      else names.forEach((name, i) => (all[`${bone}${segments[i]!}`] = accepted(name, side)));
    }
  }
  return all;
}

function accepted(names: string, side: 1 | 2): string[] {
  return names.split(' / ').map((name) => oneSide(name, side));
}

function oneSide(text: string, side: 1 | 2): string {
  return text.replace(SIDED, `$${side}`);
}

/** @throws where a name is no joint of the rig, or a key no bone: then the truth is written wrong. */
export function truthOf(rig: Rig, bones: Readonly<Record<string, string | readonly string[]>>): RigTruth {
  return new Map(
    Object.entries(bones).map(([key, names]) => {
      const bone = HUMANOID_BONES.find((known) => known === key);
      if (bone === undefined) throw new Error(`Not a human bone: "${key}"`);
      return [bone, [names].flat().map((name) => jointNamed(rig, name))];
    }),
  );
}

function jointNamed(rig: Rig, name: string): number {
  const joint = rig.names.indexOf(name);
  if (joint < 0) throw new Error(`No joint "${name}" among ${rig.names.join(', ')}`);
  return joint;
}

/** How good a map is. Lists are of bones, in words. */
export interface MapRating {
  /** Bones that exist, and those of them that got their joint. */
  readonly all: Share;
  readonly required: Share;
  /** Bones that got no joint, or the joint of another. */
  readonly mistakes: readonly string[];
  /** Bones that got the joint of the other side. */
  readonly swapped: readonly string[];
  /** Wrong with a confidence of 0.6 and more: nobody would look. */
  readonly confidentlyWrong: readonly string[];
  /** Every match, for the calibration of confidence. */
  readonly matches: readonly { readonly confidence: number; readonly right: boolean }[];
}

export interface Share {
  readonly right: number;
  readonly of: number;
}

const CONFIDENT = 0.6;

export function rateMap(rig: Rig, map: HumanoidMap, truth: RigTruth): MapRating {
  const isRight = (bone: HumanoidBone): boolean => truth.get(bone)?.includes(map.bones[bone]?.joint ?? -1) ?? false;
  const share = (bones: readonly HumanoidBone[]): Share => {
    const existing = bones.filter((bone) => truth.has(bone));
    return { right: existing.filter(isRight).length, of: existing.length };
  };
  const nameOf = (joint: number | undefined): string => (joint === undefined ? 'nothing' : `"${rig.names[joint]!}"`);
  const words = (bone: HumanoidBone): string => {
    const match = map.bones[bone];
    const wanted = truth.get(bone)?.map(nameOf).join(' or ') ?? 'nothing';
    return `${bone}: ${nameOf(match?.joint)} (${match?.confidence.toFixed(2) ?? '-'}), should be ${wanted}`;
  };
  const mapped = HUMANOID_BONES.filter((bone) => map.bones[bone]);
  const wrong = mapped.filter((bone) => !isRight(bone));
  return {
    all: share(HUMANOID_BONES),
    required: share(REQUIRED_BONES),
    mistakes: HUMANOID_BONES.filter((bone) => (map.bones[bone] ?? truth.get(bone)) && !isRight(bone)).map(words),
    swapped: wrong.filter((bone) => truth.get(otherSide(bone))?.includes(map.bones[bone]!.joint)).map(words),
    confidentlyWrong: wrong.filter((bone) => map.bones[bone]!.confidence >= CONFIDENT).map(words),
    matches: mapped.map((bone) => ({ confidence: map.bones[bone]!.confidence, right: isRight(bone) })),
  };
}

/** `leftHand` → `rightHand` and back; a bone of the middle is its own. */
export function otherSide(bone: HumanoidBone): HumanoidBone {
  return bone.replace(/^left|^right/, (side) => (side === 'left' ? 'right' : 'left')) as HumanoidBone;
}
