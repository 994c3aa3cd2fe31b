import { multiplyQuat, parseBvh } from '@kinora/core/motion';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { thrownCode } from '../../../support/thrown-code.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le');
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
    ['UTF-16', utf16(`\ufeff${plain}`)],
    ['UTF-16 with the high byte first', utf16(`\ufeff${plain}`).swap16()],
  ];
  test.each(SAME)('reads the same from %s', (_, text) => {
    const expected = parse(plain);
    const { clip, rig, warnings } = parseBvh(typeof text === 'string' ? bytes(text) : text, 'test');
    expect(rig).toEqual(expected.rig);
    expect(clip).toEqual(expected.clip);
    expect(warnings).toEqual([]);
  });

  test('turns each joint in its own order, where orders are mixed in one file', () => {
    const axes = { X: [1, 0, 0], Y: [0, 1, 0], Z: [0, 0, 1] } as const;
    const orders = ['ZXY', 'YZX', 'XYZ'];
    const joint = (order: string, inner: string): string =>
      `JOINT ${order}\n{\nOFFSET 0 1 0\nCHANNELS 3 ${Array.from(order, (axis) => `${axis}rotation`).join(' ')}\n${inner}}\n`;
    const tree = orders.reduceRight((inner, order) => joint(order, inner), '').replace('JOINT', 'ROOT');
    const angles = [20, -35, 50, 10, 80, -65, 5, -15, 170];
    const text = `HIERARCHY\n${tree}MOTION\nFrames: 1\nFrame Time: 0.1\n${angles.join(' ')}\n`;
    const { clip } = parse(text);
    orders.forEach((order, i) => {
      const expected = Float64Array.of(0, 0, 0, 1);
      Array.from(order).forEach((axis, place) => {
        const half = (angles[i * 3 + place]! * Math.PI) / 360;
        const turn = [...axes[axis as 'X'].map((value) => value * Math.sin(half)), Math.cos(half)];
        multiplyQuat(expected, 0, expected, 0, Float64Array.from(turn), 0);
      });
      expectClose(clip.rotations.subarray(i * 4, i * 4 + 4), [...expected]);
    });
  });

  test.each([
    ['millimetres', 10, 0.001],
    ['centimetres', 1, 0.01],
    ['decimetres', 0.1, 0.1],
    ['inches', 1 / 2.54, 0.0254],
    ['metres', 0.01, 1],
    ['a unit of its own', 77, 1.7 / (170 * 77)],
  ])('finds the unit by the stature: %s', (_, factor, unit) => {
    const scaled = plain
      .replace('-120', String(-120 * factor))
      .replace('-135', String(-135 * factor))
      .replace('1 2 3 90', `${factor} ${2 * factor} ${3 * factor} 90`);
    const { rig, clip } = parse(scaled);
    expect(rig.unitMetres).toBeCloseTo(unit, 9);
    expect(rig.restTranslations[4]).toBeCloseTo(-1.2, 5);
    expect(clip.translations[2]).toBeCloseTo(0.03, 5);
  });

  test('keeps the axes of a Z-up file', () => {
    const { rig, clip } = parse(plain.replace('0 -120 0', '0 0 -120').replace('0 -135 0', '0 0 -135'));
    expect(rig.restTranslations[5]).toBeCloseTo(-1.2, 6);
    expect(rig.tips).toEqual([{ joint: 1, translation: [0, 0, -1.35] }]);
    expect([...clip.translations.subarray(0, 3)]).toEqual([1, 2, 3].map((cm) => Math.fround(cm * 0.01)));
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
    test('are added to the OFFSET where they are little beside it', () => {
      const { clip } = parse(sixes('0 -3 0'));
      expect([...clip.translated]).toEqual([0, 1]);
      expect(clip.translations[4]).toBeCloseTo(-1.23, 6);
    });
    test('mean the same in any order', () => {
      const text = plain
        .replace('CHANNELS 3', 'CHANNELS 6 Zposition Xposition Yposition')
        .replace(' 0 45 0\n', ' 7 0 -130 0 45 0\n')
        .replace(' 0 0 -45', ' 7 0 -130 0 0 -45');
      expect([...parse(text).clip.translations.subarray(3, 6)]).toEqual([0, -1.3, 0.07].map(Math.fround));
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

  describe('a file with two skeletons', () => {
    const second = SKELETON.slice('HIERARCHY\n'.length).replace('Hip', 'Hip2').replace('-120', '-130');
    const rows = '1 2 3 90 0 0 0 45 0 7 8 9 0 0 30 0 0 60\n4 5 6 0 90 0 0 0 -45 9 9 9 0 0 0 0 0 0\n';
    const both = `${SKELETON}${second}MOTION\nFrames: 2\nFrame Time: 0.033333\n${rows}`;

    test('gives the first, and says so', () => {
      const { clip, rig, warnings } = parse(both);
      expect(rig.names).toEqual(['Hip', 'Knee']);
      expect(clip).toEqual(parse(plain).clip);
      expect(warnings).toEqual(['The file holds 2 skeletons (Hip, Hip2); person 1, "Hip", was read.']);
    });
    test('gives either on demand, as if it were alone but for the count', () => {
      expect(parseBvh(bytes(both), 'test', { person: 1 })).toEqual({ ...parse(plain), persons: 2, warnings: [] });
      const alone = `HIERARCHY\n${second}MOTION\nFrames: 2\nFrame Time: 0.033333\n7 8 9 0 0 30 0 0 60\n9 9 9 0 0 0 0 0 0\n`;
      expect(parseBvh(bytes(both), 'test', { person: 2 })).toEqual({ ...parse(alone), persons: 2 });
    });
    test.each([0, -1, 1.5, 3, NaN])('has no person %s, and says how many it has', (person) => {
      expect(thrownCode(() => parseBvh(bytes(both), 'two', { person }))).toBe('formats/no-person');
      expect(() => parseBvh(bytes(both), 'two', { person })).toThrow(/BVH file: it holds 2 skeletons \(Hip, Hip2\)/);
    });
    test('is not what one with a single skeleton is', () => {
      expect(parseBvh(bytes(plain), 'test', { person: 1 })).toEqual(parse(plain));
      expect(() => parseBvh(bytes(plain), 'test', { person: 2 })).toThrow(/it holds one skeleton/);
    });
  });

  describe('what does not fit', () => {
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
