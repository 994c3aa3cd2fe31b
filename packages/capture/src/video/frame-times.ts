import { isKinoraError } from '@kinora/core/motion';
import { BlobSource, EncodedPacketSink, Input } from 'mediabunny';
import { isBeforeStart } from './measure-track.ts';
import { FORMATS, findTrack } from './open-input.ts';
import { unreadable } from './refusals.ts';

/**
 * When each frame of a video is shown, as its container tells: seconds, rising. No picture is decoded.
 *
 * @throws `capture/unreadable`, `capture/no-video`; the signal's reason.
 */
export async function listFrameTimes(video: Blob, signal?: AbortSignal): Promise<Float64Array> {
  signal?.throwIfAborted();
  const input = new Input({ formats: FORMATS, source: new BlobSource(video) });
  // Disposing is what ends a read that is under way.
  const close = (): void => input.dispose();
  signal?.addEventListener('abort', close);
  try {
    const packets = new EncodedPacketSink(await findTrack(input));
    // They lie in the order in which they are decoded. Of several at the same time one is shown.
    const times = new Set<number>();
    for await (const { timestamp, duration } of packets.packets(undefined, undefined, { metadataOnly: true })) {
      if (!isBeforeStart(timestamp, duration)) times.add(timestamp);
    }
    return Float64Array.from(times).sort();
  } catch (error) {
    signal?.throwIfAborted();
    throw isKinoraError(error) ? error : unreadable(String(error), error);
  } finally {
    signal?.removeEventListener('abort', close);
    close();
  }
}
