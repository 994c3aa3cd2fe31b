/** What `capture` reads, the best first: H.264 is encoded by most devices' own hardware. */
const TYPES = ['video/mp4;codecs=avc1.42E01F', 'video/mp4', 'video/webm;codecs=vp9', 'video/webm'] as const;
/** At 720 lines: compression that no one sees on a moving arm. */
const BITS_PER_SECOND = 6_000_000;
/** What was recorded is handed over so often that a camera that is pulled out takes little with it. */
const SLICE_MS = 500;

/** By the person, because it was long enough, because the camera went away, or because the page was no longer seen. */
export type RecordingEnd = 'stopped' | 'full' | 'lost' | 'hidden';

export interface Recorded {
  readonly video: Blob;
  readonly seconds: number;
  readonly end: RecordingEnd;
}

/** A recording that is under way. It ends when it is told to, or when its camera goes away. */
export class Recording {
  readonly done: Promise<Recorded>;
  readonly #recorder: MediaRecorder;
  readonly #startedMs = performance.now();
  #end: RecordingEnd = 'stopped';

  /** @throws as `MediaRecorder` does, where the browser records no video. */
  constructor(stream: MediaStream) {
    const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type));
    const parts: Blob[] = [];
    this.#recorder = new MediaRecorder(stream, {
      videoBitsPerSecond: BITS_PER_SECOND,
      ...(mimeType !== undefined && { mimeType }),
    });
    this.#recorder.addEventListener('dataavailable', ({ data }) => parts.push(data));
    // An encoder that fails ends the recording by itself: what was filmed until then is as good as of a camera that went away.
    this.#recorder.addEventListener('error', () => (this.#end = 'lost'));
    for (const track of stream.getTracks()) track.addEventListener('ended', () => this.stop('lost'));
    this.done = new Promise((resolve) => {
      this.#recorder.addEventListener('stop', () => {
        const video = new Blob(parts, { type: this.#recorder.mimeType.replace(/;.*/, '') });
        resolve({ video, seconds: this.seconds, end: this.#end });
      });
    });
    this.#recorder.start(SLICE_MS);
  }

  /** How long it has been under way. */
  get seconds(): number {
    return (performance.now() - this.#startedMs) / 1000;
  }

  stop(end: RecordingEnd = 'stopped'): void {
    if (this.#recorder.state === 'inactive') return;
    this.#end = end;
    this.#recorder.stop();
  }
}
