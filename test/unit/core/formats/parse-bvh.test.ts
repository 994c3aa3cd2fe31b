import { parseBvh } from '@kinora/core/motion';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { thrownCode } from '../../../support/thrown-code.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const parse = (text: string): ReturnType<typeof parseBvh> => parseBvh(bytes(text), 'test');

/** Hip, knee and a tip, 170 cm from end to end by `bodyHeight`, so that the unit is the centimetre. */
const SKELETON = `HIERARCHY
ROOT Hip
{
  OFFSET 0 0 0
  CHANNELS 6 Xposition Yposition Zposition Zrotation Xrotation Yrotation
  JOINT Knee
  {
    OFFSET 0 -120 0
    CHANNELS 3 Zrotation Xrotation Yrotation
    End Site
    {
      OFFSET 0 -135 0
    }
  }
}
`;
const MOTION = `MOTION
Frames: 2
Frame Time: 0.033333
1 2 3 90 0 0 0 45 0
4 5 6 0 90 0 0 0 -45
`;
const plain = SKELETON + MOTION;

/** xyzw of half a right angle and of a right angle about one axis. */
const H = Math.SQRT1_2;

describe('parseBvh()', () => {
  test('reads joints, tips, frames and rate, in metres', () => {
    const { rig, clip, warnings } = parse(plain);
    expect(rig.names).toEqual(['Hip', 'Knee']);
    expect([...rig.parents]).toEqual([-1, 0]);
    expect(rig.unitMetres).toBe(0.01);
    expect(rig.restTranslations[4]).toBeCloseTo(-1.2, 6);
    expect(rig.tips).toEqual([{ joint: 1, translation: [0, -1.35, 0] }]);
    expect(clip).toMatchObject({ name: 'test', frames: 2, rate: 30 });
    expect([...clip.translated]).toEqual([0]);
    expect([...clip.translations]).toEqual([1, 2, 3, 4, 5, 6].map((cm) => Math.fround(cm * 0.01)));
    expect(warnings).toEqual([]);
  });

  test('turns about z first where z is listed first', () => {
    const { rotations } = parse(plain).clip;
    expectClose(rotations.subarray(0, 4), [0, 0, H, H]);
    expectClose(rotations.subarray(8, 12), [H, 0, 0, H]);
  });

  test.each(['XYZ', 'XZY', 'YXZ', 'YZX', 'ZXY', 'ZYX'])(
    'multiplies the turns in the order %s as it is listed',
    (order) => {
      const axes = Array.from(order);
      const channels = axes.map((axis) => `${axis}rotation`).join(' ');
      const text = plain.replace('Zrotation Xrotation Yrotation', channels).replace('90 0 0', '90 90 0');
      // The first listed axis turns what the second has turned: q = first · second.
      const [first, second] = axes.map((axis) => 'XYZ'.indexOf(axis)) as [number, number];
      const third = 3 - first - second;
      const sign = (second - first + 3) % 3 === 1 ? 1 : -1;
      const expected = [0, 0, 0, 0.5];
      expected[first] = 0.5;
      expected[second] = 0.5;
      expected[third] = sign * 0.5;
      expectClose(parse(text).clip.rotations.subarray(0, 4), expected);
    },
  );

  const SAME: readonly (readonly [string, string | Uint8Array])[] = [
    ['CRLF line ends', plain.replaceAll('\n', '\r\n')],
    ['CR line ends', plain.replaceAll('\n', '\r')],
    ['a byte order mark', `\ufeff${plain}`],
    ['tabs', plain.replaceAll('  ', '\t').replaceAll(/(\d) /g, '$1\t')],
    ['blank lines everywhere', plain.replaceAll('\n', '\n\n \t\n')],
    ['scientific notation', plain.replace('1 2 3 90', '1e0 +2.0E+00 .3e1 9000e-2')],
    ['channels in lower case', plain.replaceAll('rotation', 'ROTATION').replaceAll('Xpos', 'xpos')],
    [
      'keywords in any case',
      plain.replace('HIERARCHY', 'Hierarchy').replace('JOINT', 'Joint').replace('MOTION', 'Motion'),
    ],
    ['braces on the line of the name', plain.replaceAll('\n{', ' {').replaceAll('\n  {', '{')],
    ['all frames on one line', SKELETON + MOTION.replace('45 0\n', '45 0 ')],
    ['frames broken over lines', SKELETON + MOTION.replace('3 90', '3\n90')],
    ['no line end at the end', plain.trimEnd()],
    ['spaces and blank lines at the end', `${plain} \n\n\t `],
    ['a named End Site', plain.replace('End Site', 'End Site Toe')],
  ];
  test.each(SAME)('reads the same from %s', (_, text) => {
    const expected = parse(plain);
    const { clip, rig, warnings } = parse(text as string);
    expect(rig).toEqual(expected.rig);
    expect(clip).toEqual(expected.clip);
    expect(warnings).toEqual([]);
  });

  test('keeps names with spaces', () => {
    expect(parse(plain.replace('JOINT Knee', 'JOINT  left  knee 2 ')).rig.names[1]).toBe('left  knee 2');
  });

  test('reads joints of no, one and two channels', () => {
    const one = plain
      .replace('CHANNELS 3 Zrotation Xrotation Yrotation', 'CHANNELS 1 Xrotation')
      .replace('0 45 0\n', '45\n')
      .replace('0 0 -45', '0');
    expectClose(parse(one).clip.rotations.subarray(4, 8), [Math.sin(Math.PI / 8), 0, 0, Math.cos(Math.PI / 8)]);
    const none = plain
      .replace('CHANNELS 3 Zrotation Xrotation Yrotation', 'CHANNELS 0')
      .replace(' 0 45 0\n', '\n')
      .replace(' 0 0 -45', '');
    expectClose(parse(none).clip.rotations.subarray(4, 8), [0, 0, 0, 1]);
  });

  test('aligns the signs of neighbouring keys', () => {
    const { rotations } = parse(SKELETON + MOTION.replace('90 0 0', '179 0 0').replace('0 90 0', '-179 0 0')).clip;
    expect(rotations[2]! * rotations[10]! + rotations[3]! * rotations[11]!).toBeGreaterThan(0);
  });

  describe('position channels of joints below the root', () => {
    const sixes = (position: string): string =>
      plain
        .replace('CHANNELS 3', 'CHANNELS 6 Xposition Yposition Zposition')
        .replace(' 0 45 0\n', ` ${position} 0 45 0\n`)
        .replace(' 0 0 -45', ` ${position} 0 0 -45`);
    test.each([
      ['repeat the OFFSET', '0 -120 0'],
      ['are zero', '0 0 0'],
      ['hold the OFFSET twice', '0 -240 0'],
    ])('mean the rest where they %s', (_, position) => {
      const { clip, rig } = parse(sixes(position));
      expect([...clip.translated]).toEqual([0]);
      expect(rig.restTranslations[4]).toBeCloseTo(-1.2, 6);
    });
    test('are kept where the bone really grows', () => {
      const { clip } = parse(sixes('0 -120 0').replace('-120 0 0 0 -45', '-130 0 0 0 -45'));
      expect([...clip.translated]).toEqual([0, 1]);
      expect(clip.translations[10]).toBeCloseTo(-1.3, 6);
    });
  });

  describe('the position of a root with an OFFSET', () => {
    const at = (position: string): number =>
      parse(plain.replace('OFFSET 0 0 0', 'OFFSET 0 95 0').replace('1 2 3', position)).clip.translations[1]!;
    test('is absolute where the first frame is near the OFFSET', () => {
      expect(at('300 90 0')).toBeCloseTo(0.9, 6);
    });
    test('is added where the first frame is near zero', () => {
      expect(at('300 -5 0')).toBeCloseTo(0.9, 6);
    });
  });

  describe('what does not fit', () => {
    test('two skeletons: gives the first and says so', () => {
      const second = SKELETON.slice('HIERARCHY\n'.length).replace('Hip', 'Hip2');
      const rows = '1 2 3 90 0 0 0 45 0 9 9 9 9 9 9 9 9 9\n4 5 6 0 90 0 0 0 -45 9 9 9 9 9 9 9 9 9\n';
      const { clip, rig, warnings } = parse(`${SKELETON}${second}MOTION\nFrames: 2\nFrame Time: 0.033333\n${rows}`);
      expect(rig.names).toEqual(['Hip', 'Knee']);
      expect(clip).toEqual(parse(plain).clip);
      expect(warnings.join()).toMatch(/2 skeletons \(Hip, Hip2\)/);
    });
    test.each([
      ['more frames than there are', 'Frames: 99', 2],
      ['fewer frames than there are', 'Frames: 1', 2],
      ['a billion frames', 'Frames: 1000000000', 2],
      ['minus one frame', 'Frames: -1', 2],
    ])('%s declared: reads those that are there and says so', (_, header, frames) => {
      const { clip, warnings } = parse(plain.replace('Frames: 2', header));
      expect(clip.frames).toBe(frames);
      expect(warnings.join()).toMatch(/declares/);
    });
    test('a last frame that is cut off: leaves it out and says so', () => {
      const { clip, warnings } = parse(plain.trimEnd().slice(0, -4));
      expect(clip.frames).toBe(1);
      expect(warnings.join()).toMatch(/cut off/);
    });
    test('a frame time of zero: takes 30 frames per second and says so', () => {
      const { clip, warnings } = parse(plain.replace('0.033333', '0'));
      expect(clip.rate).toBe(30);
      expect(warnings).toHaveLength(1);
    });
  });

  const REFUSED: readonly (readonly [string, string, string])[] = [
    ['nothing', '', 'formats/empty'],
    ['NaN in a frame', plain.replace('90', 'NaN'), 'formats/bvh-number'],
    ['the NaN of old compilers', plain.replace('90', '-1.#IND'), 'formats/bvh-number'],
    ['infinity', plain.replace('90', 'inf'), 'formats/bvh-number'],
    ['a number beyond all numbers', plain.replace('90', '1e999'), 'formats/bvh-number'],
    ['a decimal comma', plain.replace('90', '90,5'), 'formats/bvh-number'],
    ['a word among the numbers', plain.replace('90', 'ninety'), 'formats/bvh-number'],
    ['a lone minus', plain.replace('90', '-'), 'formats/bvh-number'],
    ['NaN in an OFFSET', plain.replace('-120', 'nan'), 'formats/bvh-number'],
    ['a frame time that is no number', plain.replace('0.033333', 'fast'), 'formats/bvh-number'],
    ['no MOTION', SKELETON, 'formats/bvh-motion'],
    ['MOTION without a header', `${SKELETON}MOTION\n1 2 3\n`, 'formats/bvh-motion'],
    ['no frame', `${SKELETON}MOTION\nFrames: 0\nFrame Time: 0.03\n`, 'formats/bvh-motion'],
    ['less than one frame', `${SKELETON}MOTION\nFrames: 1\nFrame Time: 0.03\n1 2 3\n`, 'formats/bvh-motion'],
    [
      'no channels at all',
      'HIERARCHY\nROOT a\n{\nOFFSET 0 0 0\nCHANNELS 0\n}\nMOTION\nFrames: 9\nFrame Time: 1\n',
      'formats/bvh-motion',
    ],
    ['no ROOT', 'HIERARCHY\nMOTION\nFrames: 1\nFrame Time: 1\n0\n', 'formats/bvh-syntax'],
    ['no HIERARCHY', plain.replace('HIERARCHY', ''), 'formats/bvh-syntax'],
    ['a brace that is never closed', plain.replace('}\nMOTION', 'MOTION'), 'formats/bvh-syntax'],
    ['a brace too many', plain.replace('}\nMOTION', '}\n}\nMOTION'), 'formats/bvh-syntax'],
    ['a joint without a brace', plain.replace('Knee\n  {', 'Knee\n'), 'formats/bvh-syntax'],
    ['an unknown channel', plain.replace('Xposition', 'Xscale'), 'formats/bvh-syntax'],
    ['a channel twice', plain.replace('Xposition', 'Yposition'), 'formats/bvh-syntax'],
    ['a thousand channels on a joint', plain.replace('CHANNELS 3', 'CHANNELS 1000'), 'formats/bvh-syntax'],
    ['10,000 joints', `HIERARCHY\n${'ROOT a\n{\nOFFSET 0 0 0\n}\n'.repeat(10_000)}MOTION\n`, 'formats/too-large'],
    [
      'thousands of joints without channels, which would each be stored for every frame',
      `HIERARCHY\nROOT a\n{\nOFFSET 0 0 0\nCHANNELS 1 Xrotation\n${'JOINT b\n{\nOFFSET 0 1 0\n}\n'.repeat(4000)}}\nMOTION\nFrames: 4000\nFrame Time: 1\n${'0\n'.repeat(4000)}`,
      'formats/too-large',
    ],
    ['10,000 braces deep', `HIERARCHY\n${'ROOT a\n{\n'.repeat(10_000)}MOTION\n`, 'formats/too-large'],
  ];
  test.each(REFUSED)('refuses %s', (_, text, code) => {
    expect(thrownCode(() => parse(text))).toBe(code);
  });

  test('names the line of a wrong number', () => {
    expect(() => parse(plain.replace('90', 'NaN'))).toThrow(/"NaN" at line 19/);
  });

  test('reads numbers as JavaScript does', () => {
    const value = fc.oneof(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.integer({ min: -360, max: 360 }));
    fc.assert(
      fc.property(value, fc.constantFrom('', 'fixed', 'exponential'), (number, style) => {
        const word =
          style === 'fixed' ? number.toFixed(9) : style === 'exponential' ? number.toExponential() : String(number);
        const { clip, rig } = parse(plain.replace('1 2 3', `${word} 2 3`));
        // The sum takes the sign from zero.
        expect(clip.translations[0]! + 0).toBe(Math.fround(Math.fround(Number(word)) * rig.unitMetres) + 0);
      }),
      { seed: 3 },
    );
  });

  test('fails with a code, and with nothing else, whatever is cut out or changed', () => {
    const source = bytes(plain);
    fc.assert(
      fc.property(fc.nat(source.length - 1), fc.nat(40), fc.nat(255), (at, cut, byte) => {
        const changed = Uint8Array.of(...source.subarray(0, at), byte, ...source.subarray(at + cut));
        expect(['nothing was thrown', 'formats/bvh-syntax', 'formats/bvh-number', 'formats/bvh-motion']).toContain(
          thrownCode(() => parseBvh(changed, 'changed')),
        );
      }),
      { numRuns: 500, seed: 4 },
    );
  });
});

function expectClose(actual: Float32Array, expected: readonly number[]): void {
  // q and −q are the same turn.
  const sign = actual.reduce((dot, value, i) => dot + value * expected[i]!, 0) < 0 ? -1 : 1;
  expected.forEach((value, i) => expect(actual[i]! * sign).toBeCloseTo(value, 6));
}
