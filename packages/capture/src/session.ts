import { KinoraError, writeBvh, writeGlbClip } from '@kinora/core/motion';
import type { Clip } from '@kinora/core/motion';
import type { PersonChoice, Progress, ProviderFile } from '@kinora/core';
import type { OnBytes } from './models/load-model.ts';
import { RemainingTime } from './remaining-time.ts';
import { solveMotion } from './solve/solve-motion.ts';
import type { Frame } from './track/frame.ts';
import type { CaptureModels } from './pose-models.ts';
import { createExtras } from './track/extras.ts';
import type { Track, TrackedFrame } from './track/landmarks.ts';
import { createDetect } from './track/detect.ts';
import { scoutPeople } from './track/people/scout.ts';
import { Scenery } from './track/picture/scenery.ts';
import { createTracker } from './track/tracker.ts';
import { checkPerson, checkTuning, viewOf } from './tuning.ts';
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

/** Shares of the whole. Loading and solving take seconds, whatever the video; tracking takes nearly all. */
const TRACK_FROM = 0.04;
const SOLVE_FROM = 0.97;

// Time stamps are often rounded to whole milliseconds.
const TIME_TOLERANCE = 0.002;

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
    const track = await trackVideo(source, models, ports, options);
    source.close();
    onProgress({ stage: 'solve', progress01: SOLVE_FROM });
    const clip = solveMotion(track, options);
    return { track, clip, files: writeFiles(clip, options.name) };
  } finally {
    source.close();
  }
}

async function trackVideo(
  source: FrameSource,
  models: CaptureModels,
  { now }: Pick<CapturePorts<never>, 'now'>,
  { name, signal, onProgress, trim, crop, person, slowness = 1 }: CaptureOptions,
): Promise<Track> {
  const { width, height } = source;
  const frameCount = framesIn(source, trim);
  const view = crop && viewOf(crop, width, height);
  const scouted = await scoutPeople(seen(), createDetect(models.detector), person);
  const tracker = createTracker(models, scouted?.target);
  const extras = createExtras(models);
  const scenery = new Scenery();
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
  for await (const frame of seen()) {
    const change = scenery.observe(frame, frames.at(-1)?.landmarks);
    if (change.isCut) {
      tracker.cut();
      extras.cut();
    }
    const landmarks = await tracker.track(frame);
    signal.throwIfAborted();
    const more = await extras.track(frame, landmarks);
    signal.throwIfAborted();
    frames.push({ time: frame.time / slowness, ...(landmarks && { landmarks }), ...more, ...change });
    remaining.frameDone();
    report();
  }
  return { width, height, name, frames, ...(scouted && { people: scouted.people }) };

  /** The frames that count, from the first one: they are read twice. */
  async function* seen(): AsyncGenerator<Frame, void, undefined> {
    for await (const frame of trimmed(source.frames(), trim)) {
      signal.throwIfAborted();
      yield view ? { ...frame, view } : frame;
    }
  }
}

/** Frames of a part, and the first one after its start in any case: a part may be shorter than a frame. */
async function* trimmed(frames: AsyncIterable<Frame>, trim: CaptureTuning['trim']): AsyncGenerator<Frame> {
  const [from, to] = trim ?? [0, Infinity];
  let count = 0;
  for await (const frame of frames) {
    if (frame.time < from - TIME_TOLERANCE) continue;
    if (count > 0 && frame.time > to + TIME_TOLERANCE) return;
    count++;
    yield frame;
  }
  if (trim && count === 0) throw beyondTheEnd(from);
}

function framesIn({ frameCount, duration }: FrameSource, trim: CaptureTuning['trim']): number {
  if (!trim || !(duration > 0)) return frameCount;
  const seconds = Math.min(trim[1], duration) - Math.min(trim[0], duration);
  return Math.max(1, Math.round((frameCount * seconds) / duration));
}

/** Of a part only its own length counts. */
function checkPart({ duration }: FrameSource, { maxSeconds, trim }: CaptureOptions): void {
  const seconds = trim ? Math.min(trim[1], duration) - trim[0] : 0;
  if (seconds > maxSeconds) throw tooLong(seconds, maxSeconds);
}

function beyondTheEnd(from: number): KinoraError {
  return new KinoraError(
    'capture/no-video',
    `The part of the video that was asked for begins behind its end: ${from} s`,
    {
      hint: 'Begin the part earlier.',
      details: { from },
    },
  );
}

function writeFiles(clip: Clip, name: string): ProviderFile[] {
  return [
    { name: `${name}.glb`, format: 'glb', bytes: writeGlbClip(clip) },
    { name: `${name}.bvh`, format: 'bvh', bytes: writeBvh(clip) },
  ];
}
