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
