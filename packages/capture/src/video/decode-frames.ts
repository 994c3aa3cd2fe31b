import { isKinoraError } from '@kinora/core/motion';
import type { VideoSample } from 'mediabunny';
import type { Frame } from '../track/frame.ts';
import { isBeforeStart } from './measure-track.ts';
import { PictureReader } from './picture-reader.ts';
import { goesOn, unreadable } from './refusals.ts';

export interface DecodeOptions {
  /** Pixels of an upright frame. */
  readonly width: number;
  readonly height: number;
  /** As the file tells. */
  readonly colour: VideoColorSpaceInit;
  readonly maxSeconds: number;
  readonly signal: AbortSignal;
}

/** Decodes frame by frame, into one picture; see `FrameSource`. */
export async function* decodeFrames(
  samples: AsyncIterable<VideoSample>,
  { width, height, colour, maxSeconds, signal }: DecodeOptions,
): AsyncGenerator<Frame, void, undefined> {
  const pictures = new PictureReader({ width, height }, colour);
  let first: number | undefined;
  let last = -Infinity;
  try {
    for await (const sample of samples) {
      const picture = await pictures.read(sample).finally(() => sample.close());
      signal.throwIfAborted();
      if (isBeforeStart(sample.timestamp, sample.duration)) continue;
      first ??= sample.timestamp;
      const time = sample.timestamp - first;
      if (time <= last) continue;
      // A container may hold more than it said.
      if (time > maxSeconds) throw goesOn(time, maxSeconds);
      last = time;
      yield { ...picture, width, height, time };
    }
  } catch (error) {
    signal.throwIfAborted();
    throw isKinoraError(error) ? error : unreadable(String(error), error);
  }
  signal.throwIfAborted();
  if (first === undefined) throw unreadable('it holds no frame that can be shown');
}
