import gifenc from 'gifenc';

const { applyPalette, GIFEncoder, quantize } = gifenc;
/** A colour is taken for the same as before up to this difference (sum of the channels): a video never stands still. */
const STILL = 14;
/** Pixels of the picture that the palette is made from: one in so many. */
const SPARSE = 7;
/** Ordered dithering (Bayer): a grid that does not move, so that what stands still is not sent again. */
const BAYER = [0, 8, 2, 10, 12, 4, 14, 6, 3, 11, 1, 9, 15, 7, 13, 5].map((step) => step / 16 - 15 / 32);
const DITHER = 7;

/**
 * A GIF that repeats, with one palette for all frames; of each only what has changed.
 *
 * @param frames - RGBA of the same size.
 */
export function encodeGif(frames, { width, height }, delayMs) {
  const palette = quantize(sampled(frames), 255);
  const kept = palette.length;
  const gif = GIFEncoder();
  let before;
  let shown;
  for (const frame of frames) {
    const steady = before ? hold(frame, before) : frame;
    const indices = applyPalette(dither(steady, width), palette);
    const sent = shown ? indices.map((index, i) => (index === shown[i] ? kept : index)) : indices;
    gif.writeFrame(sent, width, height, {
      ...(shown ? { transparent: true, transparentIndex: kept } : { palette: [...palette, [0, 0, 0]] }),
      delay: delayMs,
      dispose: 1,
    });
    before = steady;
    shown = indices;
  }
  gif.finish();
  return gif.bytes();
}

function sampled(frames) {
  const pixels = [];
  for (let f = 0; f < frames.length; f += 4) {
    const words = new Uint32Array(frames[f].buffer, frames[f].byteOffset, frames[f].length / 4);
    for (let i = f % SPARSE; i < words.length; i += SPARSE) pixels.push(words[i]);
  }
  return new Uint8Array(Uint32Array.from(pixels).buffer);
}

/** The frame, but with the pixels of the one before where they hardly differ. */
function hold(frame, before) {
  const held = new Uint8ClampedArray(frame);
  for (let i = 0; i < frame.length; i += 4) {
    const difference =
      Math.abs(frame[i] - before[i]) + Math.abs(frame[i + 1] - before[i + 1]) + Math.abs(frame[i + 2] - before[i + 2]);
    if (difference < STILL) held.set(before.subarray(i, i + 4), i);
  }
  return held;
}

function dither(frame, width) {
  const dithered = new Uint8ClampedArray(frame);
  for (let i = 0; i < frame.length; i += 4) {
    const [x, y] = [(i / 4) % width, Math.floor(i / 4 / width)];
    const step = DITHER * BAYER[(y % 4) * 4 + (x % 4)];
    for (let channel = 0; channel < 3; channel++) dithered[i + channel] = frame[i + channel] + step;
  }
  return dithered;
}
