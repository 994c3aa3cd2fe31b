import { KinoraError } from '../../errors.ts';
import type { BvhHierarchy } from './bvh-hierarchy.ts';
import type { BvhMotion } from './bvh-motion.ts';

/** A skeleton and what it does. */
export interface BvhPerson {
  readonly hierarchy: BvhHierarchy;
  readonly motion: BvhMotion;
}

const MOST_NAMES = 5;

/**
 * One skeleton of a file: each root is a person of its own, or a thing that was recorded beside one.
 *
 * @param person - from 1. Undefined takes the first, and warns where there are more.
 * @throws KinoraError `formats/no-person`.
 */
export function pickPerson(
  { hierarchy, motion }: BvhPerson,
  person: number | undefined,
  warnings: string[],
): BvhPerson {
  const roots = hierarchy.parents.flatMap((parent, joint) => (parent === -1 ? [joint] : []));
  const held = heldText(hierarchy, roots);
  const first = roots[(person ?? 1) - 1];
  if (first === undefined) {
    throw new KinoraError('formats/no-person', `Cannot take person ${person!} of the BVH file: it holds ${held}`, {
      hint: roots.length === 1 ? 'Leave the choice of a person out.' : `Choose a person from 1 to ${roots.length}.`,
      details: { person: person!, persons: roots.length },
    });
  }
  if (roots.length === 1) return { hierarchy, motion };
  if (person === undefined) {
    warnings.push(`The file holds ${held}; person 1, "${hierarchy.names[first]!}", was read.`);
  }
  // A file lists the joints of a root depth first, so they are one run.
  const end = roots[person ?? 1] ?? hierarchy.names.length;
  return {
    hierarchy: hierarchyOf(hierarchy, first, end),
    motion: motionOf(motion, hierarchy.names.length, first, end),
  };
}

/** Each root of a file is one. */
export function countPersons({ parents }: BvhHierarchy): number {
  return parents.filter((parent) => parent === -1).length;
}

function heldText({ names }: BvhHierarchy, roots: readonly number[]): string {
  if (roots.length === 1) return 'one skeleton';
  const some = roots.slice(0, MOST_NAMES).map((root) => names[root]!);
  return `${roots.length} skeletons (${some.join(', ')}${roots.length > MOST_NAMES ? ', …' : ''})`;
}

function hierarchyOf(whole: BvhHierarchy, from: number, end: number): BvhHierarchy {
  return {
    names: whole.names.slice(from, end),
    parents: whole.parents.slice(from, end).map((parent) => (parent < 0 ? -1 : parent - from)),
    offsets: whole.offsets.slice(from * 3, end * 3),
    channels: whole.channels.slice(from, end),
    tips: whole.tips
      .filter(({ joint }) => joint >= from && joint < end)
      .map(({ joint, offset }) => ({ joint: joint - from, offset })),
  };
}

function motionOf(whole: BvhMotion, joints: number, from: number, end: number): BvhMotion {
  const columns = whole.positioned.flatMap((joint, column) => (joint >= from && joint < end ? [column] : []));
  const firstColumn = columns[0] ?? 0;
  const lastColumn = firstColumn + columns.length;
  return {
    ...whole,
    rotations: pickColumns(whole.rotations, whole.frames, joints * 4, from * 4, end * 4),
    positioned: columns.map((column) => whole.positioned[column]! - from),
    positions: pickColumns(whole.positions, whole.frames, whole.positioned.length * 3, firstColumn * 3, lastColumn * 3),
  };
}

/** The numbers from `from` to before `end` of every row. */
function pickColumns(rows: Float32Array, count: number, width: number, from: number, end: number): Float32Array {
  const picked = new Float32Array(count * (end - from));
  for (let row = 0; row < count; row++) {
    picked.set(rows.subarray(row * width + from, row * width + end), row * (end - from));
  }
  return picked;
}
