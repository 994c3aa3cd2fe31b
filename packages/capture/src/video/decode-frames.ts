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

/**
 * Decodes frame by frame; see `FrameSource`. While one is looked at the next is decoded, elsewhere: two pictures are held,
 * however long the video.
 */
export function decodeFrames(
  samples: AsyncIterable<VideoSample>,
  options: DecodeOptions,
): AsyncGenerator<Frame, void, undefined> {
  return oneAhead(decodeInTurns(samples, options));
}

async function* decodeInTurns(
  samples: AsyncIterable<VideoSample>,
  { width, height, colour, maxSeconds, signal }: DecodeOptions,
): AsyncGenerator<Frame, void, undefined> {
  const pictures = [
    new PictureReader({ width, height }, colour),
    new PictureReader({ width, height }, colour),
  ] as const;
  let first: number | undefined;
  let last = -Infinity;
  let turn: 0 | 1 = 0;
  try {
    for await (const sample of samples) {
      const picture = await pictures[turn].read(sample).finally(() => sample.close());
      signal.throwIfAborted();
      if (isBeforeStart(sample.timestamp, sample.duration)) continue;
      first ??= sample.timestamp;
      const time = sample.timestamp - first;
      if (time <= last) continue;
      // A container may hold more than it said.
      if (time > maxSeconds) throw goesOn(time, maxSeconds);
      last = time;
      turn = turn === 0 ? 1 : 0;
      yield { ...picture, width, height, time };
    }
  } catch (error) {
    signal.throwIfAborted();
    throw isKinoraError(error) ? error : unreadable(String(error), error);
  }
  signal.throwIfAborted();
  if (first === undefined) throw unreadable('it holds no frame that can be shown');
}

/** Asks for the next one before it gives this one away. */
async function* oneAhead<T>(items: AsyncGenerator<T, void, undefined>): AsyncGenerator<T, void, undefined> {
  let next = items.next();
  try {
    for (let item = await next; !item.done; item = await next) {
      next = items.next();
      next.catch(() => {}); // It is told when it is its turn; who stops before has no use for it.
      yield item.value;
    }
  } finally {
    await items.return();
  }
}
