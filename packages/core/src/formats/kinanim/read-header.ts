import { KinoraError } from '../../errors.ts';
import { KEY, KINANIM_BONES, MAX_RATE, TAG } from './kinanim-layout.ts';

/** The fields of a kinanim header that matter to a reader. */
export interface KinanimHeader {
  /** Frames per second. */
  readonly rate: number;
  /** [frames] bytes of each frame as stored; 0 where there is none. */
  readonly sizes: Uint16Array;
  /** [transforms] bits of `KEY`. */
  readonly keyTypes: Uint8Array;
  readonly blendshapes: boolean;
  /** Index of the byte after the header. */
  readonly end: number;
}

type Fields = { -readonly [Key in keyof KinanimHeader]?: KinanimHeader[Key] } & { version?: number };

const ALL_KEYS = KEY.rotation | KEY.position | KEY.scale;
/** The tag that each field is behind. */
const TAGS: readonly (readonly [keyof Fields, number])[] = [
  ['version', TAG.version],
  ['rate', TAG.rate],
  ['sizes', TAG.frames],
  ['keyTypes', TAG.keyTypes],
  ['blendshapes', TAG.blendshapes],
];

/**
 * Reads the tagged fields before the frames, in any order, each at most once.
 *
 * @throws KinoraError `formats/kinanim`, `formats/truncated`; `formats/unsupported` for another version than 0.
 */
export function readHeader(bytes: Uint8Array): KinanimHeader {
  const fields: Fields = {};
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end: number;
  try {
    end = readFields(view, fields);
  } catch (error) {
    // A DataView refuses to read behind its end, and nothing else here throws that.
    if (!(error instanceof RangeError)) throw error;
    throw new KinoraError('formats/truncated', 'Cannot read the kinanim file: it ends within its header', {
      hint: 'Download it again: a part of it is missing.',
      details: { sizeBytes: bytes.length },
      cause: error,
    });
  }
  const { rate, sizes, keyTypes, blendshapes = false } = fields;
  if (rate === undefined) throw kinanimFault('its header has no frame rate');
  if (sizes === undefined) throw kinanimFault('its header has no list of frames');
  if (keyTypes === undefined) throw kinanimFault('its header has no key types');
  return { rate, sizes, keyTypes, blendshapes, end };
}

/** What is wrong with a file, as an error. */
export function kinanimFault(fact: string): KinoraError {
  return new KinoraError('formats/kinanim', `Cannot read the kinanim file: ${fact}`, {
    hint: 'Download or export the file again: it is damaged.',
  });
}

/** @returns the index of the byte after the tag that ends the header. */
function readFields(view: DataView, fields: Fields): number {
  for (let at = 0; ;) {
    const tag = view.getInt16(at, true);
    at += 2;
    if (tag < 0) return at;
    const name = TAGS.find(([, number]) => number === tag)?.[0];
    if (name === undefined) throw kinanimFault(`its header has a field ${tag}, which no version 0 knows`);
    if (fields[name] !== undefined) throw kinanimFault(`its header has field ${tag} twice`);
    at += readField(view, at, tag, fields);
  }
}

/** @returns how many bytes the field takes behind its tag. */
function readField(view: DataView, at: number, tag: number, fields: Fields): number {
  switch (tag) {
    case TAG.version:
      fields.version = view.getUint16(at, true);
      if (fields.version !== 0) throw unknownVersion(fields.version);
      return 2;
    case TAG.rate: {
      const rate = view.getFloat32(at, true);
      if (!(rate > 0 && rate <= MAX_RATE)) throw kinanimFault(`its rate is ${rate} frames per second`);
      fields.rate = rate;
      return 4;
    }
    case TAG.frames: {
      const count = view.getUint16(at, true);
      fields.sizes = Uint16Array.from({ length: count }, (_, i) => view.getUint16(at + 2 + i * 2, true));
      return 2 + count * 2;
    }
    case TAG.keyTypes: {
      const count = view.getUint8(at);
      fields.keyTypes = readKeyTypes(view, at + 1, count);
      return 1 + count;
    }
    default:
      fields.blendshapes = view.getUint8(at) !== 0;
      return 1;
  }
}

function readKeyTypes(view: DataView, at: number, count: number): Uint8Array {
  if (count > KINANIM_BONES.length) {
    throw kinanimFault(`it moves ${count} bones, ${KINANIM_BONES.length} are known`);
  }
  return Uint8Array.from({ length: KINANIM_BONES.length }, (_, transform) => {
    const type = transform < count ? view.getUint8(at + transform) : KEY.none;
    if ((type & ~ALL_KEYS) !== 0) throw kinanimFault(`${KINANIM_BONES[transform]!} has the unknown key type ${type}`);
    return type;
  });
}

function unknownVersion(version: number): KinoraError {
  return new KinoraError('formats/unsupported', `Cannot read the kinanim file: it is of version ${version}`, {
    hint: 'Version 0 is known: export the animation as that, or as GLB.',
    details: { version },
  });
}
