import { page } from '../page.ts';
import { frameAt } from './frames.ts';

/** Into a frame, seconds: its first moment may round to the frame before, and its middle is another's with half a frame. */
const INSIDE = 0.004;

/** A browser tells of no frame that nobody sees: behind this silence, milliseconds, the film is scrolled away. */
const SILENCE = 120;

export interface FilmClockOptions {
  /** Called when another frame is on the screen: when it begins, seconds of the motion. */
  readonly onFrame: (time: number) => void;
}

/**
 * The video as a clock: which of its frames is seen, and how to get to another. A motion begins with the first frame of its
 * video, wherever that lies on the video's own clock.
 */
export class FilmClock {
  readonly #video = page.video;
  readonly #onFrame: (time: number) => void;
  /** As the file has them; empty until they are known. */
  #frames: Float64Array = new Float64Array();
  #aim: number | undefined;
  /** Where the seek under way goes, on the video's clock. */
  #sought = 0;
  #seen = 0;
  #toldMs = -Infinity;

  constructor({ onFrame }: FilmClockOptions) {
    this.#onFrame = onFrame;
    this.#video.addEventListener('seeked', () => this.#onSeeked());
    if (this.#tellsFrames) this.#watchFrames();
  }

  /** @param frames - when each frame is shown; empty where nobody knows. */
  load(frames: Float64Array): void {
    this.#frames = frames;
    this.#aim = undefined;
  }

  /** Of the frame that is seen, or will be when it got there. */
  get time(): number {
    if (this.#video.seeking && this.#aim !== undefined) return this.#aim;
    return this.#seen;
  }

  /** Whether there is a picture that can be gone to. */
  get isReady(): boolean {
    return this.#video.readyState >= HTMLMediaElement.HAVE_METADATA;
  }

  /** While it plays: says where it is, in case that the browser does not. */
  ask(nowMs: number): void {
    if (this.#tellsFrames && nowMs - this.#toldMs < SILENCE) return;
    if (!this.#video.seeking) this.#tell(this.#video.currentTime);
  }

  /** Goes to the frame that is seen at a time. While one seek is under way the last of the others waits, and only that. */
  seek(time: number): void {
    const isUnderWay = this.#aim !== undefined && this.#video.seeking;
    this.#aim = this.isReady ? time : undefined;
    if (!isUnderWay) this.#goTo(this.#within(time));
  }

  #goTo(sought: number): void {
    this.#sought = sought;
    this.#video.currentTime = sought;
  }

  #onSeeked(): void {
    // Not by where it got: a browser that takes the video for shorter than it is stops before the last frame, every time.
    const wanted = this.#aim === undefined ? this.#sought : this.#within(this.#aim);
    if (wanted !== this.#sought) {
      this.#goTo(wanted);
      return;
    }
    this.#aim = undefined;
    // A seek within the frame that is seen already shows no other.
    this.#tell(this.#video.currentTime);
  }

  #watchFrames(): void {
    this.#video.requestVideoFrameCallback((_now, { mediaTime }) => {
      // Behind a seek it would tell late of a frame from before it: there the seek itself tells.
      if (!this.#video.seeking && !this.#video.paused) this.#tell(mediaTime);
      this.#toldMs = performance.now();
      this.#watchFrames();
    });
  }

  #tell(mediaTime: number): void {
    this.#seen = this.#frameTime(mediaTime);
    this.#onFrame(this.#seen);
  }

  get #tellsFrames(): boolean {
    return 'requestVideoFrameCallback' in HTMLVideoElement.prototype;
  }

  get #start(): number {
    return this.#frames[0] ?? 0;
  }

  /** A moment of the video's clock at which a frame is seen for sure. */
  #within(time: number): number {
    const frames = this.#frames;
    if (frames.length === 0) return time;
    const frame = frameAt(frames, time + this.#start);
    const next = frames[frame + 1] ?? Infinity;
    return frames[frame]! + Math.min(INSIDE, (next - frames[frame]!) / 4);
  }

  /** From the video's clock to the beginning of the frame, on the motion's. */
  #frameTime(mediaTime: number): number {
    const frames = this.#frames;
    return (frames.length === 0 ? mediaTime : frames[frameAt(frames, mediaTime)]!) - this.#start;
  }
}
