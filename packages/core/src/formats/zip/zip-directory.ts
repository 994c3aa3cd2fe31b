import { KinoraError } from '../../errors.ts';

/** One file of an archive, as its directory has it. Nothing of this is to be trusted. */
export interface ZipEntry {
  /** With `/` between its folders. */
  readonly name: string;
  readonly encrypted: boolean;
  /** 0 stored, 8 deflated. */
  readonly method: number;
  /** Bytes in the archive. */
  readonly packedSize: number;
  /** Bytes once unpacked. */
  readonly size: number;
  /** Index of its local header. */
  readonly at: number;
}

/** An asset pack has some hundreds. */
const MAX_ENTRIES = 4096;
const MAX_NAME_BYTES = 1024;
/** The end record without its comment, and the longest comment. */
const END_BYTES = 22;
const MAX_COMMENT_BYTES = 0xffff;

const SIGNATURE = { end: 0x06054b50, entry: 0x02014b50, zip64: 0x07064b50 };

/**
 * Reads the directory at the end of an archive. A stream would have to guess from the headers between the data where a
 * file ends, and could not say that it is encrypted.
 *
 * @throws KinoraError `formats/zip` for a directory that is damaged, split, of zip64, or names a file outside of the
 * archive; `formats/too-large`.
 */
export function readZipDirectory(bytes: Uint8Array): ZipEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = findEnd(view);
  if (end >= 20 && view.getUint32(end - 20, true) === SIGNATURE.zip64) {
    throw zipFault('it is in the format for archives over 4 GiB', 'Unpack it and choose the motion file inside.');
  }
  if (view.getUint16(end + 4, true) !== 0 || view.getUint16(end + 6, true) !== 0) {
    throw zipFault('it is one part of several', 'Unpack it and choose the motion file inside.');
  }
  const count = view.getUint16(end + 10, true);
  if (count > MAX_ENTRIES) {
    throw new KinoraError('formats/too-large', `Cannot read the archive: it holds ${count} files`, {
      hint: 'Unpack it and choose the motion file inside.',
      details: { files: count, limit: MAX_ENTRIES },
    });
  }
  const entries: ZipEntry[] = [];
  for (let i = 0, at = view.getUint32(end + 16, true); i < count; i++) {
    if (at + 46 > end || view.getUint32(at, true) !== SIGNATURE.entry) throw damaged('its directory is cut off');
    const next =
      at + 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    if (next > end) throw damaged('its directory is cut off');
    entries.push(readEntry(bytes, view, at));
    at = next;
  }
  return entries;
}

/** What is wrong with an archive, as an error. */
export function zipFault(fact: string, hint: string): KinoraError {
  return new KinoraError('formats/zip', `Cannot read the archive: ${fact}`, { hint });
}

/** The same for an archive that was not always so. */
export function damaged(fact: string): KinoraError {
  return zipFault(fact, 'Download it again: it is damaged.');
}

/** Index of the record that ends an archive: the last one, because a comment may follow it. */
function findEnd(view: DataView): number {
  const last = view.byteLength - END_BYTES;
  for (let at = last; at >= Math.max(0, last - MAX_COMMENT_BYTES); at--) {
    if (view.getUint32(at, true) === SIGNATURE.end && view.getUint16(at + 20, true) <= last - at) return at;
  }
  throw damaged('it has no directory');
}

function readEntry(bytes: Uint8Array, view: DataView, at: number): ZipEntry {
  const flags = view.getUint16(at + 8, true);
  const length = view.getUint16(at + 28, true);
  if (length > MAX_NAME_BYTES) throw damaged(`it has a name of ${length} bytes`);
  // Old archives have the letters of the machine that made them; Latin at least keeps them apart.
  const text = new TextDecoder(flags & 0x800 ? 'utf-8' : 'latin1').decode(bytes.subarray(at + 46, at + 46 + length));
  const name = text.replaceAll('\\', '/');
  assertInside(name);
  return {
    name,
    encrypted: (flags & 0x41) !== 0,
    method: view.getUint16(at + 10, true),
    packedSize: view.getUint32(at + 20, true),
    size: view.getUint32(at + 24, true),
    at: view.getUint32(at + 42, true),
  };
}

/** Nothing is written anywhere, but an archive with such names was made to do harm. */
function assertInside(name: string): void {
  const leads = name.startsWith('/') || /^[a-z]:/i.test(name) || name.split('/').includes('..');
  if (!leads && name !== '' && !/[\u0000-\u001f\u007f-\u009f]/.test(name)) return;
  const hint = 'Do not unpack it: such names are made to do harm.';
  throw zipFault(leads ? 'a file in it has a path that leads out of it' : 'a file in it has no proper name', hint);
}
