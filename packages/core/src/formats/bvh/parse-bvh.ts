import { alignSigns } from '../../clip/align-signs.ts';
import type { Clip } from '../../clip/clip.ts';
import { KinoraError } from '../../errors.ts';
import { estimateUnit } from '../../rig/unit.ts';
import { bodyHeight } from '../body-height.ts';
import type { Rig } from '../../rig/rig.ts';
import { parseHierarchy } from './bvh-hierarchy.ts';
import type { BvhHierarchy } from './bvh-hierarchy.ts';
import { readMotion } from './bvh-motion.ts';
import { localTranslations } from './bvh-positions.ts';

/** A motion file taken apart. */
export interface ParsedBvh {
  readonly rig: Rig;
  readonly clip: Clip;
  /** Sentences for a person: what was repaired, left out or assumed. */
  readonly warnings: readonly string[];
}

const MAX_BYTES = 512 * 2 ** 20;
const MAX_HIERARCHY_BYTES = 8 * 2 ** 20;

/**
 * Parses a BVH file of any exporter: CRLF, byte order mark, tabs, scientific notation, channels in any case and order,
 * 0 to 6 channels on any joint, names with spaces, all frames on one line. End Sites become tips of the rig.
 *
 * A file with several roots gives its first one, with a warning. The rig keeps the axes of the file (a Z-up file stays
 * Z-up: retargeting finds up and forward by anatomy); its unit is found from the figure's size.
 *
 * @param name - of the clip, normally the file name.
 * @throws KinoraError `formats/bvh-syntax`, `formats/bvh-number`, `formats/bvh-motion`, `formats/too-large`, `formats/empty`.
 */
export function parseBvh(bytes: Uint8Array, name: string): ParsedBvh {
  if (bytes.length === 0) throw new KinoraError('formats/empty', `Cannot read "${name}": it is empty`);
  if (bytes.length > MAX_BYTES) {
    throw new KinoraError(
      'formats/too-large',
      `Cannot read "${name}": ${bytes.length} bytes are more than ${MAX_BYTES}`,
      {
        details: { sizeBytes: bytes.length, limitBytes: MAX_BYTES },
      },
    );
  }
  const split = findMotion(bytes);
  const whole = parseHierarchy(new TextDecoder().decode(bytes.subarray(0, split)));
  const motion = readMotion(bytes, split + 'MOTION'.length, whole);
  const warnings = [...motion.warnings];
  const joints = jointsOfFirstRoot(whole, warnings);
  const rig = buildRig(whole, joints);
  const rotations = pickJoints(motion.rotations, motion.frames, whole.names.length, joints);
  alignSigns(rotations, motion.frames, joints);
  const { translated, translations } = localTranslations(whole, motion, joints, rig.unitMetres);
  const clip: Clip = { name, rig, frames: motion.frames, rate: motion.rate, rotations, translated, translations };
  return { rig, clip, warnings };
}

/** Index of the word `MOTION` that stands at the start of a line, or after the last brace. */
function findMotion(bytes: Uint8Array): number {
  const limit = Math.min(bytes.length, MAX_HIERARCHY_BYTES);
  for (let at = 0; at + 6 <= limit; at++) {
    // 0x20 makes a letter lower-case.
    if ((bytes[at]! | 0x20) !== 0x6d || !/^motion$/i.test(String.fromCharCode(...bytes.subarray(at, at + 6)))) continue;
    let before = at - 1;
    while (bytes[before] === 32 || bytes[before] === 9) before--;
    const startsLine = bytes[before] === 10 || bytes[before] === 13 || bytes[before] === 125;
    if (startsLine && (at + 6 === bytes.length || bytes[at + 6]! <= 32)) return at;
  }
  throw new KinoraError('formats/bvh-motion', 'Cannot read the BVH file: it has no MOTION part', {
    hint: 'The file holds a skeleton only, or was cut off: export it again with its animation.',
  });
}

/** How many joints, from the first on, belong to the first root: a file lists them depth first. */
function jointsOfFirstRoot(hierarchy: BvhHierarchy, warnings: string[]): number {
  const second = hierarchy.parents.indexOf(-1, 1);
  if (second < 0) return hierarchy.names.length;
  const roots = hierarchy.names.filter((_, joint) => hierarchy.parents[joint] === -1);
  warnings.push(
    `The file holds ${roots.length} skeletons (${roots.slice(0, 5).join(', ')}); only "${roots[0]!}" was read.`,
  );
  return second;
}

function buildRig(hierarchy: BvhHierarchy, joints: number): Rig {
  const { names, offsets } = hierarchy;
  const parents = Int16Array.from(hierarchy.parents.slice(0, joints));
  // A tip on its own joint gives no direction; writers put it there to close a chain.
  const tips = hierarchy.tips.filter(({ joint, offset }) => joint < joints && Math.hypot(...offset) > 0);
  const lengths = new Float64Array(joints);
  const tipLengths = new Float64Array(joints);
  const restRotations = new Float32Array(joints * 4);
  for (let joint = 0; joint < joints; joint++) {
    lengths[joint] = Math.hypot(...offsets.slice(joint * 3, joint * 3 + 3));
    restRotations[joint * 4 + 3] = 1;
  }
  for (const { joint, offset } of tips) tipLengths[joint] = Math.max(tipLengths[joint]!, Math.hypot(...offset));
  const unitMetres = estimateUnit(bodyHeight(parents, lengths, tipLengths));
  return {
    names: names.slice(0, joints),
    parents,
    restTranslations: Float32Array.from(offsets.slice(0, joints * 3), (value) => value * unitMetres),
    restRotations,
    unitMetres,
    tips: tips.map(({ joint, offset: [x, y, z] }) => ({
      joint,
      translation: [x * unitMetres, y * unitMetres, z * unitMetres],
    })),
  };
}

/** The first joints of every frame. */
function pickJoints(rotations: Float32Array, frames: number, from: number, joints: number): Float32Array {
  if (from === joints) return rotations;
  const picked = new Float32Array(frames * joints * 4);
  for (let frame = 0; frame < frames; frame++) {
    picked.set(rotations.subarray(frame * from * 4, (frame * from + joints) * 4), frame * joints * 4);
  }
  return picked;
}
