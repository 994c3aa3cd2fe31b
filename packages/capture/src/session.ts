import { writeBvh, writeGlbClip } from '@kinora/core/motion';
import type { Clip } from '@kinora/core/motion';
import type { PersonChoice, Progress, ProviderFile } from '@kinora/core';
import type { OnBytes } from './models/load-model.ts';
import type { CaptureModels } from './pose-models.ts';
import { solveMotion } from './solve/solve-motion.ts';
import { SOLVE_FROM, TRACK_FROM } from './track-progress.ts';
import { trackVideo } from './track-video.ts';
import type { Track } from './track/landmarks.ts';
import { checkPerson, checkTuning } from './tuning.ts';
import type { CaptureTuning } from './tuning.ts';
import type { FrameSource, OpenVideo } from './video/frame-source.ts';
import { tooLong } from './video/refusals.ts';

/** What differs between a browser's worker, which is given a `Blob`, and Node, which is given a path. */
export interface CapturePorts<Video> {
  readonly openVideo: OpenVideo<Video>;
  /** Called once per run; may give the models of the run before. */
  readonly loadModels: (signal: AbortSignal, onBytes: OnBytes) => Promise<CaptureModels>;
  /** Milliseconds, rising. */
  readonly now: () => number;
}

export interface CaptureOptions extends CaptureTuning {
  /** Of the clip and its files. */
  readonly name: string;
  /** Seconds. A longer video is refused; where it is trimmed, a longer part of it. */
  readonly maxSeconds: number;
  /** Whom to follow. Default: who is seen best. */
  readonly person?: PersonChoice;
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
  const { trim, maxSeconds, signal, onProgress } = options;
  checkTuning(options);
  if (options.person) checkPerson(options.person);
  onProgress({ stage: 'load', progress01: 0 });
  // The video first: a bad one is refused without 20 MB of models having been fetched.
  const source = await ports.openVideo(video, { maxSeconds: trim ? Infinity : maxSeconds, signal });
  try {
    checkPart(source, options);
    const models = await ports.loadModels(signal, (done, total) =>
      onProgress({ stage: 'load', progress01: (TRACK_FROM * done) / total, bytes: { done, total } }),
    );
    signal.throwIfAborted();
    const track = await trackVideo(source, models, ports.now, options);
    source.close();
    onProgress({ stage: 'solve', progress01: SOLVE_FROM });
    const clip = solveMotion(track, options);
    return { track, clip, files: writeFiles(clip, options.name) };
  } finally {
    source.close();
  }
}

/** Of a part only its own length counts. */
function checkPart({ duration }: FrameSource, { maxSeconds, trim }: CaptureOptions): void {
  const seconds = trim ? Math.min(trim[1], duration) - trim[0] : 0;
  if (seconds > maxSeconds) throw tooLong(seconds, maxSeconds);
}

function writeFiles(clip: Clip, name: string): ProviderFile[] {
  return [
    { name: `${name}.glb`, format: 'glb', bytes: writeGlbClip(clip) },
    { name: `${name}.bvh`, format: 'bvh', bytes: writeBvh(clip) },
  ];
}
