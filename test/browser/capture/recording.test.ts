import { clipDuration } from '@kinora/core/motion';
import type { Progress } from '@kinora/core';
import { connect } from '@kinora/core/rpc';
import { beforeAll, describe, expect, test } from 'vitest';
import type { FrameSource } from '../../../packages/capture/src/video/frame-source.ts';
import { openVideo } from '../../../packages/capture/src/video/open-video.ts';
import danceUrl from '../../../packages/performer/sample/dance.mp4?url';
import { recordAll } from '../../support/record-all.ts';
import type { SessionApi } from './session-worker.ts';

/** Both containers that Chromium records into, each with the codec that it takes by itself. */
const KINDS = ['video/webm;codecs=vp8', 'video/mp4;codecs=vp9'];

const signal = new AbortController().signal;
const open = (video: Blob, maxSeconds: number): Promise<FrameSource> => openVideo(video, { maxSeconds, signal });

/** Real recordings by MediaRecorder: frames as they come, and a length that is not told, or told wrongly. */
describe('a recording by MediaRecorder', () => {
  let recordings: ReadonlyMap<string, Blob>;
  beforeAll(async () => {
    recordings = await recordAll(await (await fetch(danceUrl)).blob(), KINDS, 20);
  });

  test.each(KINDS)('%s: its length and its frames are known before it is decoded', async (kind) => {
    const source = await open(recordings.get(kind)!, 60);
    const times: number[] = [];
    for await (const { time, width, height } of source.frames()) {
      expect([width, height]).toEqual([240, 320]);
      times.push(time);
    }
    expect(times.length).toBeGreaterThan(3);
    expect(times.length).toBe(source.frameCount);
    expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
    // How long the last frame is shown is unknown, or until the recorder was stopped.
    expect(source.duration).toBeGreaterThanOrEqual(times.at(-1)!);
    source.close();
    await expect(open(recordings.get(kind)!, times.at(-1)! / 2)).rejects.toMatchObject({ code: 'capture/too-long' });
  });

  test('is captured, and its progress counts what is there', { timeout: 120_000 }, async () => {
    const worker = new Worker(new URL('./session-worker.ts', import.meta.url), { type: 'module' });
    const session = await connect<SessionApi>(worker);
    const totals = new Set<number>();
    const onProgress = ({ frames }: Progress): void => {
      if (frames) totals.add(frames.total);
    };
    const video = recordings.get(KINDS[1]!)!;
    const { clip, track } = await session.capture(video, { name: 'webcam', maxSeconds: 60, signal, onProgress });
    session.close();
    expect([...totals]).toEqual([track.frames.length]);
    expect(clip.report!.tracked).toBe(1);
    expect(clipDuration(clip)).toBeCloseTo(track.frames.at(-1)!.time, 1);
  });
});
