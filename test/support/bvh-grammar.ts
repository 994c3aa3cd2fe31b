import fc from 'fast-check';

/** A BVH file as a tree of facts: what it says, apart from how it is spelt. */
export interface BvhModel {
  readonly roots: readonly BvhJoint[];
  readonly frameTime: number;
  readonly frames: number;
  /** Numbers for the frames; taken in a circle. */
  readonly values: readonly number[];
}

export interface BvhJoint {
  readonly name: string;
  readonly offset: readonly number[];
  readonly channels: readonly string[];
  readonly children: readonly BvhJoint[];
}

/** How a file is spelt. None of it may change what is read. */
export interface BvhSpelling {
  readonly lineEnd: string;
  readonly space: string;
  readonly keywords: 'plain' | 'lower' | 'upper';
  readonly channels: 'plain' | 'lower' | 'upper';
  readonly numbers: 'plain' | 'exponential' | 'plus';
  readonly braces: 'own line' | 'same line';
  readonly rows: 'a line each' | 'one line' | 'broken';
  readonly encoding: 'utf-8' | 'utf-8 with a mark' | 'utf-16le' | 'utf-16be';
}

export const PLAIN: BvhSpelling = {
  ...{ lineEnd: '\n', space: ' ', keywords: 'plain', channels: 'plain', numbers: 'plain' },
  ...{ braces: 'own line', rows: 'a line each', encoding: 'utf-8' },
};

const ROTATIONS = ['Xrotation', 'Yrotation', 'Zrotation'];
const POSITIONS = ['Xposition', 'Yposition', 'Zposition'];
/** Names that programs stumble over. */
const NAMES = [
  'Hips',
  'Left Arm',
  'mixamorig:Head',
  '__proto__',
  'constructor',
  'toString',
  'MOTION',
  'End Site',
  'ROOT',
  'ñ腕',
];

const length = fc.integer({ min: -200, max: 200 }).map((value) => value / 4);
const channels = fc
  .tuple(fc.boolean(), fc.shuffledSubarray(POSITIONS, { minLength: 3 }), fc.shuffledSubarray(ROTATIONS))
  .map(([moves, positions, rotations]) => (moves ? [...positions, ...rotations] : rotations));

/** A tree of few joints: each hangs from any of those before it. */
const root: fc.Arbitrary<BvhJoint> = fc
  .array(
    fc.record({
      name: fc.constantFrom(...NAMES),
      offset: fc.tuple(length, length, length),
      channels,
      above: fc.nat(),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((joints) => {
    const childrenOf = (parent: number): BvhJoint[] =>
      joints.flatMap(({ above, ...joint }, i) =>
        i > 0 && above % i === parent ? [{ ...joint, children: childrenOf(i) }] : [],
      );
    const [{ name, offset, channels: list }] = joints as [(typeof joints)[0]];
    // With a channel at least, so that the file has frames.
    return { name, offset, channels: list.length > 0 ? list : ['Zrotation'], children: childrenOf(0) };
  });

export const bvhModels: fc.Arbitrary<BvhModel> = fc.record({
  roots: fc.array(root, { minLength: 1, maxLength: 3 }),
  frameTime: fc.constantFrom(0.0083333, 0.033333, 0.04, 0.0166667),
  frames: fc.integer({ min: 1, max: 4 }),
  values: fc.array(
    fc.integer({ min: -1440, max: 1440 }).map((value) => value / 8),
    { minLength: 1, maxLength: 40 },
  ),
});

export const bvhSpellings: fc.Arbitrary<BvhSpelling> = fc.record({
  lineEnd: fc.constantFrom('\n', '\r\n', '\r', '\n\n', '\n \t\n'),
  space: fc.constantFrom(' ', '\t', '  ', ' \t '),
  keywords: fc.constantFrom('plain', 'lower', 'upper'),
  channels: fc.constantFrom('plain', 'lower', 'upper'),
  numbers: fc.constantFrom('plain', 'exponential', 'plus'),
  braces: fc.constantFrom('own line', 'same line'),
  rows: fc.constantFrom('a line each', 'one line', 'broken'),
  encoding: fc.constantFrom('utf-8', 'utf-8 with a mark', 'utf-16le', 'utf-16be'),
});

/** The bytes of a file. */
export function bvhBytes(model: BvhModel, spelling: BvhSpelling = PLAIN): Uint8Array {
  const { lineEnd, encoding } = spelling;
  const text = [keyword('HIERARCHY', spelling), ...model.roots.flatMap((top) => jointLines('ROOT', top, spelling))];
  return encoded(`${[...text, ...motionLines(model, spelling)].join(lineEnd)}${lineEnd}`, encoding);
}

function jointLines(
  kind: string,
  { name, offset, channels: list, children }: BvhJoint,
  spelling: BvhSpelling,
): string[] {
  const { space } = spelling;
  const names = list.map((channel) => cased(channel, spelling.channels));
  return [
    ...opened(`${keyword(kind, spelling)}${space}${name}`, spelling),
    [keyword('OFFSET', spelling), ...offset.map((value) => number(value, spelling))].join(space),
    [keyword('CHANNELS', spelling), list.length, ...names].join(space),
    ...children.flatMap((child) => jointLines('JOINT', child, spelling)),
    ...(children.length > 0 ? [] : [...opened('End Site', spelling), ['OFFSET', 0, 1, 0].join(space), '}']),
    '}',
  ];
}

function opened(line: string, { braces, space }: BvhSpelling): string[] {
  return braces === 'own line' ? [line, '{'] : [`${line}${space}{`];
}

function motionLines({ roots, frames, frameTime, values }: BvhModel, spelling: BvhSpelling): string[] {
  const { space, lineEnd, rows } = spelling;
  const width = roots.reduce((sum, top) => sum + channelsOf(top), 0);
  const all = Array.from({ length: frames * width }, (_, i) => number(values[i % values.length]!, spelling));
  const lines = Array.from({ length: frames }, (_, frame) =>
    all.slice(frame * width, (frame + 1) * width).join(rows === 'broken' ? lineEnd : space),
  );
  return [
    keyword('MOTION', spelling),
    `Frames:${space}${frames}`,
    `Frame Time:${space}${frameTime}`,
    ...(rows === 'one line' ? [lines.join(space)] : lines),
  ];
}

function channelsOf({ channels: list, children }: BvhJoint): number {
  return children.reduce((sum, child) => sum + channelsOf(child), list.length);
}

function keyword(word: string, { keywords }: BvhSpelling): string {
  return cased(word, keywords);
}

function cased(word: string, how: 'plain' | 'lower' | 'upper'): string {
  if (how === 'plain') return word;
  return how === 'lower' ? word.toLowerCase() : word.toUpperCase();
}

function number(value: number, { numbers }: BvhSpelling): string {
  if (numbers === 'exponential') return value.toExponential();
  return numbers === 'plus' && value >= 0 ? `+${value}` : String(value);
}

function encoded(text: string, encoding: BvhSpelling['encoding']): Uint8Array {
  if (encoding === 'utf-8') return new TextEncoder().encode(text);
  if (encoding === 'utf-8 with a mark') return new TextEncoder().encode(`\ufeff${text}`);
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
  return new Uint8Array(encoding === 'utf-16be' ? bytes.swap16() : bytes);
}
