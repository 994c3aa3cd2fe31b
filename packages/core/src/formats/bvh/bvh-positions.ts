import { CHANNEL } from './bvh-hierarchy.ts';
import type { BvhHierarchy } from './bvh-hierarchy.ts';
import type { BvhMotion } from './bvh-motion.ts';
import type { BvhPerson } from './bvh-persons.ts';

/** Under this a joint counts as standing where its rest has it, metres: above the noise of printed decimals. */
const STILL = 1e-4;

/**
 * Turns position channels into local translations, metres.
 *
 * Exporters disagree on what they mean: the absolute local position (OFFSET is replaced), an addition to OFFSET, or, by
 * a mistake, OFFSET twice. The data decide: the values are projected on the OFFSET, and
 * 1, 0 or 2 of it is what they already hold. The root decides by its first frame, because it travels; the other joints
 * decide together, by the mean.
 *
 * Joints other than the root are listed only where they leave their rest: most 6-channel files repeat OFFSET for ever.
 */
export function localTranslations(
  { hierarchy, motion }: BvhPerson,
  unitMetres: number,
): { translated: Int16Array; translations: Float32Array } {
  const { frames, positioned } = motion;
  const wanted = positioned.map((joint, column) => ({ joint, column }));
  const isRoot = ({ joint }: { joint: number }): boolean => hierarchy.parents[joint] === -1;
  const others = wanted.filter((entry) => !isRoot(entry));
  const othersHold = offsetsHeld(hierarchy, motion, others, frames, 2);
  const stride = positioned.length * 3;
  const columns: { joint: number; values: Float32Array }[] = [];
  for (const entry of wanted) {
    const held = isRoot(entry) ? offsetsHeld(hierarchy, motion, [entry], 1, 1) : othersHold;
    const values = new Float32Array(frames * 3);
    let leavesRest = isRoot(entry);
    for (let axis = 0; axis < 3; axis++) {
      const offset = hierarchy.offsets[entry.joint * 3 + axis]!;
      const given = hierarchy.channels[entry.joint]!.includes(CHANNEL.xPosition + axis);
      for (let frame = 0; frame < frames; frame++) {
        const moved = given ? motion.positions[frame * stride + entry.column * 3 + axis]! - held * offset : 0;
        values[frame * 3 + axis] = (offset + moved) * unitMetres;
        leavesRest ||= Math.abs(moved * unitMetres) > STILL;
      }
    }
    if (leavesRest) columns.push({ joint: entry.joint, values });
  }
  return interleave(columns, frames);
}

/** How many times the OFFSET is already in the values: 0, 1, up to `most`. Without any OFFSET it does not matter. */
function offsetsHeld(
  { offsets }: BvhHierarchy,
  { positions, positioned }: BvhMotion,
  entries: readonly { joint: number; column: number }[],
  frames: number,
  most: number,
): number {
  let along = 0;
  let square = 0;
  for (let frame = 0; frame < frames; frame++) {
    for (const { joint, column } of entries) {
      for (let axis = 0; axis < 3; axis++) {
        const offset = offsets[joint * 3 + axis]!;
        along += offset * positions[(frame * positioned.length + column) * 3 + axis]!;
        square += offset * offset;
      }
    }
  }
  return square === 0 ? 0 : Math.min(Math.max(Math.round(along / square), 0), most);
}

function interleave(
  columns: readonly { joint: number; values: Float32Array }[],
  frames: number,
): { translated: Int16Array; translations: Float32Array } {
  const translations = new Float32Array(frames * columns.length * 3);
  columns.forEach(({ values }, column) => {
    for (let frame = 0; frame < frames; frame++) {
      translations.set(values.subarray(frame * 3, frame * 3 + 3), (frame * columns.length + column) * 3);
    }
  });
  return { translated: Int16Array.from(columns, ({ joint }) => joint), translations };
}
