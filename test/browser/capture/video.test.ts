import { cropRegion } from '../../../packages/capture/src/track/crop.ts';
import type { FrameSource } from '../../../packages/capture/src/video/frame-source.ts';
import { openVideo } from '../../../packages/capture/src/video/open-video.ts';
import { describe, expect, test } from 'vitest';
import { makeHevc, makeNobody, makeSoundOnly, makeVideo } from '../../support/make-video.ts';
import type { Colour } from '../../support/make-video.ts';
import { describeVideos, sharedVideo } from '../../support/shared-videos.ts';

const open = (video: Blob, signal = new AbortController().signal): Promise<FrameSource> =>
  openVideo(video, { maxSeconds: 60, signal });

const RED: Colour = [255, 0, 0];
const GREEN: Colour = [0, 255, 0];
const BLUE: Colour = [0, 0, 255];
const WHITE: Colour = [255, 255, 255];
const COLOURS = { RED, GREEN, BLUE, WHITE };

/** Four colours, so that every turn and flip looks different. */
const quarters = (x: number, y: number): Colour => (y < 0.5 ? (x < 0.5 ? RED : GREEN) : x < 0.5 ? BLUE : WHITE);

/** The colours of the four quarters of the first frame: top left, top right, bottom left, bottom right. */
async function readQuarters(source: FrameSource): Promise<string[]> {
  for await (const frame of source.frames()) {
    const nameAt = (x: number, y: number): string => {
      const seen = new Float32Array(3);
      const place = { centreX: x * frame.width, centreY: y * frame.height, acrossX: 1, acrossY: 0 };
      cropRegion(seen, 1, frame, place, { scale: 1, offset: 0 });
      const distance = (colour: Colour): number => Math.hypot(...colour.map((value, i) => value - seen[i]!));
      return Object.entries(COLOURS).sort(([, a], [, b]) => distance(a) - distance(b))[0]![0];
    };
    return [nameAt(0.25, 0.25), nameAt(0.75, 0.25), nameAt(0.25, 0.75), nameAt(0.75, 0.75)];
  }
  throw new Error('There is no frame');
}

/** Counts the pictures that decoders have handed out and nobody has given back. */
function countPictures(): { held: () => number; stop: () => void } {
  const held = new Set<VideoFrame>();
  const { VideoDecoder: Decoder } = globalThis;
  globalThis.VideoDecoder = class extends Decoder {
    constructor({ output, error }: VideoDecoderInit) {
      super({ error, output: (frame) => output(watched(frame)) });
    }
  };
  return { held: () => held.size, stop: () => (globalThis.VideoDecoder = Decoder) };

  function watched(frame: VideoFrame): VideoFrame {
    held.add(frame);
    const [close, clone] = [frame.close.bind(frame), frame.clone.bind(frame)];
    frame.close = () => {
      held.delete(frame);
      close();
    };
    frame.clone = () => watched(clone());
    return frame;
  }
}

describe('openVideo()', () => {
  test.each([
    ['as it lies', {}, ['RED', 'GREEN', 'BLUE', 'WHITE'], 64],
    ['a quarter turn clockwise', { rotation: 90 }, ['BLUE', 'RED', 'WHITE', 'GREEN'], 48],
    ['upside down', { rotation: 180 }, ['WHITE', 'BLUE', 'GREEN', 'RED'], 64],
    ['a quarter turn the other way', { rotation: 270 }, ['GREEN', 'WHITE', 'RED', 'BLUE'], 48],
    ['a quarter turn and a flip', { rotation: 90, flip: true }, ['RED', 'BLUE', 'GREEN', 'WHITE'], 48],
  ] as const)('gives upright frames: %s', async (_name, track, expected, width) => {
    const source = await open(await makeVideo({ times: [0, 0.04], paint: quarters, track }));
    expect(source).toMatchObject({ width, height: 64 + 48 - width, frameCount: 2 });
    expect(await readQuarters(source)).toEqual(expected);
    source.close();
  });

  test('gives every frame of a see-through video', async () => {
    const source = await open(await makeVideo({ times: [0, 0.1, 0.2, 0.3], paint: () => RED, isSeeThrough: true }));
    let frames = 0;
    for await (const { width, height } of source.frames()) {
      frames += 1;
      expect([width, height]).toEqual([64, 48]);
    }
    expect(frames).toBe(4);
    source.close();
  });

  test('turns and flips a see-through video as any other', async () => {
    const track = { rotation: 90, flip: true } as const;
    const source = await open(await makeVideo({ times: [0, 0.04], paint: quarters, track, isSeeThrough: true }));
    expect(await readQuarters(source)).toEqual(['RED', 'BLUE', 'GREEN', 'WHITE']);
    source.close();
  });

  test.each([
    [17, 17],
    [201, 267],
    [1, 1000],
    [1, 1],
  ])('reads a picture of %i × %i', async (width, height) => {
    const source = await open(await makeVideo({ width, height, times: [0, 0.04], paint: () => GREEN }));
    expect(source).toMatchObject({ width, height, frameCount: 2 });
    expect(new Set(await readQuarters(source))).toEqual(new Set(['GREEN']));
    source.close();
  });

  test('holds no more pictures however many there are', async () => {
    const film = await makeVideo({ times: Array.from({ length: 120 }, (_, i) => i / 25), paint: () => GREEN });
    const pictures = countPictures();
    const source = await open(film);
    let [seen, most] = [0, 0];
    for await (const { width } of source.frames()) {
      await new Promise((resolve) => setTimeout(resolve, 2)); // A tracker takes longer than the decoder.
      seen += width > 0 ? 1 : 0;
      most = Math.max(most, pictures.held());
    }
    source.close();
    pictures.stop();
    expect(seen).toBe(120);
    expect(most).toBeGreaterThan(0);
    // mediabunny gives a decoder 40 packets at once, and no more before their pictures were taken. Decoders are slower with
    // large ones: a capture of sixty of 3840 × 2160 took 80 MB more than one of six.
    expect(most).toBeLessThan(45);
    expect(pictures.held()).toBe(0);
  });

  test('counts time from the first frame, as the file has it', async () => {
    const source = await open(await makeVideo({ times: [0.5, 0.6, 0.9, 1.6], paint: quarters }));
    const times: number[] = [];
    for await (const { time } of source.frames()) times.push(Math.round(time * 1000) / 1000);
    expect(times).toEqual([0, 0.1, 0.4, 1.1]);
    source.close();
  });

  test('refuses 61 seconds by what the container says', async () => {
    const video = await makeVideo({ times: [0, 61], paint: quarters });
    await expect(open(video)).rejects.toMatchObject({ code: 'capture/too-long', details: { maxSeconds: 60 } });
  });

  test('refuses sound without a picture', async () => {
    await expect(open(await makeSoundOnly())).rejects.toMatchObject({ code: 'capture/no-video' });
  });

  test('refuses HEVC, and says what to do on an iPhone', async () => {
    await expect(open(await makeHevc())).rejects.toMatchObject({
      code: 'capture/unsupported-codec',
      hint: expect.stringContaining('iPhone') as string,
      details: { codec: 'hevc' },
    });
  });

  test.each([
    ['an empty file', ''],
    ['a text', 'this is not a film\n'.repeat(100)],
    ['a playlist, whatever it names', '#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\nhttp://example.com/1.ts\n'],
  ])('refuses %s', async (_name, text) => {
    await expect(open(new Blob([text]))).rejects.toMatchObject({ code: 'capture/unreadable' });
  });

  test('refuses a file that was cut off', async () => {
    const video = await makeNobody(20);
    // The list of frames is at the end of the file, as most cameras write it.
    await expect(open(video.slice(0, video.size - 1))).rejects.toMatchObject({ code: 'capture/unreadable' });
  });

  test('refuses pictures that are damaged', async () => {
    const video = await makeNobody(20);
    const bytes = new Uint8Array(await video.arrayBuffer());
    bytes.fill(0xff, 64, Math.floor(bytes.length / 2));
    const read = async (): Promise<number> => {
      let last = 0;
      for await (const { time } of (await open(new Blob([bytes]))).frames()) last = time;
      return last;
    };
    await expect(read()).rejects.toMatchObject({ code: 'capture/unreadable' });
  });

  test('rejects with the reason of an abort, before and in the middle', async () => {
    const reason = new Error('enough');
    const video = await makeNobody(20);
    await expect(open(video, AbortSignal.abort(reason))).rejects.toBe(reason);
    const abort = new AbortController();
    const source = await open(video, abort.signal);
    const frames = source.frames();
    await frames.next();
    abort.abort(reason);
    await expect(frames.next()).rejects.toBe(reason);
  });
});

describeVideos('openVideo() of a real file', () => {
  test('refuses one whose list of frames comes first and whose end is missing', async () => {
    const video = await sharedVideo('pose2sim_singleperson_cam02.mp4');
    await expect(open(video.slice(0, video.size * 0.9))).rejects.toMatchObject({ code: 'capture/unreadable' });
  });
});
