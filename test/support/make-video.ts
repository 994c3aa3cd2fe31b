import {
  BufferTarget,
  EncodedPacket,
  EncodedVideoPacketSource,
  MovOutputFormat,
  AudioSample,
  AudioSampleSource,
  Mp4OutputFormat,
  Output,
  Quality,
  VideoSample,
  VideoSampleSource,
  WebMOutputFormat,
} from 'mediabunny';
import type { VideoTrackMetadata } from 'mediabunny';

export type Colour = readonly [red: number, green: number, blue: number];

export interface MadeVideo {
  readonly width?: number;
  readonly height?: number;
  /** Seconds of each frame's start, rising. */
  readonly times: readonly number[];
  /** Colour of a pixel; x and y run from 0 to 1, from the top left. */
  readonly paint: (x: number, y: number, frame: number) => Colour;
  readonly track?: VideoTrackMetadata;
  /** Keeps an alpha channel beside the colours, half of it clear, as a recorded canvas does. Default false. */
  readonly isSeeThrough?: boolean;
}

/** Encodes a video in the browser that runs the test: VP8 in MP4, or in WebM where it is see-through. */
export async function makeVideo(video: MadeVideo): Promise<File> {
  const { width = 64, height = 48, times, paint, track = {}, isSeeThrough = false } = video;
  const alpha = isSeeThrough ? 'keep' : 'discard';
  const source = new VideoSampleSource({ codec: 'vp8', quality: new Quality('high'), alpha });
  const target = new BufferTarget();
  const format = isSeeThrough ? new WebMOutputFormat() : new Mp4OutputFormat();
  const output = new Output({ format, target });
  output.addVideoTrack(source, track);
  await output.start();
  for (const [frame, timestamp] of times.entries()) {
    const pixels = new Uint8Array(width * height * 4).fill(255);
    for (let i = 0; i < width * height; i++) {
      pixels.set(paint(((i % width) + 0.5) / width, (Math.floor(i / width) + 0.5) / height, frame), i * 4);
    }
    if (isSeeThrough) for (let i = 3; i < pixels.length; i += 8) pixels[i] = 0;
    const layout = { format: isSeeThrough ? 'RGBA' : 'RGBX', codedWidth: width, codedHeight: height } as const;
    const sample = new VideoSample(pixels, { ...layout, timestamp, duration: 0.04 });
    await source.add(sample);
    sample.close();
  }
  return finish(output, target, 'made.mp4');
}

/** Moving stripes: nobody is in there. */
export function makeNobody(frames: number): Promise<File> {
  const times = Array.from({ length: frames }, (_, i) => i / 25);
  const paint = (x: number, y: number, frame: number): Colour => [200 * x, 200 * y, (frame * 16) % 255];
  return makeVideo({ width: 320, height: 240, times, paint });
}

/** A tenth of a second of silence, and no picture. */
export async function makeSoundOnly(): Promise<File> {
  const source = new AudioSampleSource({ codec: 'pcm-s16' });
  const target = new BufferTarget();
  const output = new Output({ format: new MovOutputFormat(), target });
  output.addAudioTrack(source);
  await output.start();
  const shape = { format: 's16', sampleRate: 8000, numberOfChannels: 1 } as const;
  const sample = new AudioSample({ data: new Int16Array(800), timestamp: 0, ...shape });
  await source.add(sample);
  sample.close();
  return finish(output, target, 'sound.mov');
}

/** A file as an iPhone writes it, as far as a container tells: its one packet is never looked at. */
export async function makeHevc(): Promise<File> {
  const source = new EncodedVideoPacketSource('hevc');
  const target = new BufferTarget();
  const output = new Output({ format: new MovOutputFormat(), target });
  output.addVideoTrack(source);
  await output.start();
  await source.add(new EncodedPacket(new Uint8Array([0, 0, 0, 2, 0x26, 0x01]), 'key', 0, 1), {
    decoderConfig: { codec: 'hvc1.1.6.L93.B0', codedWidth: 64, codedHeight: 48, description: HEVC_CONFIGURATION },
  });
  return finish(output, target, 'phone.mov');
}

// prettier-ignore
/** An HEVCDecoderConfigurationRecord (ISO/IEC 14496-15 §8.3.2) of profile Main, level 3.1, with no parameter sets. */
const HEVC_CONFIGURATION = new Uint8Array([
  1, 0x01, 0x60, 0, 0, 0, 0x90, 0, 0, 0, 0, 0, 93, 0xf0, 0, 0xfc, 0xfd, 0xf8, 0xf8, 0, 0, 0x0f, 0,
]);

async function finish(output: Output, target: BufferTarget, name: string): Promise<File> {
  await output.finalize();
  return new File([target.buffer!], name, { type: 'video/mp4' });
}
