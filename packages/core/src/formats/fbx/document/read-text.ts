import { syntaxError, tooLarge } from './fbx-error.ts';
import type { FbxDocument, FbxNode, FbxValue } from './fbx-node.ts';
import { isRelevant, isRelevantArray, MAX_DEPTH, MAX_NODES, MAX_NUMBERS, MAX_VALUES } from './relevant.ts';

const MAX_BYTES = 128 * 2 ** 20;
const SPACE = /\s+/y;
const NAME = /([A-Za-z_]\w*)[ \t]*:/y;
const WORD = /[^\s,{}";:]+/y;
/** All that brackets can hide behind. */
const BRACKET = /["{};]/g;

/**
 * Reads the text encoding of FBX: `Name: value, value {` … `}`. A list goes on after each comma, on the same line or the
 * next; a string holds anything but a quote.
 *
 * @throws KinoraError `formats/fbx-syntax`, `formats/too-large`.
 */
export function readTextDocument(bytes: Uint8Array): FbxDocument {
  if (bytes.length > MAX_BYTES) throw tooLarge(`${bytes.length} bytes of text are more than ${MAX_BYTES}`);
  const nodes = new TextReader(new TextDecoder().decode(bytes)).nodes([]);
  const header = nodes.find(({ name }) => name === 'FBXHeaderExtension');
  const version = header?.children.find(({ name }) => name === 'FBXVersion')?.values[0];
  return { version: typeof version === 'number' ? version : 0, nodes };
}

class TextReader {
  readonly #text: string;
  #at = 0;
  #nodes = 0;
  #numbers = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** The relevant nodes up to the bracket that ends them, or the end of the text. */
  nodes(path: readonly string[]): FbxNode[] {
    if (path.length > MAX_DEPTH) throw syntaxError(`nodes lie more than ${MAX_DEPTH} deep`, this.#at);
    const nodes: FbxNode[] = [];
    for (;;) {
      this.#gap();
      if (this.#at >= this.#text.length) {
        if (path.length > 0) throw syntaxError(`"${path.at(-1)!}" is never closed`, this.#at);
        return nodes;
      }
      if (this.#text[this.#at] === '}' && path.length > 0) {
        this.#at++;
        return nodes;
      }
      const name = this.#match(NAME)?.[1];
      if (name === undefined) throw syntaxError('a name is missing', this.#at);
      const node = this.#node(name, path);
      if (node) nodes.push(node);
    }
  }

  #node(name: string, path: readonly string[]): FbxNode | undefined {
    const isArray = path.length > 0 && this.#isArray();
    if (isArray && isRelevant(name, path)) return { name, values: [this.#array(name)], children: [] };
    const values = this.#values();
    this.#gap();
    const hasChildren = this.#text[this.#at] === '{';
    if (hasChildren) this.#at++;
    if (!isRelevant(name, path)) {
      if (hasChildren) this.#skipBlock();
      return undefined;
    }
    if (++this.#nodes > MAX_NODES) throw tooLarge(`it has more than ${MAX_NODES} nodes`);
    return { name, values, children: hasChildren ? this.nodes([...path, name]) : [] };
  }

  /** `*12 {` stands before an array of twelve. */
  #isArray(): boolean {
    this.#gap();
    return this.#text[this.#at] === '*';
  }

  #array(name: string): Float64Array {
    this.#match(WORD);
    this.#gap();
    if (this.#text[this.#at] !== '{') throw syntaxError(`the array "${name}" has no brackets`, this.#at);
    this.#at++;
    if (!isRelevantArray(name)) {
      this.#skipBlock();
      return new Float64Array(0);
    }
    const from = this.#at;
    this.#skipBlock();
    const listed = this.#text.slice(from, this.#at - 1).replace(/^\s*a\s*:/, '');
    if (listed.trim() === '') return new Float64Array(0);
    const words = listed.split(',');
    this.#numbers += words.length;
    if (this.#numbers > MAX_NUMBERS) throw tooLarge(`its arrays hold more than ${MAX_NUMBERS} numbers`);
    return Float64Array.from(words, Number);
  }

  #values(): FbxValue[] {
    const values: FbxValue[] = [];
    do {
      const value = this.#value();
      if (value !== undefined && values.length < MAX_VALUES) values.push(value);
      this.#gap();
    } while (this.#text[this.#at] === ',' && this.#at++ >= 0);
    return values;
  }

  #value(): FbxValue | undefined {
    this.#gap();
    if (this.#text[this.#at] === '"') {
      const end = this.#text.indexOf('"', this.#at + 1);
      if (end < 0) throw syntaxError('a string is never closed', this.#at);
      const text = this.#text.slice(this.#at + 1, end);
      this.#at = end + 1;
      return text;
    }
    // The next node begins like a bare word, but has a colon.
    const from = this.#at;
    if (this.#match(NAME)) {
      this.#at = from;
      return undefined;
    }
    const word = this.#match(WORD)?.[0];
    if (word === undefined) return undefined;
    const number = Number(word);
    // Words such as Y, N and T stay as they are, and so do whole numbers that a double cannot hold.
    return Number.isNaN(number) || (/^-?\d+$/.test(word) && !Number.isSafeInteger(number)) ? word : number;
  }

  /** From behind an opening bracket to behind the one that closes it. */
  #skipBlock(): void {
    const text = this.#text;
    for (let open = 1; open > 0;) {
      BRACKET.lastIndex = this.#at;
      const found = BRACKET.exec(text);
      if (!found) throw syntaxError('a bracket is never closed', text.length);
      this.#at = found.index + 1;
      if (found[0] === '{') open++;
      else if (found[0] === '}') open--;
      else {
        const end = text.indexOf(found[0] === '"' ? '"' : '\n', this.#at);
        this.#at = end < 0 ? text.length : end + 1;
      }
    }
  }

  /** Steps over white space and comments, which reach to the end of their line. */
  #gap(): void {
    this.#match(SPACE);
    while (this.#text[this.#at] === ';') {
      const end = this.#text.indexOf('\n', this.#at);
      this.#at = end < 0 ? this.#text.length : end;
      this.#match(SPACE);
    }
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (found) this.#at = pattern.lastIndex;
    return found;
  }
}
