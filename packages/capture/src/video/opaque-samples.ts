import { EncodedPacketSink, VideoSample } from 'mediabunny';
import type { InputVideoTrack } from 'mediabunny';

/** Frames that the decoder may hold ahead of the tracker: each is a whole picture in memory. */
const AHEAD = 4;

/**
 * Decodes the colours of a track whose frames have an alpha channel beside them, as a recorded canvas has.
 *
 * mediabunny lays the two together in a worker that it makes from a blob, which our Content-Security-Policy refuses; and
 * nobody here asks what shines through. The caller closes the samples.
 */
export async function* opaqueSamples(track: InputVideoTrack): AsyncGenerator<VideoSample, void, undefined> {
  const config = await track.getDecoderConfig();
  if (!config) return;
  const rotation = await track.getRotation();
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
        else yield asSample(decoded.shift()!, rotation);
      }
      if (failure) throw failure;
    }
    await decoder.flush();
    while (decoded.length > 0) yield asSample(decoded.shift()!, rotation);
  } finally {
    if (decoder.state !== 'closed') decoder.close();
    for (const frame of decoded) frame.close();
  }
}

function asSample(frame: VideoFrame, rotation: 0 | 90 | 180 | 270): VideoSample {
  return new VideoSample(frame, { rotation });
}

/** A decoder fires `dequeue` once it has taken a chunk in; its output may come a turn later. */
function nextOutput(decoder: VideoDecoder): Promise<unknown> {
  return new Promise((resolve) => {
    decoder.addEventListener('dequeue', resolve, { once: true });
    setTimeout(resolve, 20);
  });
}
