import { KinoraError } from '../../errors.ts';

/** What one channel of a frame drives. Rotations first: `channel < 3` asks for them. */
export const CHANNEL = { xRotation: 0, yRotation: 1, zRotation: 2, xPosition: 3, yPosition: 4, zPosition: 5 } as const;

/** The skeleton of a BVH file as the file has it: degrees and file units, every root. */
export interface BvhHierarchy {
  readonly names: string[];
  /** [joints] −1 for a root. */
  readonly parents: number[];
  /** [joints × 3] file units. */
  readonly offsets: number[];
  /** [joints] the channels of each joint, in the order of the frame and of the multiplication. */
  readonly channels: number[][];
  readonly tips: { readonly joint: number; readonly offset: readonly [number, number, number] }[];
}

/** More than any real skeleton, less than what would make a page stall. */
const MAX_JOINTS = 4096;
const MAX_CHANNELS = 6;

/**
 * Parses the part of a BVH file before `MOTION`.
 *
 * @throws KinoraError `formats/bvh-syntax`, `formats/bvh-number`, `formats/too-large`.
 */
export function parseHierarchy(text: string): BvhHierarchy {
  const words = new Words(text);
  const hierarchy: BvhHierarchy = { names: [], parents: [], offsets: [], channels: [], tips: [] };
  // The joint that each open brace belongs to; an End Site holds its parent's number and `tip`.
  const open: { joint: number; tip: boolean }[] = [];
  words.expect('HIERARCHY');
  for (let word = words.next(); word !== undefined; word = words.next()) {
    const scope = open.at(-1);
    switch (word.toUpperCase()) {
      case 'ROOT':
      case 'JOINT':
        open.push({ joint: addJoint(hierarchy, words, scope?.tip ? undefined : scope?.joint), tip: false });
        break;
      case 'END': {
        if (!scope || scope.tip) throw words.syntax('an End Site stands outside a joint');
        // Always "Site", but some exporters give it a name.
        words.nameToBrace();
        open.push({ joint: scope.joint, tip: true });
        break;
      }
      case 'OFFSET':
        readOffset(hierarchy, words, scope);
        break;
      case 'CHANNELS':
        readChannels(hierarchy, words, scope);
        break;
      case '}':
        if (!open.pop()) throw words.syntax('a "}" closes nothing');
        break;
      default:
        throw words.syntax(`"${clip(word)}" is not a word of a BVH hierarchy`);
    }
  }
  if (open.length > 0) throw words.syntax(`${open.length} braces are never closed`);
  if (hierarchy.names.length === 0) throw words.syntax('there is no ROOT');
  return hierarchy;
}

function addJoint(hierarchy: BvhHierarchy, words: Words, parent: number | undefined): number {
  const joint = hierarchy.names.length;
  if (joint >= MAX_JOINTS) {
    throw new KinoraError('formats/too-large', `Cannot read the BVH file: it has more than ${MAX_JOINTS} joints`);
  }
  hierarchy.names.push(words.nameToBrace() || `joint_${joint}`);
  hierarchy.parents.push(parent ?? -1);
  hierarchy.offsets.push(0, 0, 0);
  hierarchy.channels.push([]);
  return joint;
}

function readOffset(hierarchy: BvhHierarchy, words: Words, scope: { joint: number; tip: boolean } | undefined): void {
  if (!scope) throw words.syntax('an OFFSET stands outside a joint');
  const offset: [number, number, number] = [words.number(), words.number(), words.number()];
  if (scope.tip) hierarchy.tips.push({ joint: scope.joint, offset });
  else hierarchy.offsets.splice(scope.joint * 3, 3, ...offset);
}

function readChannels(hierarchy: BvhHierarchy, words: Words, scope: { joint: number; tip: boolean } | undefined): void {
  if (!scope || scope.tip) throw words.syntax('CHANNELS stand outside a joint');
  const count = words.number();
  if (!Number.isInteger(count) || count < 0 || count > MAX_CHANNELS) {
    throw words.syntax(`a joint declares ${count} channels, 0 to ${MAX_CHANNELS} are possible`);
  }
  const channels = hierarchy.channels[scope.joint]!;
  for (let i = 0; i < count; i++) {
    const name = words.next() ?? '';
    const channel = channelOf(name);
    if (channel === undefined) throw words.syntax(`"${clip(name)}" is not a channel`);
    if (channels.includes(channel)) throw words.syntax(`channel "${name}" is declared twice for one joint`);
    channels.push(channel);
  }
}

/** `Xrotation`, `xRotation`, `XROTATION`: exporters agree on the letters only. */
function channelOf(name: string): number | undefined {
  const [, axis, kind] = /^([xyz])(rotation|position)$/i.exec(name) ?? [];
  if (!axis || !kind) return undefined;
  return 'xyz'.indexOf(axis.toLowerCase()) + (kind.toLowerCase() === 'position' ? CHANNEL.xPosition : 0);
}

/** The words of the hierarchy, with the place of the last one for error messages. */
class Words {
  readonly #text: string;
  readonly #pattern = /[{}]|[^\s{}]+/g;

  constructor(text: string) {
    this.#text = text;
  }

  next(): string | undefined {
    return this.#pattern.exec(this.#text)?.[0];
  }

  expect(word: string): void {
    if (this.next()?.toUpperCase() !== word) throw this.syntax(`it does not begin with ${word}`);
  }

  /** The rest of a joint's line up to its brace, and the brace itself: names may contain spaces. */
  nameToBrace(): string {
    const from = this.#pattern.lastIndex;
    const brace = this.#text.indexOf('{', from);
    // A name is one line; the bound keeps a missing brace from swallowing the file.
    if (brace < 0 || brace - from > 1024) throw this.syntax('a joint is not followed by "{"');
    const name = this.#text.slice(from, brace).trim();
    if (/[\r\n}]/.test(name)) throw this.syntax(`joint "${clip(name)}" is not followed by "{"`);
    this.#pattern.lastIndex = brace + 1;
    return name;
  }

  number(): number {
    const word = this.next();
    const value = Number(word);
    if (word === undefined || !Number.isFinite(value) || Math.abs(value) > 1e9) {
      throw new KinoraError(
        'formats/bvh-number',
        `Cannot read the BVH file: "${clip(word ?? '')}" at line ${this.line()} is not a number`,
        {
          hint: 'Export the file again with plain decimal numbers.',
          details: { line: this.line() },
        },
      );
    }
    return value;
  }

  syntax(fact: string): KinoraError {
    return new KinoraError('formats/bvh-syntax', `Cannot read the BVH file: ${fact}, at line ${this.line()}`, {
      hint: 'Export the file again: its skeleton is damaged.',
      details: { line: this.line() },
    });
  }

  line(): number {
    const end = this.#pattern.lastIndex || this.#text.length;
    let line = 1;
    for (let at = this.#text.indexOf('\n'); at >= 0 && at < end; at = this.#text.indexOf('\n', at + 1)) line++;
    return line;
  }
}

function clip(word: string): string {
  return word.length > 40 ? `${word.slice(0, 40)}…` : word;
}
