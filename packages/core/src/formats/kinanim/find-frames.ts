import { KinoraError } from '../../errors.ts';
import type { KinanimHeader } from './read-header.ts';
import { kinanimFault } from './read-header.ts';

/** Where a frame lies in the file. */
export interface StoredFrame {
  /** Its number in the animation. */
  readonly frame: number;
  /** Index of the byte behind its number. */
  readonly at: number;
  /** Index of the byte behind the frame. */
  readonly end: number;
}

/** Frames that any file may have, and those for each that is stored: writers leave out at most 20 in a row. */
const FREE_FRAMES = 4096;
const FRAMES_PER_STORED = 64;

/**
 * Finds the frames that are wholly there: one without a key is not stored, and a download that was broken off lacks
 * the last ones.
 *
 * @throws KinoraError `formats/kinanim`; `formats/truncated` where there is none.
 */
export function findFrames(bytes: Uint8Array, header: KinanimHeader, warnings: string[]): StoredFrame[] {
  const { sizes } = header;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found: StoredFrame[] = [];
  let end = header.end;
  let missing = 0;
  for (const size of sizes) {
    if (size === 0) continue;
    const at = end;
    end += size;
    if (end > bytes.length) {
      missing++;
      continue;
    }
    if (size < 2) throw kinanimFault(`a frame has ${size} byte, which holds no number`);
    const frame = view.getUint16(at, true);
    if (frame >= sizes.length) throw kinanimFault(`it has a frame ${frame}, of ${sizes.length}`);
    if (found.length > 0 && frame <= found.at(-1)!.frame) throw kinanimFault(`frame ${frame} comes too late`);
    found.push({ frame, at: at + 2, end });
  }
  if (found.length === 0) throw noFrame(sizes.length);
  if (missing > 0) warnings.push(`The file was cut off: ${missing} of its stored frames are missing.`);
  if (end < bytes.length)
    warnings.push(`The file holds ${bytes.length - end} bytes behind its last frame; they were left out.`);
  const frames = found.at(-1)!.frame + 1;
  if (frames > FREE_FRAMES + found.length * FRAMES_PER_STORED) {
    throw kinanimFault(`it stores ${found.length} frames and claims ${frames} from them`);
  }
  if (frames < sizes.length)
    warnings.push(`The file declares ${sizes.length} frames; the last that it holds is ${frames}.`);
  return found;
}

function noFrame(declared: number): KinoraError {
  return new KinoraError('formats/truncated', 'Cannot read the kinanim file: it holds no whole frame', {
    hint: 'Download it again: it was broken off, or the animation is empty.',
    details: { frames: declared },
  });
}
