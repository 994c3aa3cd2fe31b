import type { FloatArray } from '../math/float-array.ts';
import { relativeQuat } from '../math/quat.ts';
import { distanceVec3 } from '../math/vec3.ts';
import { HUMANOID_BONES } from '../rig/humanoid.ts';
import type { HumanoidBone } from '../rig/humanoid.ts';
import { reflectQuat } from './canonical/anatomical-frame.ts';
import { fingerChains, jointOf, SIDES } from './canonical/bones.ts';
import type { CanonicalRig } from './canonical/canonical-rig.ts';
import { isDividedHand } from './canonical/divided-hand.ts';

/**
 * What turns each joint of the target: a blend of two source joints, each carried over by
 * the constant X = N_source⁻¹·N_target. A joint without a drive keeps its place relative to its parent.
 */
export interface Drives {
  /** [joints] source joint; −1 for none. */
  readonly first: Int16Array;
  /** [joints] source joint; looked at only where `blend` is not 0. */
  readonly second: Int16Array;
  /** [joints] 0 is all `first`, 1 all `second`. */
  readonly blend: Float64Array;
  /** [joints × 4] X of `first`. */
  readonly firstOffset: Float64Array;
  /** [joints × 4] X of `second`. */
  readonly secondOffset: Float64Array;
}

/** Bones of the back, whose number differs between rigs: they are driven as chains. */
const CHAINED = new Set<HumanoidBone>(['spine', 'chest', 'upperChest', 'neck']);

const FINGERS = SIDES.flatMap(fingerChains);
const FINGER_BONES = new Set<HumanoidBone>(FINGERS.flat());

/** In lengths of the upper arm: 0.25 is the least of all real rigs at hand, RobotExpressive's stub has 0.13. */
const SHORTEST_COLLAR = 0.2;

export function createDrives(source: CanonicalRig, target: CanonicalRig): Drives {
  const joints = target.rig.parents.length;
  const drives: Drives = {
    first: new Int16Array(joints).fill(-1),
    second: new Int16Array(joints).fill(-1),
    blend: new Float64Array(joints),
    firstOffset: new Float64Array(joints * 4),
    secondOffset: new Float64Array(joints * 4),
  };
  const drive = (to: number, first: number, second: number, blend: number): void => {
    drives.first[to] = first;
    drives.second[to] = second;
    drives.blend[to] = blend;
    setOffset(drives.firstOffset, source, first, target, to);
    setOffset(drives.secondOffset, source, second, target, to);
  };
  driveChain(drive, source, target, trunkNodes(source), trunkNodes(target));
  driveChain(drive, source, target, neckNodes(source), neckNodes(target));
  const divided = new Set(
    SIDES.filter((side) => isDividedHand(target, side)).map((side): HumanoidBone => `${side}Hand`),
  );
  for (const bone of HUMANOID_BONES) {
    const from = jointOf(source.map, bone);
    const to = jointOf(target.map, bone);
    const isCarried =
      from >= 0 && to >= 0 && !CHAINED.has(bone) && !FINGER_BONES.has(bone) && !isStub(bone, source, target);
    if (isCarried && !divided.has(bone)) drive(to, from, from, 0);
  }
  for (const finger of FINGERS) driveFinger(drive, source, target, finger);
  // Where spine or legs do not hang from the hips, what they hang from goes with the hips.
  const hips = jointOf(source.map, 'hips');
  drive(target.chains.carrier, hips, hips, 0);
  return drives;
}

/**
 * Whether a collar bone of the source is a mere joint inside the shoulder. It swings with the arm without moving the
 * shoulder (RobotExpressive), and would pull down the shoulder of a body whose collar bone is long.
 */
function isStub(bone: HumanoidBone, source: CanonicalRig, target: CanonicalRig): boolean {
  if (bone !== 'leftShoulder' && bone !== 'rightShoulder') return false;
  const side = bone === 'leftShoulder' ? 'left' : 'right';
  return collarShare(source, side) < SHORTEST_COLLAR && collarShare(target, side) >= SHORTEST_COLLAR;
}

/** Length of the collar bone in lengths of the upper arm. */
function collarShare({ map, reference: { positions } }: CanonicalRig, side: 'left' | 'right'): number {
  const [shoulder, elbow] = [jointOf(map, `${side}UpperArm`), jointOf(map, `${side}LowerArm`)];
  const collar = distanceVec3(positions, jointOf(map, `${side}Shoulder`) * 3, positions, shoulder * 3);
  return collar / distanceVec3(positions, shoulder * 3, positions, elbow * 3);
}

type Drive = (to: number, first: number, second: number, blend: number) => void;

/** The hips, from which the trunk starts, and the trunk. */
function trunkNodes({ map, chains }: CanonicalRig): readonly number[] {
  return [jointOf(map, 'hips'), ...chains.trunk];
}

/** The last of the trunk, the neck and the head. */
function neckNodes({ map, chains }: CanonicalRig): readonly number[] {
  return [chains.trunk.at(-1) ?? jointOf(map, 'hips'), ...chains.neck, jointOf(map, 'head')];
}

/**
 * Drives all but the first joint of a chain: one by one where both chains have as many joints, else by place along
 * the chain. The last joint always gets the last of the source, so that shoulders and head are where the source has them.
 */
function driveChain(
  drive: Drive,
  source: CanonicalRig,
  target: CanonicalRig,
  from: readonly number[],
  to: readonly number[],
): void {
  const sourcePlaces = placesAlong(source.reference.positions, from);
  const targetPlaces = from.length === to.length ? sourcePlaces : placesAlong(target.reference.positions, to);
  for (let i = 1; i < to.length; i++) {
    const place = targetPlaces[i]!;
    if (from.length === to.length) {
      drive(to[i]!, from[i]!, from[i]!, 0);
    } else if (i === to.length - 1) {
      drive(to[i]!, from.at(-1)!, from.at(-1)!, 0);
    } else {
      const next = Math.max(
        1,
        sourcePlaces.findIndex((sourcePlace) => sourcePlace > place),
      );
      const last = Math.min(next, from.length - 1);
      const first = Math.max(last - 1, 0);
      const gap = sourcePlaces[last]! - sourcePlaces[first]!;
      drive(to[i]!, from[first]!, from[last]!, gap > 0 ? (place - sourcePlaces[first]!) / gap : 0);
    }
  }
}

/**
 * Drives the joints of one finger: bones that both hands have are turned alike, and one that the source does not have
 * lies between its neighbours by its place along the finger.
 */
function driveFinger(drive: Drive, source: CanonicalRig, target: CanonicalRig, finger: readonly HumanoidBone[]): void {
  const bones = finger.filter((bone) => jointOf(target.map, bone) >= 0);
  const places = placesAlong(
    target.reference.positions,
    bones.map((bone) => jointOf(target.map, bone)),
  );
  const sources = bones.map((bone) => jointOf(source.map, bone));
  bones.forEach((bone, i) => {
    const before = sources.findLastIndex((joint, other) => joint >= 0 && other <= i);
    const after = sources.findIndex((joint, other) => joint >= 0 && other >= i);
    const [first, second] = [before >= 0 ? before : after, after >= 0 ? after : before];
    if (first < 0) return;
    const gap = places[second]! - places[first]!;
    const blend = gap > 0 ? (places[i]! - places[first]!) / gap : 0;
    drive(jointOf(target.map, bone), sources[first]!, sources[second]!, blend);
  });
}

/** [0, 1] along a chain by length; by number where all its joints lie in one point. */
function placesAlong(positions: FloatArray, chain: readonly number[]): number[] {
  const lengths = [0];
  for (let i = 1; i < chain.length; i++) {
    lengths.push(lengths[i - 1]! + distanceVec3(positions, chain[i - 1]! * 3, positions, chain[i]! * 3));
  }
  const total = lengths.at(-1)!;
  return lengths.map((length, i) => (total > 0 ? length / total : i / Math.max(chain.length - 1, 1)));
}

function setOffset(out: Float64Array, source: CanonicalRig, from: number, target: CanonicalRig, to: number): void {
  relativeQuat(out, to * 4, source.neutral, from * 4, target.neutral, to * 4);
  if (target.reference.frame.mirrored) reflectQuat(out, to * 4, out, to * 4);
}
