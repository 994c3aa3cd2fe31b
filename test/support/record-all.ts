import { BlobSource, Input, MP4, VideoSampleSink } from 'mediabunny';

/** Frames a second of a webcam in a room that is not very bright. */
const RATE = 20;

/**
 * Records the beginning of a film by the browser's own MediaRecorder, in several ways at once, as a page records a webcam.
 * A recorder goes by the clock on the wall: how many frames it has, and when, is up to how busy the machine is.
 *
 * @param kinds - MIME types with codecs.
 * @returns a recording for each of them, half as large as the film.
 */
export async function recordAll(
  film: Blob,
  kinds: readonly string[],
  frames: number,
): Promise<ReadonlyMap<string, Blob>> {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [240, 320];
  const picture = canvas.getContext('2d', { alpha: false })!;
  const stream = canvas.captureStream();
  const recorders = kinds.map((mimeType) => new MediaRecorder(stream, { mimeType, videoBitsPerSecond: 2e6 }));
  const recordings = recorders.map(recordingOf);
  for (const recorder of recorders) recorder.start(200);
  await play(film, frames, picture);
  for (const recorder of recorders) recorder.stop();
  const blobs = await Promise.all(recordings);
  return new Map(kinds.map((kind, i) => [kind, blobs[i]!]));
}

async function play(film: Blob, frames: number, picture: CanvasRenderingContext2D): Promise<void> {
  const input = new Input({ formats: [MP4], source: new BlobSource(film) });
  const track = await input.getPrimaryVideoTrack();
  if (!track) throw new Error('There is no video track');
  const { width, height } = picture.canvas;
  for await (const sample of new VideoSampleSink(track).samples(0, frames / 30)) {
    sample.draw(picture, 0, 0, width, height);
    sample.close();
    await new Promise((resolve) => setTimeout(resolve, 1000 / RATE));
  }
  input.dispose();
}

function recordingOf(recorder: MediaRecorder): Promise<Blob> {
  const parts: Blob[] = [];
  recorder.addEventListener('dataavailable', ({ data }) => parts.push(data));
  return new Promise((resolve, reject) => {
    recorder.addEventListener('stop', () => resolve(new Blob(parts, { type: recorder.mimeType })));
    recorder.addEventListener('error', () => reject(new Error(`${recorder.mimeType} was not recorded`)));
  });
}
