import { JAPANESE, KNOWN_WORDS, PART_WORDS } from './vocabulary.ts';

const FBX_ESCAPE = /FBXASC(\d{3})/g;
const JAPANESE_TERM = new RegExp([...JAPANESE.keys()].join('|'), 'g');
/** MikuMikuDance's 足D follows 足, which motions move. */
const FOLLOWER = /(?<=\p{Lo})D$/u;
/** A run of capitals before a capitalised word, a word with or without its capital, a run of capitals, a number. */
const WORD = /\p{Lu}+(?=\p{Lu}\p{Ll})|\p{Lu}?\p{Ll}+|\p{Lu}+|\p{Lo}+|\d+/gu;
const VERTEBRA = /^(?:l[1-5]|t(?:[1-9]|1[0-2])|c[1-7])$/i;
/** Words are short; a longer one is not worth the search for its parts. */
const LONGEST_COMPOUND = 32;

/**
 * Cuts a joint's name into lower-case words and numbers: namespace dropped, FBX escapes and Japanese resolved, camelCase,
 * separators and compounds of known words cut. `mixamorig:LeftForeArm` → `left fore arm`, `lclavicle` → `l clavicle`.
 */
export function splitName(name: string): string[] {
  const plain = name.replace(FBX_ESCAPE, (_, code: string) => String.fromCharCode(Number(code))).normalize('NFKC');
  const local = plain.split(/[:|]/).findLast((piece) => piece !== '') ?? '';
  const english = local
    .replace(FOLLOWER, ' follower')
    .replace(JAPANESE_TERM, (term) => ` ${JAPANESE.get(term) ?? ''} `);
  return english
    .split(/[^\p{L}\p{N}]+/u)
    .flatMap((piece) => (VERTEBRA.test(piece) ? [vertebra(piece)] : (piece.match(WORD) ?? [])))
    .flatMap((word) => splitWord(word.toLowerCase()));
}

/** `L5` is the fifth lumbar vertebra (Xsens), not something on the left. */
function vertebra(piece: string): string {
  const region = piece[0]?.toLowerCase();
  if (region === 'l') return 'lumbar';
  return region === 't' ? 'thorax' : 'neck';
}

function splitWord(word: string): string[] {
  if (KNOWN_WORDS.has(word) || word.length > LONGEST_COMPOUND) return [word];
  const parts = splitCompound(word);
  if (parts) return parts;
  const side = word[0];
  if (side !== 'l' && side !== 'r') return [word];
  // `lclavicle`, `rhand`: only before a part of the body, so that `rear` and `lid` stay what they are.
  const rest = word.slice(1);
  const sided = PART_WORDS.has(rest) ? [rest] : splitCompound(rest);
  return sided?.some((part) => PART_WORDS.has(part)) ? [side, ...sided] : [word];
}

/** `upperarm` → `upper arm`: undefined unless known words of three letters or more cover the whole. Longest first. */
function splitCompound(word: string): string[] | undefined {
  if (KNOWN_WORDS.has(word)) return [word];
  for (let end = word.length - 2; end >= 2; end--) {
    const head = word.slice(0, end);
    if (!KNOWN_WORDS.has(head)) continue;
    const rest = splitCompound(word.slice(end));
    if (rest) return [head, ...rest];
  }
  return undefined;
}
