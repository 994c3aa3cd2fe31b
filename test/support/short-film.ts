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
import { fileURLToPath } from 'node:url';

const dance = fileURLToPath(new URL('../../packages/performer/sample/dance.mp4', import.meta.url));

/** The beginning of the sample dance, cut without encoding anything anew: for tests that want a person, not a dance. */
export async function shortDance(frames: number): Promise<Uint8Array<ArrayBuffer>> {
  const input = new Input({ formats: ALL_FORMATS, source: new BufferSource(readFileSync(dance)) });
  const track = await input.getPrimaryVideoTrack();
  const codec = await track?.getCodec();
  if (!track || !codec) throw new Error('The sample has no video track');
  const target = new BufferTarget();
  const output = new Output({ format: new Mp4OutputFormat(), target });
  const source = new EncodedVideoPacketSource(codec);
  output.addVideoTrack(source, { rotation: await track.getRotation() });
  await output.start();
  const decoderConfig = await track.getDecoderConfig();
  let left = frames;
  for await (const packet of new EncodedPacketSink(track).packets()) {
    if (left-- === 0) break;
    await source.add(packet, decoderConfig ? { decoderConfig } : undefined);
  }
  await output.finalize();
  input.dispose();
  if (!target.buffer) throw new Error('Nothing was written');
  return new Uint8Array(target.buffer);
}
