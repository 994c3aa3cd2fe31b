import { EncodedPacketSink } from 'mediabunny';
import type { InputVideoTrack } from 'mediabunny';
import { goesOn } from './refusals.ts';

/** How much a track holds. */
export interface Extent {
  /** Seconds, from the first frame that is shown to the end of the last one. */
  readonly duration: number;
  /** Frames that are shown. */
  readonly frameCount: number;
}

/**
 * Measures a track by its packets, one by one, and reads no picture. What a container says of its own length cannot be
 * trusted: a recording that was written while it was made says nothing (WebM) or tells only of its first piece (MP4).
 *
 * @throws `capture/too-long` as soon as a packet lies behind the limit: the rest, however long, is not read.
 */
export async function measureTrack(track: InputVideoTrack, maxSeconds: number): Promise<Extent> {
  // Of several frames at the same time one is shown: recordings of a page that is busy have such.
  const times = new Set<number>();
  let start = Infinity;
  let end = -Infinity;
  for await (const { timestamp, duration } of new EncodedPacketSink(track).packets(undefined, undefined, {
    metadataOnly: true,
  })) {
    if (isBeforeStart(timestamp, duration)) continue;
    times.add(timestamp);
    start = Math.min(start, Math.max(0, timestamp));
    end = Math.max(end, timestamp + duration);
    if (end - start > maxSeconds) throw goesOn(end - start, maxSeconds);
  }
  return { duration: Math.max(0, end - start), frameCount: times.size };
}

/** Frames before 0 are there so that others can be decoded, and are not shown. */
export function isBeforeStart(timestamp: number, duration: number): boolean {
  return timestamp < 0 && timestamp + duration <= 0;
}
