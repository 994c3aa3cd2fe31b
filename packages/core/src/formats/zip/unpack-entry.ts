import { Inflate } from 'fflate';
import { KinoraError } from '../../errors.ts';
import type { ZipEntry } from './zip-directory.ts';
import { damaged, zipFault } from './zip-directory.ts';

/** How much may still be unpacked from one archive: what it says of its own sizes counts for nothing. */
export interface UnpackBudget {
  bytes: number;
}

/** Unpacked bytes of one archive, all files together. */
export const MAX_UNPACKED_BYTES: number = 256 * 2 ** 20;
/** A still figure in BVH packs to a hundredth; more of one file is a bomb. As much as `FREE_BYTES` may be so. */
const MAX_RATIO = 100;
const FREE_BYTES = 16 * 2 ** 20;
/** Deflate makes 1,032 times of it at most, so that a limit is passed by less than 17 MB. */
const PIECE_BYTES = 2 ** 14;

const LOCAL_SIGNATURE = 0x04034b50;

/**
 * Unpacks one file, and stops as soon as it is larger than it may be.
 *
 * @throws KinoraError `formats/zip` for a file that is encrypted, damaged or packed in a way of its own;
 * `formats/too-large`.
 */
export function unpackEntry(bytes: Uint8Array, entry: ZipEntry, budget: UnpackBudget): Uint8Array {
  if (entry.encrypted)
    throw zipFault(`"${entry.name}" is encrypted`, 'Unpack it with its password and choose the file.');
  const packed = packedBytes(bytes, entry);
  if (entry.method === 0) {
    take(entry, budget, packed.length);
    return checked(entry, packed);
  }
  if (entry.method === 8) return checked(entry, inflate(packed, entry, budget));
  throw zipFault(
    `"${entry.name}" is packed by method ${entry.method}`,
    'Unpack it and choose the motion file inside, or pack it by deflate.',
  );
}

function packedBytes(bytes: Uint8Array, { name, at, packedSize }: ZipEntry): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (at + 30 > bytes.length || view.getUint32(at, true) !== LOCAL_SIGNATURE)
    throw damaged(`"${name}" is not where it should be`);
  const start = at + 30 + view.getUint16(at + 26, true) + view.getUint16(at + 28, true);
  if (start + packedSize > bytes.length) throw damaged(`"${name}" is cut off`);
  return bytes.subarray(start, start + packedSize);
}

function inflate(packed: Uint8Array, entry: ZipEntry, budget: UnpackBudget): Uint8Array {
  const pieces: Uint8Array[] = [];
  let length = 0;
  const stream = new Inflate((piece) => {
    pieces.push(piece);
    length += piece.length;
    take(entry, budget, piece.length);
    if (length > FREE_BYTES + MAX_RATIO * packed.length)
      throw tooLarge(entry, 'unpacks to more than a hundred times its size');
  });
  for (let at = 0; at < packed.length; at += PIECE_BYTES) {
    try {
      stream.push(packed.subarray(at, at + PIECE_BYTES), at + PIECE_BYTES >= packed.length);
    } catch (error) {
      if (error instanceof KinoraError) throw error;
      throw damaged(`"${entry.name}" cannot be unpacked`);
    }
  }
  return join(pieces, length);
}

function take({ name }: ZipEntry, budget: UnpackBudget, count: number): void {
  budget.bytes -= count;
  if (budget.bytes < 0)
    throw tooLarge({ name }, `and what was unpacked before it are more than ${MAX_UNPACKED_BYTES} bytes`);
}

function tooLarge({ name }: { readonly name: string }, fact: string): KinoraError {
  return new KinoraError('formats/too-large', `Cannot read the archive: "${name}" ${fact}`, {
    hint: 'If it is what it says, unpack it and choose the motion file inside.',
    details: { limitBytes: MAX_UNPACKED_BYTES },
  });
}

/** A file that is longer or shorter than the directory says was changed on its way. */
function checked({ name, size }: ZipEntry, unpacked: Uint8Array): Uint8Array {
  if (unpacked.length === size) return unpacked;
  throw damaged(`"${name}" has ${unpacked.length} bytes, ${size} are declared`);
}

function join(pieces: readonly Uint8Array[], length: number): Uint8Array {
  const [only] = pieces;
  if (only && pieces.length === 1) return only;
  const whole = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
