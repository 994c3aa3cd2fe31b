import type { Clip } from '../../clip/clip.ts';
import { resampleClip } from '../../clip/resample-clip.ts';
import { conjugateQuat, multiplyQuat, rotateVec3 } from '../../math/quat.ts';
import { restModel } from '../../rig/forward-kinematics.ts';
import type { Rig } from '../../rig/rig.ts';
import { eulerZxy } from './euler-zxy.ts';

export interface WriteBvhOptions {
  /** Unit of lengths in the file. Default `cm`, as motion capture has it. */
  readonly unit?: 'cm' | 'm';
}

/**
 * Writes a clip as BVH: LF lines, rotation order ZXY, joint names kept (white space becomes `_`).
 *
 * The zero pose of the file is the rest pose of the rig. A BVH joint has no rest rotation, so the axes of every joint
 * are laid along the world's, and all positions in model space are those of the clip. The root has OFFSET 0 and
 * absolute positions, which every reader takes in the same way. Times become uniform; confidence and report have no
 * place in the format.
 */
export function writeBvh(clip: Clip, options: WriteBvhOptions = {}): Uint8Array<ArrayBuffer> {
  const scale = options.unit === 'm' ? 1 : 100;
  const skeleton = layOut(clip.times ? resampleClip(clip, clip.rate) : clip, scale);
  const lines = ['HIERARCHY'];
  for (const joint of skeleton.order)
    if (skeleton.clip.rig.parents[joint] === -1) writeJoint(lines, skeleton, joint, '');
  writeMotion(lines, skeleton);
  return new TextEncoder().encode(`${lines.join('\n')}\n`);
}

/** A clip with the axes of all joints along the world's at rest, in file units. */
interface Skeleton {
  readonly clip: Clip;
  /** Depth first, as the frames of a BVH file run. */
  readonly order: readonly number[];
  readonly children: readonly number[][];
  /** [joints × 4] model space, at rest. */
  readonly rest: Float64Array;
  /** [joints × 3] file units. */
  readonly offsets: Float64Array;
  /** [joints] place among `clip.translated`, −1 for a joint without positions. */
  readonly columns: Int16Array;
  readonly scale: number;
}

function layOut(clip: Clip, scale: number): Skeleton {
  const { rig } = clip;
  const joints = rig.parents.length;
  const children: number[][] = Array.from({ length: joints }, () => []);
  const columns = new Int16Array(joints).fill(-1);
  clip.translated.forEach((joint, column) => (columns[joint] = column));
  const rest = restModel(rig).rotations;
  const offsets = new Float64Array(joints * 3);
  for (let joint = joints - 1; joint >= 0; joint--) {
    const parent = rig.parents[joint]!;
    if (parent < 0) continue;
    children[parent]!.unshift(joint);
    // A joint that moves gets its mean position, so that a reader who compares the two sees that positions are absolute.
    const local =
      columns[joint]! < 0
        ? rig.restTranslations.subarray(joint * 3, joint * 3 + 3)
        : meanTranslation(clip, columns[joint]!);
    rotateVec3(offsets, joint * 3, rest, parent * 4, local, 0);
    for (let axis = 0; axis < 3; axis++) offsets[joint * 3 + axis]! *= scale;
  }
  return { clip, order: depthFirst(rig, children), children, rest, offsets, columns, scale };
}

function depthFirst(rig: Rig, children: readonly number[][]): number[] {
  const order: number[] = [];
  const waiting = [...rig.parents.keys()].filter((joint) => rig.parents[joint] === -1).reverse();
  for (let joint = waiting.pop(); joint !== undefined; joint = waiting.pop()) {
    order.push(joint);
    waiting.push(...children[joint]!.toReversed());
  }
  return order;
}

function meanTranslation(clip: Clip, column: number): Float64Array {
  const mean = new Float64Array(3);
  for (let frame = 0; frame < clip.frames; frame++) {
    const at = (frame * clip.translated.length + column) * 3;
    for (let axis = 0; axis < 3; axis++) mean[axis]! += clip.translations[at + axis]! / clip.frames;
  }
  return mean;
}

function writeJoint(lines: string[], skeleton: Skeleton, joint: number, indent: string): void {
  const { rig } = skeleton.clip;
  const isRoot = rig.parents[joint] === -1;
  const positions = isRoot || skeleton.columns[joint]! >= 0;
  const inner = `${indent}\t`;
  lines.push(`${indent}${isRoot ? 'ROOT' : 'JOINT'} ${bvhName(rig, joint)}`, `${indent}{`);
  lines.push(`${inner}OFFSET ${lengths(skeleton.offsets.subarray(joint * 3), skeleton.scale)}`);
  lines.push(`${inner}CHANNELS ${positions ? '6 Xposition Yposition Zposition' : '3'} Zrotation Xrotation Yrotation`);
  for (const child of skeleton.children[joint]!) writeJoint(lines, skeleton, child, inner);
  for (const tip of tipsOf(skeleton, joint)) {
    lines.push(`${inner}End Site`, `${inner}{`, `${inner}\tOFFSET ${lengths(tip, skeleton.scale)}`, `${inner}}`);
  }
  lines.push(`${indent}}`);
}

/** A leaf without a tip gets one of no length: many readers insist on an End Site. */
function tipsOf(skeleton: Skeleton, joint: number): Float64Array[] {
  const tips = (skeleton.clip.rig.tips ?? []).filter((tip) => tip.joint === joint);
  if (tips.length === 0 && skeleton.children[joint]!.length === 0) return [new Float64Array(3)];
  return tips.map(({ translation }) => {
    const offset = Float64Array.from(translation, (value) => value * skeleton.scale);
    rotateVec3(offset, 0, skeleton.rest, joint * 4, offset, 0);
    return offset;
  });
}

function writeMotion(lines: string[], skeleton: Skeleton): void {
  const { clip, order } = skeleton;
  lines.push('MOTION', `Frames: ${clip.frames}`, `Frame Time: ${(1 / clip.rate).toFixed(8)}`);
  const angles = order.map(() => new Float64Array(3));
  for (let frame = 0; frame < clip.frames; frame++) {
    const row = order.flatMap((joint, i) => {
      eulerZxy(angles[i]!, worldTurn(skeleton, frame, joint), 0);
      const turn = degrees(angles[i]!);
      const position = positionOf(skeleton, frame, joint);
      return position ? [lengths(position, skeleton.scale), turn] : [turn];
    });
    lines.push(row.join(' '));
  }
}

/** What the joint turns beyond its rest, about axes along the world's: `G₀(parent) · q · G₀⁻¹`. */
function worldTurn({ clip, rest }: Skeleton, frame: number, joint: number): Float64Array {
  const parent = clip.rig.parents[joint]!;
  const turn = Float64Array.from(clip.rotations.subarray((frame * clip.rig.parents.length + joint) * 4).subarray(0, 4));
  if (parent >= 0) multiplyQuat(turn, 0, rest, parent * 4, turn, 0);
  const back = new Float64Array(4);
  conjugateQuat(back, 0, rest, joint * 4);
  multiplyQuat(turn, 0, turn, 0, back, 0);
  return turn;
}

/** File units, along the world's axes at rest; undefined for a joint without position channels. */
function positionOf(skeleton: Skeleton, frame: number, joint: number): Float64Array | undefined {
  const { clip, columns, rest, scale } = skeleton;
  const { rig } = clip;
  const parent = rig.parents[joint]!;
  const column = columns[joint]!;
  if (column < 0 && parent >= 0) return undefined;
  const [source, at] =
    column < 0 ? [rig.restTranslations, joint * 3] : [clip.translations, (frame * clip.translated.length + column) * 3];
  const position = Float64Array.from(source.subarray(at, at + 3), (value) => value * scale);
  if (parent >= 0) rotateVec3(position, 0, rest, parent * 4, position, 0);
  return position;
}

function bvhName(rig: Rig, joint: number): string {
  return rig.names[joint]!.trim().replaceAll(/[\s{}]+/g, '_') || `joint_${joint}`;
}

/** Three lengths, to a micrometre: single precision holds no more of a man's height. */
function lengths(values: Float64Array, scale: number): string {
  return triple(values, 1e6 / scale);
}

/** Three angles, to a millionth of a degree. */
function degrees(values: Float64Array): string {
  return triple(values, 1e6);
}

function triple(values: Float64Array, steps: number): string {
  return Array.from(values.subarray(0, 3), (value) => String(Math.round(value * steps) / steps)).join(' ');
}
