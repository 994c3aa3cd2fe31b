import { BlobSource, VideoSampleSink } from 'mediabunny';
import type { InputVideoTrack, VideoSample } from 'mediabunny';
import type { FrameSource, OpenVideoOptions } from './frame-source.ts';
import { openInput } from './open-input.ts';
import { plainSamples } from './plain-samples.ts';
import { noDecoder } from './refusals.ts';

/**
 * Opens a video in a browser, which decodes by WebCodecs.
 *
 * @throws `capture/no-decoder` where there is no WebCodecs; else what `openInput` throws.
 */
export async function openVideo(video: Blob, options: OpenVideoOptions): Promise<FrameSource> {
  if (!('VideoDecoder' in globalThis)) throw noDecoder();
  return openInput(new BlobSource(video), { canDecode, samples }, options);
}

async function canDecode(track: InputVideoTrack): Promise<boolean> {
  if (await track.canDecode()) return true;
  const config = await withLevel(track);
  return config !== undefined && (await VideoDecoder.isConfigSupported(config)).supported === true;
}

async function* samples(track: InputVideoTrack): AsyncGenerator<VideoSample, void, undefined> {
  const config =
    (await withLevel(track)) ?? ((await track.canBeTransparent()) ? await track.getDecoderConfig() : undefined);
  yield* config ? plainSamples(track, config) : new VideoSampleSink(track).samples();
}

/**
 * Chromium's MediaRecorder writes VP9 of level 0 into MP4, which Chromium's own decoder takes for no codec. The level only
 * says how much a decoder must be able to hold: 5.1 is 4K at 60 frames a second.
 *
 * @returns undefined where the level is there.
 */
async function withLevel(track: InputVideoTrack): Promise<VideoDecoderConfig | undefined> {
  const config = await track.getDecoderConfig();
  const codec = config?.codec.replace(/^(vp09\.\d+)\.00\b/, '$1.51');
  return config && codec !== undefined && codec !== config.codec ? { ...config, codec } : undefined;
}
