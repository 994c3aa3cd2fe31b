import { writeBvh, writeGlbClip } from '@kinora/core/motion';
import type { Clip } from '@kinora/core/motion';
import type { Progress, ProviderFile } from '@kinora/core';
import { RemainingTime } from './remaining-time.ts';
import { solveMotion } from './solve/solve-motion.ts';
import type { Track, TrackedFrame } from './track/landmarks.ts';
import { createTracker } from './track/tracker.ts';
import type { TrackerModels } from './track/tracker.ts';
import type { FrameSource, OpenVideo } from './video/frame-source.ts';

/** What differs between a browser's worker, which is given a `Blob`, and Node, which is given a path. */
export interface CapturePorts<Video> {
  readonly openVideo: OpenVideo<Video>;
  /** Called once per run; may give the models of the run before. */
  readonly loadModels: (signal: AbortSignal) => Promise<TrackerModels>;
  /** Milliseconds, rising. */
  readonly now: () => number;
}

export interface CaptureOptions {
  /** Of the clip and its files. */
  readonly name: string;
  /** Seconds. A longer video is refused. */
  readonly maxSeconds: number;
  readonly signal: AbortSignal;
  /** Never goes back, and stays below 1: whoever delivers the files says when all is done. */
  readonly onProgress: (progress: Progress) => void;
}

export interface Capture {
  /** What was seen, before the solver. */
  readonly track: Track;
  readonly clip: Clip;
  /** The clip as GLB, with all that is known of it, and as BVH. */
  readonly files: readonly ProviderFile[];
}

/** Shares of the whole. Loading and solving take seconds, whatever the video; tracking takes nearly all. */
const TRACK_FROM = 0.04;
const SOLVE_FROM = 0.97;

/**
 * Turns a video into a motion: opens, tracks frame by frame, then solves the whole.
 *
 * @throws what `openVideo` and `loadModels` throw; `capture/no-person`; the signal's reason.
 */
export async function captureVideo<Video>(
  video: Video,
  ports: CapturePorts<Video>,
  options: CaptureOptions,
): Promise<Capture> {
  const { maxSeconds, signal, onProgress } = options;
  onProgress({ stage: 'load', progress01: 0 });
  // The video first: a bad one is refused without 20 MB of models having been fetched.
  const source = await ports.openVideo(video, { maxSeconds, signal });
  try {
    const models = await ports.loadModels(signal);
    signal.throwIfAborted();
    const track = await trackVideo(source, models, ports, options);
    source.close();
    onProgress({ stage: 'solve', progress01: SOLVE_FROM });
    const clip = solveMotion(track);
    return { track, clip, files: writeFiles(clip, options.name) };
  } finally {
    source.close();
  }
}

async function trackVideo(
  source: FrameSource,
  models: TrackerModels,
  { now }: Pick<CapturePorts<never>, 'now'>,
  { name, signal, onProgress }: CaptureOptions,
): Promise<Track> {
  const { width, height, frameCount } = source;
  const tracker = createTracker(models);
  const remaining = new RemainingTime(now);
  const frames: TrackedFrame[] = [];
  const report = (): void => {
    const done = frames.length;
    const total = Math.max(done, frameCount);
    const secondsLeft = remaining.seconds(total - done);
    const progress01 = TRACK_FROM + (SOLVE_FROM - TRACK_FROM) * (total === 0 ? 0 : done / total);
    onProgress({
      stage: 'track',
      progress01,
      frames: { done, total },
      ...(secondsLeft !== undefined && { secondsLeft }),
    });
  };
  report();
  for await (const frame of source.frames()) {
    const landmarks = await tracker.track(frame);
    signal.throwIfAborted();
    frames.push({ time: frame.time, ...(landmarks && { landmarks }) });
    remaining.frameDone();
    report();
  }
  return { width, height, name, frames };
}

function writeFiles(clip: Clip, name: string): ProviderFile[] {
  return [
    { name: `${name}.glb`, format: 'glb', bytes: writeGlbClip(clip) },
    { name: `${name}.bvh`, format: 'bvh', bytes: writeBvh(clip) },
  ];
}
