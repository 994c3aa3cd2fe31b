import { isKinoraError } from '@kinora/core/motion';
import type { VideoSample } from 'mediabunny';
import type { Frame } from '../track/landmarks.ts';
import { tooLong, unreadable } from './refusals.ts';
import { turnUpright } from './upright.ts';

export interface DecodeOptions {
  /** Pixels of an upright frame. */
  readonly width: number;
  readonly height: number;
  readonly maxSeconds: number;
  readonly signal: AbortSignal;
}

/** Decodes frame by frame into one buffer; see `FrameSource`. */
export async function* decodeFrames(
  samples: AsyncIterable<VideoSample>,
  { width, height, maxSeconds, signal }: DecodeOptions,
): AsyncGenerator<Frame, void, undefined> {
  const pixels = new PixelReader(width, height);
  let first: number | undefined;
  let last = -Infinity;
  try {
    for await (const sample of samples) {
      const data = await pixels.read(sample);
      signal.throwIfAborted();
      if (isBeforeStart(sample)) continue;
      first ??= sample.timestamp;
      const time = sample.timestamp - first;
      if (time <= last) continue;
      // A container may hold more than it said.
      if (time > maxSeconds) throw tooLong(time, maxSeconds);
      last = time;
      yield { data, width, height, time };
    }
  } catch (error) {
    signal.throwIfAborted();
    throw isKinoraError(error) ? error : unreadable(String(error), error);
  }
  signal.throwIfAborted();
  if (first === undefined) throw unreadable('it holds no frame that can be shown');
}

/** Frames before 0 are there so that others can be decoded, and are not shown. */
function isBeforeStart({ timestamp, duration }: VideoSample): boolean {
  return timestamp < 0 && timestamp + duration <= 0;
}

/** Holds one raw and, where pixels must move, one upright picture: never more, however long the video. */
class PixelReader {
  readonly #width: number;
  readonly #height: number;
  #raw = new Uint8Array(0);
  #upright: Uint8Array | undefined;

  constructor(width: number, height: number) {
    this.#width = width;
    this.#height = height;
  }

  /** Copies the pixels out (a canvas that is read back costs 60–310 ms a frame, `specs/capture.md` §3) and lets the sample go. */
  async read(sample: VideoSample): Promise<Uint8Array> {
    try {
      const size = sample.allocationSize({ format: 'RGBA' });
      if (this.#raw.byteLength !== size) this.#raw = new Uint8Array(size);
      await sample.copyTo(this.#raw, { format: 'RGBA' });
      return this.#turn(sample);
    } finally {
      sample.close();
    }
  }

  #turn({ visibleRect, rotation, flip }: VideoSample): Uint8Array {
    const [width, height] = [this.#width, this.#height];
    const raw = { data: this.#raw, width: visibleRect.width, height: visibleRect.height };
    if (rotation === 0 && !flip && raw.width === width && raw.height === height) return raw.data;
    this.#upright ??= new Uint8Array(width * height * 4);
    turnUpright(this.#upright, width, height, raw, { rotation, flip });
    return this.#upright;
  }
}
