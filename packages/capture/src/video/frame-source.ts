import type { Frame } from '../track/frame.ts';

/** A video that can be decoded, checked but not begun. */
export interface FrameSource {
  /** Pixels of an upright frame. */
  readonly width: number;
  readonly height: number;
  /** Seconds, by the frames that the container lists. */
  readonly duration: number;
  /** Frames that the container lists; a few may turn out not to be shown. */
  readonly frameCount: number;
  /**
   * All frames in order, upright, times from 0 and rising. One at a time: the next one overwrites the samples of the last.
   *
   * @throws `capture/unreadable` where the data is damaged, `capture/too-long` where it goes on after the limit that the
   * container promised to keep; the signal's reason.
   */
  frames(): AsyncGenerator<Frame, void, undefined>;
  /** Ends decoding and frees all that is held. */
  close(): void;
}

export interface OpenVideoOptions {
  /** Seconds. A longer video is refused. */
  readonly maxSeconds: number;
  readonly signal: AbortSignal;
}

/**
 * Opens a video: reads its container, decodes nothing yet.
 *
 * @throws `capture/unreadable`, `capture/no-video`, `capture/too-long`, `capture/unsupported-codec`; the signal's reason.
 */
export type OpenVideo<Video> = (video: Video, options: OpenVideoOptions) => Promise<FrameSource>;
