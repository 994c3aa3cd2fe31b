import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isKinoraError } from '@kinora/core/motion';
import { BlobSource, FilePathSource, MkvOutputFormat, Mp4OutputFormat, VideoSampleSink } from 'mediabunny';
import type { Source } from 'mediabunny';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadOpenFile } from '../../../packages/capture/src/node/register-decoder.ts';
import { openInput } from '../../../packages/capture/src/video/open-input.ts';
import type { Decoding } from '../../../packages/capture/src/video/open-input.ts';
import type { FrameSource } from '../../../packages/capture/src/video/frame-source.ts';
import { shortDanceIn, slowFilm } from '../../support/short-film.ts';

const CONTAINERS = [
  ['MP4 whose list of frames comes first', () => new Mp4OutputFormat({ fastStart: 'in-memory' })],
  ['MP4 whose list of frames comes last', () => new Mp4OutputFormat({ fastStart: false })],
  ['MP4 in pieces', () => new Mp4OutputFormat({ fastStart: 'fragmented', minimumFragmentDuration: 0.25 })],
  ['Matroska, as WebM is', () => new MkvOutputFormat()],
] as const;
const FRAMES = 24;
const CUTS = 24;

let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kinora-bad-files-'));
  await loadOpenFile(); // Registers FFmpeg, as the child process of a capture does.
});
afterAll(() => rmSync(folder, { recursive: true }));

const decoding: Decoding = {
  canDecode: (track) => track.canDecode(),
  samples: (track) => new VideoSampleSink(track).samples(),
};

function open(source: Source): Promise<FrameSource> {
  const { signal } = new AbortController();
  return openInput(source, decoding, { maxSeconds: 60, signal });
}

/** How many frames of a film can be read to its end; the code of a refusal, which must tell how to mend it. */
async function outcomeOf(bytes: Uint8Array<ArrayBuffer>): Promise<number | string> {
  try {
    const source = await open(new BlobSource(new Blob([bytes])));
    let frames = 0;
    let last = -1;
    for await (const { time } of source.frames()) {
      expect(time).toBeGreaterThan(last);
      last = time;
      frames += 1;
    }
    source.close();
    return frames;
  } catch (error) {
    if (!isKinoraError(error)) throw error;
    expect(error.hint).toMatch(/\w+/);
    return error.code;
  }
}

describe('a film that was cut off anywhere', () => {
  test.each(CONTAINERS)('%s: is refused', async (_name, format) => {
    const film = await shortDanceIn(format(), FRAMES);
    const outcomes = new Map<number, number | string>();
    for (let cut = 0; cut < CUTS; cut++) {
      // Also within the head, where a file is told by its first bytes.
      const length = cut < 6 ? 4 ** cut : Math.floor((film.length * (cut - 5)) / (CUTS - 5)) - 1;
      outcomes.set(length, await outcomeOf(film.slice(0, length)));
    }
    const taken = [...outcomes].filter(([, outcome]) => outcome !== 'capture/unreadable');
    expect(taken).toEqual([]);
    expect(await outcomeOf(film)).toBe(FRAMES);
  });
});

describe('a film of ten minutes', () => {
  test.each(CONTAINERS)('%s: is refused by its container, nearly all of it unread', async (_name, format) => {
    const film = await slowFilm(format(), 600, 50_000);
    const path = join(folder, 'film');
    writeFileSync(path, film);
    const source = new FilePathSource(path);
    let read = 0;
    source.on('read', ({ start, end }) => (read += end - start));
    await expect(open(source)).rejects.toMatchObject({
      code: 'capture/too-long',
      hint: expect.stringContaining('60 seconds') as string,
    });
    expect(film.length).toBeGreaterThan(30_000_000);
    expect(read).toBeLessThan(film.length / 50);
  });
});
