import { isKinoraError } from '@kinora/core/motion';
import { EncodedPacketSink, Input, MATROSKA, MP4, MPEG_TS, QTFF, WEBM } from 'mediabunny';
import type { InputFormat, InputVideoTrack, Source, VideoSample } from 'mediabunny';
import { decodeFrames } from './decode-frames.ts';
import type { FrameSource, OpenVideoOptions } from './frame-source.ts';
import { measureTrack } from './measure-track.ts';
import { noPicture, tooLong, unreadable, unsupportedCodec } from './refusals.ts';

/** Containers of videos. Not mediabunny's list of all: a playlist names other files, and those are never fetched. */
export const FORMATS: InputFormat[] = [MP4, QTFF, WEBM, MATROSKA, MPEG_TS];

/** What a place can decode. */
export interface Decoding {
  canDecode(track: InputVideoTrack): Promise<boolean>;
  /** All frames of a track; the caller closes them. */
  samples(track: InputVideoTrack): AsyncIterable<VideoSample>;
}

/**
 * Opens a video with mediabunny, wherever its bytes are and whoever decodes them.
 *
 * @throws `capture/unreadable`, `capture/no-video`, `capture/too-long`, `capture/unsupported-codec`; the signal's reason.
 */
export async function openInput(
  source: Source,
  decoding: Decoding,
  { maxSeconds, signal }: OpenVideoOptions,
): Promise<FrameSource> {
  signal.throwIfAborted();
  const input = new Input({ formats: FORMATS, source });
  const close = (): void => {
    signal.removeEventListener('abort', close);
    input.dispose();
  };
  // Disposing is what ends a read or a decoder that is under way.
  signal.addEventListener('abort', close);
  try {
    const track = await findTrack(input);
    await checkDuration(track, maxSeconds);
    await checkCodec(track, decoding);
    const { duration, frameCount } = await measureTrack(track, maxSeconds);
    await checkEnd(track);
    const [width, height] = [await track.getDisplayWidth(), await track.getDisplayHeight()];
    const colour = await track.getColorSpace();
    const frames: FrameSource['frames'] = () =>
      decodeFrames(decoding.samples(track), { width, height, colour, maxSeconds, signal });
    return { width, height, duration, frameCount, frames, close };
  } catch (error) {
    close();
    signal.throwIfAborted();
    throw isKinoraError(error) ? error : unreadable(String(error), error);
  }
}

export async function findTrack(input: Input): Promise<InputVideoTrack> {
  if (!(await input.canRead())) throw unreadable('it is empty, or no video of a kind that is known here');
  const track = await input.getPrimaryVideoTrack();
  if (track) return track;
  // A file whose index was cut off still has its head, by which it is known, but no tracks at all.
  throw (await input.getTracks()).length > 0 ? noPicture() : unreadable('its list of tracks is missing');
}

/** A container that says of itself that it is too long is believed at once. */
async function checkDuration(track: InputVideoTrack, maxSeconds: number): Promise<void> {
  const end = await track.getDurationFromMetadata();
  if (end === null) return;
  const duration = end - Math.max(0, await track.getFirstTimestamp());
  if (duration > maxSeconds) throw tooLong(duration, maxSeconds);
}

async function checkCodec(track: InputVideoTrack, decoding: Decoding): Promise<void> {
  if (await decoding.canDecode(track)) return;
  throw unsupportedCodec((await track.getCodec()) ?? String(await track.getInternalCodecId()));
}

/** A file that was cut off still lists all of its frames: the last one tells whether they are there. */
async function checkEnd(track: InputVideoTrack): Promise<void> {
  if (!(await new EncodedPacketSink(track).getPacket(Infinity))) throw unreadable('its end is missing');
}
