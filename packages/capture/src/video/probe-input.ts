import { isKinoraError } from '@kinora/core/motion';
import { Input } from 'mediabunny';
import type { Source } from 'mediabunny';
import { FORMATS, findTrack } from './open-input.ts';
import { unreadable } from './refusals.ts';

/** What the container of a video says of its picture. Nothing is decoded. */
export interface VideoFacts {
  /** Pixels of an upright frame. */
  readonly width: number;
  readonly height: number;
  /** Frames a second, of its first frames. */
  readonly fps: number;
  /** Seconds. */
  readonly duration: number;
  /** `avc`, `hevc`, `vp9`, …; undefined for a codec that is not known. */
  readonly codec?: string;
  /** Degrees by which a player turns the stored picture clockwise: 0, 90, 180, 270. */
  readonly rotation: number;
}

/** So many frames tell the rate. */
const FRAMES = 120;

/** @throws `capture/unreadable`, `capture/no-video`. */
export async function probeInput(source: Source): Promise<VideoFacts> {
  const input = new Input({ formats: FORMATS, source });
  try {
    const track = await findTrack(input);
    const codec = await track.getCodec();
    // By the last frame: a recording says nothing of its length, or tells only of its first piece.
    const end = await track.computeDuration();
    return {
      width: await track.getDisplayWidth(),
      height: await track.getDisplayHeight(),
      fps: (await track.computePacketStats(FRAMES)).averagePacketRate,
      duration: Math.max(0, end - Math.max(0, await track.getFirstTimestamp())),
      ...(codec !== null && { codec }),
      rotation: await track.getRotation(),
    };
  } catch (error) {
    throw isKinoraError(error) ? error : unreadable(String(error), error);
  } finally {
    input.dispose();
  }
}
