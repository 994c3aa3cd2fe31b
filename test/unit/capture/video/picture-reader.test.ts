import { VideoSample } from 'mediabunny';
import type { VideoSampleInit, VideoSamplePixelFormat } from 'mediabunny';
import { describe, expect, test } from 'vitest';
import { cropRegion } from '../../../../packages/capture/src/track/crop.ts';
import { PictureReader } from '../../../../packages/capture/src/video/picture-reader.ts';

const SIZE = { width: 8, height: 4 };

/** A picture of one colour in its left half and another one in its right half, given as samples of 8 bits. */
function halves(format: VideoSamplePixelFormat, left: readonly number[], right: readonly number[]): Uint8Array {
  const bits = Number(/P(\d+)/.exec(format)?.[1] ?? 8);
  const rows = format.includes('420') || format === 'NV12' ? 2 : 4;
  const half = (length: number, ...components: number[]): number[] =>
    [left, right].flatMap((colour) =>
      Array.from({ length }, () => components.map((component) => colour[component]!)).flat(),
    );
  const plane = (height: number, row: number[]): number[] => Array.from({ length: height }, () => row).flat();
  const columns = format.includes('444') ? 4 : 2;
  const chroma =
    format === 'NV12'
      ? plane(rows, half(columns, 1, 2))
      : [...plane(rows, half(columns, 1)), ...plane(rows, half(columns, 2))];
  const alpha = format.includes('A') ? plane(4, half(4, 0)) : [];
  const samples = [...plane(4, half(4, 0)), ...chroma, ...alpha].map((sample) => sample * 2 ** (bits - 8));
  return bits > 8 ? new Uint8Array(Uint16Array.from(samples).buffer) : Uint8Array.from(samples);
}

function sampleOf(format: VideoSamplePixelFormat, bytes: Uint8Array, init: VideoSampleInit = {}): VideoSample {
  return new VideoSample(bytes, { format, codedWidth: 8, codedHeight: 4, timestamp: 0, ...init });
}

/** What a file says of its colours. Not every name that WebCodecs knows is in TypeScript's list of them. */
interface FileColour {
  readonly matrix?: string;
  readonly fullRange?: boolean;
}

/** The colours near the left and the right border, as they lie in the upright picture. */
async function coloursOf(sample: VideoSample, colour: FileColour = {}): Promise<number[][]> {
  const picture = await new PictureReader(SIZE, colour as VideoColorSpaceInit).read(sample);
  return [0.5, 7.5].map((centreX) => {
    const out = new Float32Array(3);
    const region = { centreX, centreY: 2, acrossX: 1, acrossY: 0 };
    cropRegion(out, 1, { ...picture, ...SIZE, time: 0 }, region, { scale: 1, offset: 0 });
    return [...out];
  });
}

/** Within 1.6: the samples are whole numbers, and a step of one is worth more than a step of the colour. */
const near = (colours: readonly (readonly number[])[]): unknown[] =>
  colours.map((colour) => colour.map((value) => expect.closeTo(value, -0.5) as number));

// 100 % bars of BT.709 in limited range, as ITU-R BT.709 §3 gives them in 8 bits.
const RED = [63, 102, 240];
const BLUE = [32, 240, 118];

describe('PictureReader', () => {
  test.each(['I420', 'I422', 'I444', 'NV12', 'I420A', 'I420P10', 'I422P12', 'I444AP10'] as const)(
    'reads %s',
    async (format) => {
      const colours = await coloursOf(sampleOf(format, halves(format, RED, BLUE)));
      expect(colours).toEqual(
        near([
          [255, 0, 0],
          [0, 0, 255],
        ]),
      );
    },
  );

  test('reads RGBA and its like as they are', async () => {
    const pixels = Uint8Array.from(
      Array.from({ length: 32 }, (_, i) => (i % 8 < 4 ? [10, 20, 30, 0] : [40, 50, 60, 0])).flat(),
    );
    expect(await coloursOf(sampleOf('RGBX', pixels))).toEqual([
      [10, 20, 30],
      [40, 50, 60],
    ]);
    expect(await coloursOf(sampleOf('BGRA', pixels))).toEqual([
      [30, 20, 10],
      [60, 50, 40],
    ]);
  });

  test.each([
    ['BT.601', { matrix: 'smpte170m', fullRange: false }, [81, 90, 240]],
    ['BT.601 as PAL has it', { matrix: 'bt470bg' }, [81, 90, 240]],
    ['BT.601 in full range, which is JPEG', { matrix: 'smpte170m', fullRange: true }, [76, 85, 255]],
    ['BT.709 in full range', { matrix: 'bt709', fullRange: true }, [54, 99, 255]],
    ['BT.2020', { matrix: 'bt2020-ncl', fullRange: false }, [74, 97, 240]],
  ] as const)('knows the red of %s', async (_name, colour, red) => {
    const [left] = await coloursOf(sampleOf('I444', halves('I444', red, red)), colour);
    expect(left).toEqual(near([[255, 0, 0]])[0]);
  });

  test('has black, white and nothing beyond them', async () => {
    const limited = await coloursOf(sampleOf('I420', halves('I420', [16, 128, 128], [235, 128, 128])));
    expect(limited.flat()).toEqual([0, 0, 0, 255, 255, 255].map((value) => expect.closeTo(value, 4) as number));
    const beyond = await coloursOf(sampleOf('I420', halves('I420', [1, 128, 128], [254, 128, 128])));
    expect(beyond.flat()).toEqual([0, 0, 0, 255, 255, 255]);
  });

  test('turns and flips what it reads', async () => {
    const picture = halves('I420', RED, BLUE);
    const upright = await coloursOf(sampleOf('I420', picture));
    expect(await coloursOf(sampleOf('I420', picture, { rotation: 180 }))).toEqual(upright.toReversed());
    expect(await coloursOf(sampleOf('I420', picture, { flip: true }))).toEqual(upright.toReversed());
  });

  test('takes rows that are longer than the picture', async () => {
    const bytes = new Uint8Array(16 * 4 + 2 * 8 * 2).fill(128);
    for (let row = 0; row < 4; row++) bytes.set([16, 16, 16, 16, 235, 235, 235, 235, 99, 99], row * 16);
    const layout = [
      { offset: 0, stride: 16 },
      { offset: 64, stride: 8 },
      { offset: 80, stride: 8 },
    ];
    const colours = await coloursOf(sampleOf('I420', bytes, { layout }));
    expect(colours.flat()).toEqual([0, 0, 0, 255, 255, 255].map((value) => expect.closeTo(value, 4) as number));
  });

  test('holds one picture, however many it reads', async () => {
    const reader = new PictureReader(SIZE, {});
    const first = await reader.read(sampleOf('I420', halves('I420', RED, BLUE)));
    const second = await reader.read(sampleOf('I420', halves('I420', BLUE, RED)));
    expect(second.planes[0].samples).toBe(first.planes[0].samples);
  });
});
