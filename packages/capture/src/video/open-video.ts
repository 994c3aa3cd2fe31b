import { BlobSource, VideoSampleSink } from 'mediabunny';
import type { FrameSource, OpenVideoOptions } from './frame-source.ts';
import { opaqueSamples } from './opaque-samples.ts';
import { openInput } from './open-input.ts';
import { noDecoder } from './refusals.ts';

/**
 * Opens a video in a browser, which decodes by WebCodecs.
 *
 * @throws `capture/no-decoder` where there is no WebCodecs; else what `openInput` throws.
 */
export async function openVideo(video: Blob, options: OpenVideoOptions): Promise<FrameSource> {
  if (!('VideoDecoder' in globalThis)) throw noDecoder();
  return openInput(
    new BlobSource(video),
    (track, hasAlpha) => (hasAlpha ? opaqueSamples(track) : new VideoSampleSink(track).samples()),
    options,
  );
}
