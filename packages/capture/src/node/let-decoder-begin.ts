import { setImmediate } from 'node:timers/promises';

/** Milliseconds in which a decoder that is not kept waiting has taken its next packet. */
const HEAD_START = 0.4;

/**
 * Gives each picture away only when its decoder has had time to begin with the next one.
 *
 * FFmpeg decodes on a thread of its own, but each packet is handed to it in a turn of this thread's event loop, and the models
 * keep this thread from one frame to the next. A decoder that has not begun before they do begins after them, and then it is
 * waited for: pictures of 1080 lines took 11 to 14 ms, and take 5 to 8.
 */
export async function* letDecoderBegin<T>(pictures: AsyncIterable<T>): AsyncGenerator<T, void, undefined> {
  for await (const picture of pictures) {
    const until = performance.now() + HEAD_START;
    do await setImmediate();
    while (performance.now() < until);
    yield picture;
  }
}
