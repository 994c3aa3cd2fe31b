import { distanceVec3 } from '../../../math/vec3.ts';
import type { HumanoidBone } from '../../humanoid.ts';
import { saysNothing } from '../evidence.ts';
import type { Evidence } from '../evidence.ts';
import type { NameReading, Side } from '../names/read-name.ts';
import type { Finger } from '../names/vocabulary.ts';
import { fingersByShape, withoutPalm } from '../shape/finger-chains.ts';
import { isBelow, pathBelow } from '../shape/joint-tree.ts';
import type { JointTree } from '../shape/joint-tree.ts';

/** Bones of a finger, the thumb's metacarpal among them. */
const SEGMENTS = 3;
const COUNTED: readonly Finger[] = ['thumb', 'index', 'middle', 'ring', 'little'];

function bonesOf(side: Side, finger: Finger): readonly HumanoidBone[] {
  if (finger === 'thumb') return [`${side}ThumbMetacarpal`, `${side}ThumbProximal`, `${side}ThumbDistal`];
  const name = { index: 'Index', middle: 'Middle', ring: 'Ring', little: 'Little' } as const;
  return [`${side}${name[finger]}Proximal`, `${side}${name[finger]}Intermediate`, `${side}${name[finger]}Distal`];
}

/** What is to be known of hands and fingers besides their joints. */
export interface AssignedHands {
  /** Bones that another joint, of which the name says nothing, may be as well. */
  readonly doubtful: ReadonlySet<HumanoidBone>;
  /** Hands of which the joint is one of several pieces. */
  readonly divided: ReadonlySet<HumanoidBone>;
}

/** Adds the fingers that names tell below each hand, or below the forearm where the figure has no hand. */
export function assignHands(evidence: Evidence, joints: Map<HumanoidBone, number>): AssignedHands {
  const doubtful = new Set<HumanoidBone>();
  const divided = new Set<HumanoidBone>();
  for (const side of ['left', 'right'] as const) {
    const wrist = joints.get(`${side}Hand`);
    const hand = wrist === undefined ? undefined : beyondWrist(evidence, wrist);
    if (hand !== undefined) joints.set(`${side}Hand`, hand);
    const from = hand ?? joints.get(`${side}LowerArm`);
    if (from === undefined) continue;
    const palm = hand === undefined ? dividedPalm(evidence, from) : undefined;
    if (palm !== undefined) {
      joints.set(`${side}Hand`, palm);
      divided.add(`${side}Hand`);
    }
    for (const [finger, chain] of fingersOf(evidence, from, hand !== undefined)) {
      const bones = threeBones(evidence, from, finger, chain);
      // Where the palm ends is told from the wrist.
      const isCut = hand === undefined && bones.length === SEGMENTS && chain.length > SEGMENTS;
      const isSure = !isCut && isCounted(evidence, from, { finger, chain, bones });
      bonesOf(side, finger).forEach((bone, i) => {
        if (bones[i] === undefined) return;
        joints.set(bone, bones[i]);
        if (!isSure) doubtful.add(bone);
      });
    }
  }
  return { doubtful, divided };
}

/** Pieces of a palm begin in one place: nearer to each other than this, in lengths of the forearm. */
const ONE_PLACE = 0.02;

/**
 * The hand of figures whose palm is in pieces that hang from the forearm, each with a finger (RobotExpressive): the piece
 * that carries the middle finger.
 */
function dividedPalm({ tree, readings, names }: Evidence, forearm: number): number | undefined {
  const pieces = tree.children[forearm]!.filter((joint) => {
    const { metacarpal, finger, helper } = readings[joint]!;
    return metacarpal && finger === undefined && !helper && !names[joint]!.known;
  });
  const [first] = pieces;
  const distance = (joint: number): number => distanceVec3(tree.positions, first! * 3, tree.positions, joint * 3);
  if (pieces.length < 2 || pieces.some((joint) => distance(joint) > ONE_PLACE * tree.lengths[first!]!))
    return undefined;
  return pieces.find((piece) => tree.children[piece]!.some((joint) => readings[joint]!.finger === 'middle'));
}

interface FingerJoints {
  readonly finger: Finger;
  /** All that may be joints of it. */
  readonly chain: readonly number[];
  /** Those that were taken for its bones. */
  readonly bones: readonly number[];
}

/** Where a joint of a finger has no name, the numbers of the others must tell which of its bones is which. */
function isCounted(evidence: Evidence, from: number, { finger, chain, bones }: FingerJoints): boolean {
  const { tree, readings } = evidence;
  const isNameless = (joint: number): boolean => saysNothing(evidence, joint) && !readings[joint]!.metacarpal;
  const isNumbered = bones.some((joint) => typeof readings[joint]!.finger === 'number');
  const isAnyNameless = readings.some((_, joint) => isNameless(joint) && isBelow(tree, joint, from));
  if (isNumbered && isAnyNameless && !knowsFirst(evidence)) return false;
  // A thumb that begins in the palm is told from one with a tip by all of its joints.
  const end = finger === 'thumb' ? chain.at(-1) : bones.at(-1);
  if (!pathBelow(tree, from, end ?? from).some(isNameless)) return true;
  const counted = bones.filter((joint) => readings[joint]!.segment !== undefined);
  const one = finger === 'thumb' ? 1 : firstSegment(readings);
  return counted.length > 0 && counted.every((joint) => readings[joint]!.segment === bones.indexOf(joint) + one);
}

/** The number of the first bone of a finger: 0 where any has that (Team Fortress 2). Thumbs are counted as they like. */
function firstSegment(readings: readonly NameReading[]): 0 | 1 {
  return readings.some(({ finger, segment }) => segment === 0 && finger !== 'thumb') ? 0 : 1;
}

/** Whether fingers by number are counted from 0 or from 1, only the first or the last of them tells. */
function knowsFirst({ readings }: Evidence): boolean {
  return readings.some(({ finger }) => finger === 0 || finger === COUNTED.length);
}

/** By name; by the shape of the hand where names leave a finger out. */
function fingersOf(evidence: Evidence, from: number, isHand: boolean): ReadonlyMap<Finger, readonly number[]> {
  const fingers = fingersByName(evidence, from);
  if (!isHand) return fingers;
  const ignored = evidence.readings.map(({ helper }) => helper);
  const known = new Set([...fingers.values()].flat());
  for (const [finger, chain] of fingersByShape(evidence.tree, ignored, from)) {
    const isNew = chain.every((joint) => !known.has(joint) && !evidence.names[joint]!.known);
    if (isNew && !fingers.has(finger)) fingers.set(finger, chain);
  }
  return fingers;
}

/**
 * Where `wrist` carries nothing but `hand`, it is a link at the end of the forearm and the hand turns at `hand`: in none of
 * KayKit's clips does the wrist turn. Where fingers leave from it, or names tell places of joints (an elbow, a wrist), the
 * hand turns at the wrist: CMU, SMPL, Azure Kinect.
 */
function beyondWrist({ tree, readings }: Evidence, joint: number): number {
  const says = (at: number, words: readonly string[]): boolean =>
    readings[at]!.terms.some((term) => words.includes(term));
  const children = tree.children[joint]!.filter((child) => !readings[child]!.helper);
  const [hand] = children;
  if (hand === undefined || children.length > 1 || !says(joint, WRISTS) || !says(hand, HANDS)) return joint;
  return readings.some(({ helper }, at) => !helper && says(at, PLACES)) ? joint : hand;
}

const WRISTS = ['wrist', 'tekubi'];
const HANDS = ['hand', 'te'];
const PLACES = ['elbow', 'hiji', 'knee', 'hiza', 'ankle'];

/** Each finger's joints from the wrist outwards, metacarpals included. Within a finger a joint may have any name. */
function fingersByName({ tree, readings }: Evidence, hand: number): Map<Finger, number[]> {
  const chains = chainsBelow(tree, hand);
  const countsFromZero = readings.some(({ finger }) => finger === 0);
  const one = firstSegment(readings);
  const fingers = new Map<Finger, number[]>();
  for (const chain of chains) {
    const joints = chain.filter((joint) => !readings[joint]!.helper && readings[joint]!.finger !== 'some');
    const named = joints
      .map((joint) => readings[joint]!.finger)
      .map((finger) => (typeof finger === 'number' ? COUNTED[countsFromZero ? finger : finger - 1] : finger))
      .find((finger) => finger !== undefined && finger !== 'some');
    if (named === undefined) continue;
    const bones = joints.filter((joint) => readings[joint]!.terms.length === 0);
    // What comes before the first bone of a finger lies in the palm, whatever it is called; a thumb's may be counted from 0.
    const firsts = bones.map((joint, i) =>
      readings[joint]!.finger === named ? i + one - readings[joint]!.segment! : NaN,
    );
    const first = named === 'thumb' ? 0 : (firsts.find((place) => place >= 0 && place + SEGMENTS <= bones.length) ?? 0);
    fingers.set(named, [...(fingers.get(named) ?? []), ...bones.slice(first)]);
  }
  return fingers;
}

/** All joints below one, in pieces that do not branch, in the order of the file. */
function chainsBelow(tree: JointTree, joint: number): number[][] {
  const chains: number[][] = [];
  const open = [...tree.children[joint]!].reverse();
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const chain = [next];
    let children = tree.children[next]!;
    for (; children.length === 1; children = tree.children[children[0]!]!) chain.push(children[0]!);
    chains.push(chain);
    open.push(...[...children].reverse());
  }
  return chains;
}

/** VRM has no metacarpals but the thumb's; what follows the third bone is the end of the finger. */
function threeBones(
  { tree, readings }: Evidence,
  hand: number,
  finger: Finger,
  chain: readonly number[],
): readonly number[] {
  const beyond = chain.filter((joint) => !readings[joint]!.metacarpal);
  if (finger !== 'thumb') return withoutPalm(tree, hand, beyond).slice(0, SEGMENTS);
  // HumanIK has a bone in the hand before the three of the thumb; else the metacarpal is the first of them.
  const named = beyond.filter((joint) => readings[joint]!.finger !== undefined);
  return (named.length >= SEGMENTS ? beyond : chain).slice(0, SEGMENTS);
}
