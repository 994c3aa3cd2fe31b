import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { KinoraError } from '@kinora/core/motion';
import { FilePathSource, VideoSampleSink } from 'mediabunny';
import type { FrameSource, OpenVideoOptions } from '../video/frame-source.ts';
import { openInput } from '../video/open-input.ts';
import type { Decoding } from '../video/open-input.ts';
import { letDecoderBegin } from './let-decoder-begin.ts';

/**
 * Opens a video by its path and reads it piece by piece, however large it is. Decoders must have been registered.
 *
 * @throws `capture/unreadable` where there is no such file; else what `openInput` throws.
 */
export async function openFile(path: string, options: OpenVideoOptions): Promise<FrameSource> {
  await checkFile(path);
  return openInput(new FilePathSource(path), decoding, options);
}

const decoding: Decoding = {
  canDecode: (track) => track.canDecode(),
  samples: (track) => letDecoderBegin(new VideoSampleSink(track).samples()),
};

async function checkFile(path: string): Promise<void> {
  let why = 'no file';
  let cause: unknown;
  try {
    if ((await stat(path)).isFile()) return;
  } catch (error) {
    why = 'nowhere to be found, or may not be read';
    cause = error;
  }
  const name = basename(path);
  throw new KinoraError('capture/unreadable', `Cannot read the video: "${name}" is ${why}`, {
    hint: 'Give the path of a video: MP4, MOV, WebM, MKV and TS can be read.',
    details: { name },
    cause,
  });
}
