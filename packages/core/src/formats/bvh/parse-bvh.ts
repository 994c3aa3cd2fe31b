import { alignSigns } from '../../clip/align-signs.ts';
import type { Clip } from '../../clip/clip.ts';
import { KinoraError } from '../../errors.ts';
import { estimateUnit } from '../../rig/unit.ts';
import { bodyHeight } from '../body-height.ts';
import type { Rig } from '../../rig/rig.ts';
import { parseHierarchy } from './bvh-hierarchy.ts';
import type { BvhHierarchy } from './bvh-hierarchy.ts';
import { readMotion } from './bvh-motion.ts';
import { countPersons, pickPerson } from './bvh-persons.ts';
import { localTranslations } from './bvh-positions.ts';
import { toUtf8 } from '../text-encoding.ts';

/** A motion file taken apart. */
export interface ParsedBvh {
  readonly rig: Rig;
  readonly clip: Clip;
  /** How many skeletons the file holds. */
  readonly persons: number;
  /** Sentences for a person: what was repaired, left out or assumed. */
  readonly warnings: readonly string[];
}

export interface ParseBvhOptions {
  /** Which skeleton of a file that holds several, from 1. Default: the first, with a warning. */
  readonly person?: number;
}

const MAX_BYTES = 512 * 2 ** 20;
const MAX_HIERARCHY_BYTES = 8 * 2 ** 20;

/**
 * Parses a BVH file of any exporter: UTF-8 or UTF-16, CRLF, byte order mark, tabs, scientific notation, channels in any
 * case and order, 0 to 6 channels on any joint, names with spaces, all frames on one line. End Sites become tips of the rig.
 *
 * A file with several roots gives one of them: a person each. The rig keeps the axes of the file (a Z-up file stays
 * Z-up: retargeting finds up and forward by anatomy); its unit is found from the figure's size.
 *
 * @param name - of the clip, normally the file name.
 * @throws KinoraError `formats/bvh-syntax`, `formats/bvh-number`, `formats/bvh-motion`, `formats/too-large`, `formats/empty`;
 * `formats/no-person` where the file holds fewer skeletons.
 */
export function parseBvh(bytes: Uint8Array, name: string, options: ParseBvhOptions = {}): ParsedBvh {
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
  const text = toUtf8(bytes);
  const split = findMotion(text);
  const whole = parseHierarchy(new TextDecoder().decode(text.subarray(0, split)));
  const motion = readMotion(text, split + 'MOTION'.length, whole);
  const warnings = [...motion.warnings];
  const person = pickPerson({ hierarchy: whole, motion }, options.person, warnings);
  const rig = buildRig(person.hierarchy);
  const { frames, rate, rotations } = person.motion;
  alignSigns(rotations, frames, rig.names.length);
  const clip: Clip = { name, rig, frames, rate, rotations, ...localTranslations(person, rig.unitMetres) };
  return { rig, clip, persons: countPersons(whole), warnings };
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

function buildRig(hierarchy: BvhHierarchy): Rig {
  const { names, offsets } = hierarchy;
  const joints = names.length;
  const parents = Int16Array.from(hierarchy.parents);
  // A tip on its own joint gives no direction; writers put it there to close a chain.
  const tips = hierarchy.tips.filter(({ offset }) => Math.hypot(...offset) > 0);
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
    names,
    parents,
    restTranslations: Float32Array.from(offsets, (value) => value * unitMetres),
    restRotations,
    unitMetres,
    tips: tips.map(({ joint, offset: [x, y, z] }) => ({
      joint,
      translation: [x * unitMetres, y * unitMetres, z * unitMetres],
    })),
  };
}
