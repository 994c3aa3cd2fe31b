import { unzlibSync } from 'fflate';
import { KinoraError } from '../../../errors.ts';
import { syntaxError, tooLarge } from './fbx-error.ts';
import type { FbxDocument, FbxNode, FbxValue } from './fbx-node.ts';
import { isRelevant, isRelevantArray, MAX_DEPTH, MAX_NODES, MAX_NUMBERS, MAX_VALUES } from './relevant.ts';

const VERSION_AT = 23;
const FIRST_NODE_AT = 27;
/** From this version on, the three lengths of a node are 64 bits wide. */
const WIDE = 7500;
/** Bytes of one element, by the letter of an array. */
const ELEMENT_BYTES: Readonly<Record<string, number>> = { f: 4, d: 8, l: 8, i: 4, b: 1, c: 1 };

/**
 * Reads the records of a binary FBX file, as Blender's developers describe them ("FBX binary file format
 * specification", code.blender.org, 2013).
 *
 * @throws KinoraError `formats/fbx-syntax`, `formats/truncated`, `formats/too-large`.
 */
export function readBinaryDocument(bytes: Uint8Array): FbxDocument {
  if (bytes.length < FIRST_NODE_AT) throw truncated(bytes.length);
  const reader = new RecordReader(bytes);
  return { version: reader.version, nodes: reader.nodes(FIRST_NODE_AT, bytes.length, []) };
}

/** Where a record begins, and what its header says. */
interface Header {
  readonly name: string;
  readonly values: number;
  readonly valuesAt: number;
  readonly childrenAt: number;
  readonly end: number;
}

class RecordReader {
  readonly version: number;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #wide: boolean;
  readonly #text: TextDecoder = new TextDecoder();
  #at = 0;
  #nodes = 0;
  #numbers = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.version = this.#view.getUint32(VERSION_AT, true);
    this.#wide = this.version >= WIDE;
  }

  /** The relevant records from one place to another, or to the empty record that ends a list. */
  nodes(from: number, to: number, path: readonly string[]): FbxNode[] {
    const nodes: FbxNode[] = [];
    let at = from;
    while (at < to) {
      const header = this.#header(at, to);
      if (!header) break;
      if (isRelevant(header.name, path)) nodes.push(this.#node(header, path));
      at = header.end;
    }
    return nodes;
  }

  #header(at: number, limit: number): Header | undefined {
    const size = this.#wide ? 25 : 13;
    if (at + size > limit) throw truncated(at);
    const end = this.#length(at);
    if (end === 0) return undefined;
    const values = this.#length(at + (this.#wide ? 8 : 4));
    const valuesAt = at + size + this.#bytes[at + size - 1]!;
    const childrenAt = valuesAt + this.#length(at + (this.#wide ? 16 : 8));
    if (end > this.#bytes.length) throw truncated(at);
    if (end > limit || childrenAt > end) throw syntaxError('a node reaches out of the one around it', at);
    const name = this.#text.decode(this.#bytes.subarray(at + size, valuesAt));
    return { name, values, valuesAt, childrenAt, end };
  }

  #length(at: number): number {
    return this.#wide ? Number(this.#view.getBigUint64(at, true)) : this.#view.getUint32(at, true);
  }

  #node({ name, values: count, valuesAt, childrenAt, end }: Header, path: readonly string[]): FbxNode {
    if (path.length >= MAX_DEPTH) throw syntaxError(`nodes lie more than ${MAX_DEPTH} deep`, valuesAt);
    if (++this.#nodes > MAX_NODES) throw tooLarge(`it has more than ${MAX_NODES} nodes`);
    if (count > MAX_VALUES) throw tooLarge(`the node "${name}" has ${count} values`);
    const values: FbxValue[] = [];
    this.#at = valuesAt;
    for (let i = 0; i < count; i++) values.push(this.#value(name, childrenAt));
    if (this.#at !== childrenAt) throw syntaxError(`the values of "${name}" are not as long as it says`, valuesAt);
    return { name, values, children: childrenAt < end ? this.nodes(childrenAt, end, [...path, name]) : [] };
  }

  #value(node: string, limit: number): FbxValue {
    const kind = String.fromCharCode(this.#bytes[this.#take(1, limit)]!);
    const view = this.#view;
    switch (kind) {
      case 'C':
      case 'B':
        return this.#bytes[this.#take(1, limit)]!;
      case 'Y':
        return view.getInt16(this.#take(2, limit), true);
      case 'I':
        return view.getInt32(this.#take(4, limit), true);
      case 'F':
        return view.getFloat32(this.#take(4, limit), true);
      case 'D':
        return view.getFloat64(this.#take(8, limit), true);
      case 'L':
        return exact(view.getBigInt64(this.#take(8, limit), true));
      case 'S':
        return this.#string(limit);
      case 'R':
        this.#take(view.getUint32(this.#take(4, limit), true), limit);
        return '';
      default:
        return this.#array(kind, node, limit);
    }
  }

  /** Steps over some bytes. @returns where they begin. */
  #take(bytes: number, limit: number): number {
    const at = this.#at;
    if (at + bytes > limit) throw syntaxError('a value reaches out of its node', at);
    this.#at += bytes;
    return at;
  }

  /** `Hips\0\x01Model` is what the text encoding calls `Model::Hips`. */
  #string(limit: number): string {
    const length = this.#view.getUint32(this.#take(4, limit), true);
    const at = this.#take(length, limit);
    const text = this.#text.decode(this.#bytes.subarray(at, at + length));
    return text.includes('\0\x01') ? text.split('\0\x01').reverse().join('::') : text;
  }

  #array(kind: string, node: string, limit: number): Float64Array {
    const elementBytes = ELEMENT_BYTES[kind];
    if (elementBytes === undefined) throw syntaxError(`"${node}" holds a value of an unknown kind`, this.#at);
    const length = this.#view.getUint32(this.#take(4, limit), true);
    const isPacked = this.#view.getUint32(this.#take(4, limit), true) === 1;
    const storedBytes = this.#view.getUint32(this.#take(4, limit), true);
    const at = this.#take(storedBytes, limit);
    if (!isRelevantArray(node)) return new Float64Array(0);
    this.#numbers += length;
    if (this.#numbers > MAX_NUMBERS) throw tooLarge(`its arrays hold more than ${MAX_NUMBERS} numbers`);
    // A deflated byte gives 1032 at most: what claims more is refused before any memory is taken.
    if (length * elementBytes > storedBytes * 1032)
      throw syntaxError(`the array "${node}" is shorter than it says`, at);
    const stored = this.#bytes.subarray(at, at + storedBytes);
    const data = isPacked ? inflate(stored, length * elementBytes, at) : stored;
    if (data.length < length * elementBytes) throw syntaxError(`the array "${node}" is shorter than it says`, at);
    return toDoubles(kind, data, length);
  }
}

function inflate(stored: Uint8Array, size: number, at: number): Uint8Array {
  try {
    // Given its place to write, it writes no further, whatever comes out.
    return unzlibSync(stored, { out: new Uint8Array(size) });
  } catch (cause) {
    throw new KinoraError('formats/fbx-syntax', `Cannot read the FBX file: a packed array is damaged, at byte ${at}`, {
      hint: 'Export the file again, or download it again.',
      cause,
    });
  }
}

function toDoubles(kind: string, data: Uint8Array, length: number): Float64Array {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const out = new Float64Array(length);
  for (let i = 0; i < length; i++) {
    if (kind === 'f') out[i] = view.getFloat32(i * 4, true);
    else if (kind === 'd') out[i] = view.getFloat64(i * 8, true);
    else if (kind === 'i') out[i] = view.getInt32(i * 4, true);
    else if (kind === 'l') out[i] = Number(view.getBigInt64(i * 8, true));
    else out[i] = data[i]!;
  }
  return out;
}

function exact(value: bigint): number | string {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}

function truncated(at: number): KinoraError {
  return new KinoraError(
    'formats/truncated',
    `Cannot read the FBX file: it ends in the middle of a node, at byte ${at}`,
    {
      hint: 'Download or export it again.',
    },
  );
}
