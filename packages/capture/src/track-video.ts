import type { PersonChoice, Progress } from '@kinora/core';
import { KinoraError } from '@kinora/core/motion';
import type { CaptureModels } from './pose-models.ts';
import { TrackProgress } from './track-progress.ts';
import { createDetect } from './track/detect.ts';
import { FrameTracker } from './track/frame-tracker.ts';
import type { Frame } from './track/frame.ts';
import type { Track, TrackedFrame } from './track/landmarks.ts';
import { Scout } from './track/people/scout.ts';
import { viewOf } from './tuning.ts';
import type { CaptureTuning } from './tuning.ts';
import type { FrameSource } from './video/frame-source.ts';

export interface TrackOptions extends CaptureTuning {
  readonly name: string;
  readonly person?: PersonChoice;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}

// Time stamps are often rounded to whole milliseconds.
const TIME_TOLERANCE = 0.002;

/**
 * Tracks one person through a video.
 *
 * Whom to follow is known for sure after the first second, or at the instant of a choice. Where nobody was chosen it is nearly
 * always who is seen in the first frame: so tracking begins with that one, and the frames are read once.
 *
 * @throws `capture/nobody-there`; what the frames throw; the signal's reason.
 */
export async function trackVideo(
  source: FrameSource,
  models: CaptureModels,
  now: () => number,
  options: TrackOptions,
): Promise<Track> {
  const { name, signal, onProgress, trim, crop, person, slowness = 1 } = options;
  const { width, height } = source;
  const view = crop && viewOf(crop, width, height);
  const seen = (): AsyncGenerator<Frame> => framesOf(source, view, options);
  const scout = new Scout(createDetect(models.detector), person);
  const progress = new TrackProgress(framesIn(source, trim), now, onProgress);
  if (person) await lookForPerson(seen(), scout, progress);
  progress.begin();
  // After the first time the scout has seen what it needs, and the second one is right.
  const frames = (await trackAll()) ?? (await trackAll()) ?? [];
  const people = scout.found()?.people;
  return { width, height, ...(view && { view }), name, frames, ...(people && { people }) };

  /** @returns undefined where it turned out that somebody else is to be followed, or that there are others to beware of. */
  async function trackAll(): Promise<TrackedFrame[] | undefined> {
    const frames: TrackedFrame[] = [];
    let tracker: FrameTracker | undefined;
    let isMistaken = false;
    for await (const frame of seen()) {
      if (!scout.isDone) {
        await scout.look(frame);
        isMistaken ||= tracker?.follows(scout.found()?.target) === false;
      }
      if (isMistaken && scout.isDone) break;
      if (isMistaken) continue;
      tracker ??= new FrameTracker(models, scout.found()?.target);
      const tracked = await tracker.track(frame);
      signal.throwIfAborted();
      frames.push({ ...tracked, time: frame.time / slowness });
      progress.tracked(frames.length);
    }
    scout.finish();
    return isMistaken ? undefined : frames;
  }
}

async function lookForPerson(frames: AsyncIterable<Frame>, scout: Scout, progress: TrackProgress): Promise<void> {
  let count = 0;
  for await (const frame of frames) {
    await scout.look(frame);
    progress.scouted(++count);
    if (scout.isDone) break;
  }
  scout.finish();
}

/** The frames that count, from the first one. */
async function* framesOf(
  source: FrameSource,
  view: Frame['view'],
  { trim, signal }: Pick<TrackOptions, 'trim' | 'signal'>,
): AsyncGenerator<Frame> {
  for await (const frame of trimmed(source.frames(), trim)) {
    signal.throwIfAborted();
    yield view ? { ...frame, view } : frame;
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
