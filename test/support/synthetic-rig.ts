import {
  alignSigns,
  multiplyQuat,
  normalizeQuat,
  relativeQuat,
  rotateVec3,
  shortestArcQuat,
} from '@kinora/core/motion';
import type { Clip, HumanoidBone, HumanoidMap, Rig } from '@kinora/core/motion';
import { jointPlaces } from './joint-places.ts';

/** A person whose true T-pose is known, built with any one thing wrong. */
export interface SyntheticOptions {
  /** How far the arms hang below the T-pose at rest, degrees. Default 0; 45 is an A-pose, 85 arms at the sides. */
  readonly armsDown?: number;
  /** How far the legs are straddled at rest, degrees. Default 0. */
  readonly legsApart?: number;
  /** Seed of random bone axes; default: all bones have the axes of the world. */
  readonly axes?: number;
  /** Turn of the whole skeleton in its file, xyzw. Default none. */
  readonly turn?: readonly [number, number, number, number];
  /** Lies below a joint `Armature` that is moved and turned. */
  readonly armature?: boolean;
  /** Length of one metre. Default 1. */
  readonly scale?: number;
  readonly legs?: number;
  readonly arms?: number;
  /** Bones that it lacks. */
  readonly without?: readonly HumanoidBone[];
  readonly fingers?: boolean;
  /** Everything seen in a mirror, names unchanged. */
  readonly mirrored?: boolean;
}

export interface SyntheticPerson {
  readonly rig: Rig;
  readonly map: HumanoidMap;
  readonly clip: Clip;
  /** [frames × 3] which way a bone points in a clip of this rig; canonical axes. */
  directions(clip: Clip, bone: HumanoidBone, tail: HumanoidBone): Float64Array;
  /** [frames × 3] where a joint is in a clip of this rig; canonical axes, metres of the file. */
  places(clip: Clip, bone: HumanoidBone): Float64Array;
}

type Vec = readonly [number, number, number];
export type Quat = readonly [number, number, number, number];

const FRAMES = 20;
const NONE: Quat = [0, 0, 0, 1];

/** Places in the T-pose, metres; the right side is the mirror image. */
const CENTRE: readonly (readonly [HumanoidBone, HumanoidBone | undefined, Vec])[] = [
  ['hips', undefined, [0, 1, 0]],
  ['spine', 'hips', [0, 1.1, 0]],
  ['chest', 'spine', [0, 1.22, 0]],
  ['upperChest', 'chest', [0, 1.36, 0]],
  ['neck', 'upperChest', [0, 1.5, 0]],
  ['head', 'neck', [0, 1.6, 0]],
];
const SIDE: readonly (readonly [string, string, Vec])[] = [
  ['Shoulder', 'upperChest', [0.04, 1.45, 0]],
  ['UpperArm', 'Shoulder', [0.17, 1.45, 0]],
  ['LowerArm', 'UpperArm', [0.45, 1.45, 0]],
  ['Hand', 'LowerArm', [0.7, 1.45, 0]],
  ['UpperLeg', 'hips', [0.09, 0.92, 0]],
  ['LowerLeg', 'UpperLeg', [0.09, 0.5, 0]],
  ['Foot', 'LowerLeg', [0.09, 0.08, 0]],
  ['Toes', 'Foot', [0.09, 0.02, 0.15]],
];
const FINGERS: readonly (readonly [string, string, Vec])[] = [
  ['ThumbMetacarpal', 'Hand', [0.72, 1.45, 0.03]],
  ['ThumbProximal', 'ThumbMetacarpal', [0.74, 1.45, 0.05]],
  ['ThumbDistal', 'ThumbProximal', [0.76, 1.45, 0.07]],
  ['IndexProximal', 'Hand', [0.79, 1.45, 0.03]],
  ['IndexIntermediate', 'IndexProximal', [0.83, 1.45, 0.03]],
  ['IndexDistal', 'IndexIntermediate', [0.85, 1.45, 0.03]],
  ['MiddleProximal', 'Hand', [0.8, 1.45, 0]],
  ['MiddleIntermediate', 'MiddleProximal', [0.84, 1.45, 0]],
  ['MiddleDistal', 'MiddleIntermediate', [0.87, 1.45, 0]],
  ['LittleProximal', 'Hand', [0.78, 1.45, -0.04]],
  ['LittleIntermediate', 'LittleProximal', [0.8, 1.45, -0.04]],
  ['LittleDistal', 'LittleIntermediate', [0.82, 1.45, -0.04]],
];

interface Joint {
  readonly bone: HumanoidBone;
  readonly parent: number;
  readonly place: Vec;
}

/** One instant: how every bone is turned from the T-pose, and where the hips are. Canonical. */
export interface Stance {
  readonly turns: ReadonlyMap<HumanoidBone, Quat>;
  readonly hips: Vec;
}

export function syntheticPerson(options: SyntheticOptions = {}): SyntheticPerson {
  const joints = templateJoints(options);
  const axes = randomAxes(options.axes, joints.length);
  const space = fileSpace(options);
  const rest = localPose(joints, restStance(joints, options), axes, space, options);
  const names = joints.map(({ bone }) => `joint of ${bone}`);
  const parents = joints.map(({ parent }) => parent);
  const shift = options.armature ? 1 : 0;
  const rig: Rig = {
    names: shift ? ['Armature', ...names] : names,
    parents: Int16Array.from(shift ? [-1, ...parents.map((parent) => parent + 1)] : parents),
    restTranslations: rest.translations,
    restRotations: rest.rotations,
    unitMetres: 1,
  };
  const bones = Object.fromEntries(
    joints.map(({ bone }, i) => [bone, { joint: i + shift, confidence: 1, reason: 'made so' }]),
  );
  const map: HumanoidMap = { bones, twists: [], confidence: 1, warnings: [] };
  const poses = dance(joints[0]!.place).map((stance) => localPose(joints, stance, axes, space, options));
  return {
    rig,
    map,
    clip: bake(rig, poses, shift),
    directions: (clip, bone, tail) => {
      const from = modelPlaces(clip, map.bones[bone]!.joint);
      const to = modelPlaces(clip, map.bones[tail]!.joint);
      return Float64Array.from(from.flatMap((point, frame) => space.toCanonical(subtract(to[frame]!, point), 0)));
    },
    places: (clip, bone) =>
      Float64Array.from(modelPlaces(clip, map.bones[bone]!.joint).flatMap((point) => space.toCanonical(point, 1))),
  };
}

function templateJoints({ without = [], fingers, legs = 1, arms = 1, scale = 1 }: SyntheticOptions): Joint[] {
  const joints: Joint[] = [];
  for (const [bone, parent, place] of template(fingers ?? false)) {
    if (without.includes(bone)) continue;
    // A bone that is missing hands its children to the nearest one above it.
    let above = parent;
    while (above && without.includes(above)) above = PARENTS.get(above);
    const stretched = stretch(bone, place, legs, arms);
    joints.push({
      bone,
      parent: above ? joints.findIndex((joint) => joint.bone === above) : -1,
      place: stretched.map((value) => value * scale) as unknown as Vec,
    });
  }
  return joints;
}

function template(fingers: boolean): [HumanoidBone, HumanoidBone | undefined, Vec][] {
  const all: [HumanoidBone, HumanoidBone | undefined, Vec][] = CENTRE.map((joint) => [...joint]);
  for (const side of ['left', 'right'] as const) {
    for (const [bone, parent, [x, y, z]] of fingers ? [...SIDE, ...FINGERS] : SIDE) {
      const above = parent === 'hips' || parent === 'upperChest' ? parent : (`${side}${parent}` as HumanoidBone);
      all.push([`${side}${bone}` as HumanoidBone, above, [side === 'left' ? x : -x, y, z]]);
    }
  }
  return all;
}

const PARENTS = new Map(template(true).map(([bone, parent]) => [bone, parent]));

/** Longer legs lift everything above them; longer arms reach further from the shoulder. */
function stretch(bone: HumanoidBone, [x, y, z]: Vec, legs: number, arms: number): Vec {
  const socket = 0.92;
  const ankle = 0.08;
  const knee = ankle + (0.5 - ankle) * legs;
  const lift = ankle + (socket - ankle) * legs - socket;
  if (/Foot|Toes/.test(bone)) return [x, y, z];
  if (bone.endsWith('LowerLeg')) return [x, knee, z];
  if (/Arm|Hand|Thumb|Index|Middle|Little/.test(bone)) {
    const shoulder = 0.17 * Math.sign(x);
    return [shoulder + (x - shoulder) * arms, y + lift, z];
  }
  return [x, y + lift, z];
}

function restStance(joints: readonly Joint[], { armsDown = 0, legsApart = 0 }: SyntheticOptions): Stance {
  const turns = new Map<HumanoidBone, Quat>();
  for (const { bone } of joints) {
    const left = bone.startsWith('left') ? 1 : -1;
    const arm = /UpperArm|LowerArm|Hand|Thumb|Index|Middle|Little/.test(bone);
    const leg = /UpperLeg|LowerLeg/.test(bone);
    const degrees = arm ? -left * armsDown : leg ? left * legsApart : 0;
    turns.set(bone, about([0, 0, 1], degrees));
  }
  // Straddled legs reach less far down, and it stands on the ground all the same.
  const [x, y, z] = joints[0]!.place;
  const heightOf = (bone: HumanoidBone): number => joints.find((joint) => joint.bone === bone)?.place[1] ?? 0;
  const legs = heightOf('leftUpperLeg') - heightOf('leftFoot');
  return { turns, hips: [x, y - legs * (1 - Math.cos((legsApart * Math.PI) / 180)), z] };
}

/** Twenty frames that turn every bone about more than one axis, bend knees and elbows the way they bend, and travel. */
export function dance(hips: Vec): Stance[] {
  return Array.from({ length: FRAMES }, (_, frame) => {
    const t = (frame / FRAMES) * 2 * Math.PI;
    const turns = new Map<HumanoidBone, Quat>();
    template(true).forEach(([bone, parent], i) => {
      const above = parent ? turns.get(parent)! : NONE;
      turns.set(bone, times(above, localTurn(bone, t + i)));
    });
    const [x, y, z] = hips;
    return { turns, hips: [x + 0.1 * y * Math.sin(t), y * (0.97 + 0.02 * Math.cos(2 * t)), z + (y * frame) / FRAMES] };
  });
}

function localTurn(bone: HumanoidBone, t: number): Quat {
  const left = bone.startsWith('left') ? 1 : -1;
  const wave = Math.sin(t);
  if (bone.endsWith('LowerArm')) return times(about([0, 1, 0], -left * (50 + 40 * wave)), about([1, 0, 0], 30 * wave));
  if (bone.endsWith('LowerLeg')) return about([1, 0, 0], 40 + 35 * wave);
  if (bone.endsWith('UpperArm')) return times(about([0, 0, 1], -left * (40 + 40 * wave)), about([1, 1, 0], 30 * wave));
  if (bone.endsWith('UpperLeg')) return times(about([1, 0, 0], -30 + 30 * wave), about([0, 0, 1], 15 * Math.cos(t)));
  if (/Thumb|Index|Middle|Little/.test(bone)) return about([0, 0, 1], -left * (25 + 20 * wave));
  return times(about([0, 1, 0], 15 * wave), about([1, 0, 1], 10 * Math.cos(t)));
}

interface FileSpace {
  readonly turn: Quat;
  readonly origin: Vec;
  readonly mirrored: boolean;
  toCanonical(point: Vec, isPlace: 0 | 1): Vec;
}

/** How the file lays the canonical body: reflected, turned, moved, in this order. */
function fileSpace({ turn = NONE, armature, mirrored = false }: SyntheticOptions): FileSpace {
  const origin: Vec = armature ? [10, 0, 5] : [0, 0, 0];
  const back: Quat = [-turn[0], -turn[1], -turn[2], turn[3]];
  return {
    turn,
    origin,
    mirrored,
    toCanonical: ([x, y, z], isPlace) => {
      const point = rotate(back, [x - isPlace * origin[0], y - isPlace * origin[1], z - isPlace * origin[2]]);
      return mirrored ? [-point[0], point[1], point[2]] : point;
    },
  };
}

function localPose(
  joints: readonly Joint[],
  { turns, hips }: Stance,
  axes: readonly Quat[],
  space: FileSpace,
  { armature }: SyntheticOptions,
): { rotations: Float32Array; translations: Float32Array } {
  const places: Vec[] = [];
  const globals: Quat[] = [];
  const rotations: number[] = [];
  const translations: number[] = [];
  if (armature) {
    rotations.push(...ARMATURE);
    translations.push(...space.origin);
  }
  joints.forEach(({ bone, parent, place }, i) => {
    const above = parent < 0 ? undefined : joints[parent]!;
    const canonical = above ? add(places[parent]!, rotate(turns.get(above.bone)!, subtract(place, above.place))) : hips;
    places.push(canonical);
    globals.push(toFile(space, times(turns.get(bone)!, axes[i]!)));
    const base = parent < 0 ? (armature ? ARMATURE : NONE) : globals[parent]!;
    const offset = above ? subtract(canonical, places[parent]!) : canonical;
    const inFile = rotate(space.turn, space.mirrored ? [-offset[0], offset[1], offset[2]] : offset);
    rotations.push(...relative(base, globals[i]!));
    translations.push(...rotate([-base[0], -base[1], -base[2], base[3]], inFile));
  });
  return { rotations: Float32Array.from(rotations), translations: Float32Array.from(translations) };
}

const ARMATURE = about([1, 2, 3], 70);

function toFile(space: FileSpace, [x, y, z, w]: Quat): Quat {
  return times(space.turn, space.mirrored ? [x, -y, -z, w] : [x, y, z, w]);
}

function bake(rig: Rig, poses: readonly { rotations: Float32Array; translations: Float32Array }[], hips: number): Clip {
  const rotations = Float32Array.from(poses.flatMap((pose) => [...pose.rotations]));
  alignSigns(rotations, poses.length, rig.names.length);
  return {
    name: 'dance',
    rig,
    frames: poses.length,
    rate: 30,
    rotations,
    translated: Int16Array.of(hips),
    translations: Float32Array.from(poses.flatMap((pose) => [...pose.translations.subarray(hips * 3, hips * 3 + 3)])),
  };
}

function modelPlaces(clip: Clip, joint: number): Vec[] {
  const points = jointPlaces(clip, joint);
  return Array.from({ length: clip.frames }, (_, i) => [points[i * 3]!, points[i * 3 + 1]!, points[i * 3 + 2]!]);
}

/** A fixed series of turns for a seed (mulberry32), so that a failure can be seen again. */
export function randomAxes(seed: number | undefined, count: number): Quat[] {
  let state = seed ?? 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 31 - 1;
  };
  return Array.from({ length: count }, () => (seed === undefined ? NONE : unit([next(), next(), next(), next()])));
}

export function about([x, y, z]: Vec, degrees: number): Quat {
  const half = (degrees * Math.PI) / 360;
  const factor = Math.sin(half) / Math.hypot(x, y, z);
  return [x * factor, y * factor, z * factor, Math.cos(half)];
}

/** The shortest turn that takes one unit vector to another. */
export function shortestTurn(from: Vec, to: Vec): Quat {
  const out = new Float64Array(4);
  shortestArcQuat(out, 0, Float64Array.from(from), 0, Float64Array.from(to), 0);
  return [...out] as unknown as Quat;
}

export function times(a: Quat, b: Quat): Quat {
  const out = new Float64Array(4);
  multiplyQuat(out, 0, Float64Array.from(a), 0, Float64Array.from(b), 0);
  return [...out] as unknown as Quat;
}

export function relative(a: Quat, b: Quat): Quat {
  const out = new Float64Array(4);
  relativeQuat(out, 0, Float64Array.from(a), 0, Float64Array.from(b), 0);
  return [...out] as unknown as Quat;
}

function unit(q: Quat): Quat {
  const out = Float64Array.from(q);
  normalizeQuat(out, 0, out, 0);
  return [...out] as unknown as Quat;
}

export function rotate(q: Quat, v: Vec): Vec {
  const out = Float64Array.from(v);
  rotateVec3(out, 0, Float64Array.from(q), 0, out, 0);
  return [...out] as unknown as Vec;
}

function add(a: Vec, b: Vec): Vec {
  return [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
}

function subtract(a: Vec, b: Vec): Vec {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
}
