import { readFileSync } from 'node:fs';
import {
  ALL_FORMATS,
  BufferSource,
  BufferTarget,
  EncodedPacketSink,
  EncodedVideoPacketSource,
  Input,
  Mp4OutputFormat,
  Output,
} from 'mediabunny';
import type { EncodedPacket, OutputFormat } from 'mediabunny';
import { fileURLToPath } from 'node:url';

const dance = fileURLToPath(new URL('../../packages/performer/sample/dance.mp4', import.meta.url));

/** The beginning of the sample dance: for tests that want a person, not a dance. */
export async function shortDance(frames: number): Promise<Uint8Array<ArrayBuffer>> {
  return beginningOf(dance, frames);
}

/** The beginning of a video file. */
export async function beginningOf(path: string, frames: number): Promise<Uint8Array<ArrayBuffer>> {
  return cutAnew(path, (film) => film.slice(0, frames));
}

/** The beginning of the sample dance in another container. */
export async function shortDanceIn(format: OutputFormat, frames: number): Promise<Uint8Array<ArrayBuffer>> {
  return cutAnew(dance, (film) => film.slice(0, frames), format);
}

/** A film that truly lasts so many seconds: the same picture once a second, each of so many bytes. */
export async function slowFilm(
  format: OutputFormat,
  seconds: number,
  pictureBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  return cutAnew(
    dance,
    ([first]) => {
      const data = new Uint8Array(Math.max(pictureBytes, first!.data.length));
      data.set(first!.data);
      return Array.from({ length: seconds }, (_, timestamp) => first!.clone({ data, timestamp, duration: 1 }));
    },
    format,
  );
}

/** The sample dance over and over, at 30 frames a second. */
export async function longDance(seconds: number): Promise<Uint8Array<ArrayBuffer>> {
  return cutAnew(dance, (film, duration) =>
    Array.from({ length: Math.round((seconds * film.length) / duration) }, (_, frame) => {
      const round = Math.floor(frame / film.length);
      const packet = film[frame % film.length]!;
      return packet.clone({ timestamp: packet.timestamp + round * duration });
    }),
  );
}

/** Cuts a film anew, and encodes nothing anew. */
async function cutAnew(
  path: string,
  cut: (film: readonly EncodedPacket[], duration: number) => readonly EncodedPacket[],
  format: OutputFormat = new Mp4OutputFormat(),
): Promise<Uint8Array<ArrayBuffer>> {
  const input = new Input({ formats: ALL_FORMATS, source: new BufferSource(readFileSync(path)) });
  const track = await input.getPrimaryVideoTrack();
  const codec = await track?.getCodec();
  if (!track || !codec) throw new Error('There is no video track');
  const target = new BufferTarget();
  const output = new Output({ format, target });
  const source = new EncodedVideoPacketSource(codec);
  output.addVideoTrack(source, { rotation: await track.getRotation() });
  await output.start();
  const decoderConfig = await track.getDecoderConfig();
  const film: EncodedPacket[] = [];
  for await (const packet of new EncodedPacketSink(track).packets()) film.push(packet);
  for (const packet of cut(film, await track.computeDuration())) {
    await source.add(packet, decoderConfig ? { decoderConfig } : undefined);
  }
  await output.finalize();
  input.dispose();
  if (!target.buffer) throw new Error('Nothing was written');
  return new Uint8Array(target.buffer);
}
