import { EncodedPacketSink, VideoSample } from 'mediabunny';
import type { InputVideoTrack } from 'mediabunny';

/** Frames that the decoder may hold ahead of the tracker: each is a whole picture in memory. */
const AHEAD = 4;

/**
 * Decodes a track by WebCodecs alone, for what mediabunny does not decode where we run. The caller closes the samples.
 *
 * Colours come without the alpha channel that may lie beside them, as in a recorded canvas: mediabunny lays the two together
 * in a worker that it makes from a blob, which our Content-Security-Policy refuses; and nobody here asks what shines through.
 */
export async function* plainSamples(
  track: InputVideoTrack,
  config: VideoDecoderConfig,
): AsyncGenerator<VideoSample, void, undefined> {
  const turn = { rotation: await track.getRotation(), flip: await track.getFlip() };
  const decoded: VideoFrame[] = [];
  let failure: DOMException | undefined;
  const decoder = new VideoDecoder({
    output: (frame) => decoded.push(frame),
    error: (error) => (failure = error),
  });
  try {
    decoder.configure(config);
    for await (const packet of new EncodedPacketSink(track).packets()) {
      decoder.decode(packet.toEncodedVideoChunk());
      while (!failure && decoder.decodeQueueSize + decoded.length > AHEAD) {
        if (decoded.length === 0) await nextOutput(decoder);
        else yield new VideoSample(decoded.shift()!, turn);
      }
      if (failure) throw failure;
    }
    await decoder.flush();
    while (decoded.length > 0) yield new VideoSample(decoded.shift()!, turn);
  } finally {
    if (decoder.state !== 'closed') decoder.close();
    for (const frame of decoded) frame.close();
  }
}

/** A decoder fires `dequeue` once it has taken a chunk in; its output may come a turn later. */
function nextOutput(decoder: VideoDecoder): Promise<unknown> {
  return new Promise((resolve) => {
    decoder.addEventListener('dequeue', resolve, { once: true });
    setTimeout(resolve, 20);
  });
}
