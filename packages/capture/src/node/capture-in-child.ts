import { basename, extname, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { PersonChoice, Progress, ProviderFile } from '@kinora/core';
import { KinoraError } from '@kinora/core/motion';
import { checkQuality } from '../models/manifest.ts';
import type { Quality } from '../models/manifest.ts';
import { forkCapture } from '../node-fork.ts';
import { checkPerson, checkTuning, tuningOf } from '../tuning.ts';
import type { CaptureTuning } from '../tuning.ts';
import { outcomeOf } from './outcome.ts';

export interface CaptureInChildOptions extends CaptureTuning {
  /** Of the clip and its files. Default: the file's name without its ending. */
  readonly name?: string;
  /** Size of the body model. Default `full`. `lite` and `full` are shipped. */
  readonly quality?: Quality;
  /** Whether fingers are captured as well. Default false. */
  readonly hands?: boolean;
  /** Whether the face is captured as well. Default false. */
  readonly face?: boolean;
  /** Whom to follow where several people are in view. Default: who is seen best. */
  readonly person?: PersonChoice;
  /**
   * Folder that `kinora assets` filled, for `heavy`, `hands` and `face`. Default: the packages `@mediapipe/pose`,
   * `@mediapipe/hands` and `@mediapipe/face_mesh` of their exact versions, where they are installed beside Kinora or beside
   * the current folder.
   */
  readonly assets?: string;
  /** Longest video that is taken, seconds; where it is trimmed, the longest part of it. Default 60. */
  readonly maxSeconds?: number;
  /** Default 900 000 ms: four times what 60 s of video take on two slow cores. */
  readonly timeoutMs?: number;
  /** The child's JavaScript heap at most, MB. Models and frames lie outside it, some 250 MB more. Default 512. */
  readonly memoryMb?: number;
  readonly signal?: AbortSignal;
  /** Never goes back, and is 1 exactly once, at the end. */
  readonly onProgress?: (progress: Progress) => void;
}

/**
 * Captures a video in a child process of its own. A bad video or a crash inside the decoder ends the child, never the
 * caller; a cancel and a time-out kill it at once, wherever it is. A child whose parent dies ends itself.
 *
 * @param video - path of the file, which is read piece by piece.
 * @returns `<name>.glb` and `<name>.bvh`.
 * @throws `capture/no-decoder` where the package `@mediabunny/server` is not installed, `capture/unreadable`,
 * `capture/no-video`, `capture/too-long` or `capture/unsupported-codec` for the video, `capture/model-unavailable`,
 * `capture/model-corrupt` or `capture/wasm` for what it is captured with, `capture/nobody-there` where `person` is a
 * point on nobody, `capture/no-person` where less than 30 % of the frames show one, `capture/timeout`, `capture/failed` where the child dies; the signal's reason.
 *
 * @example
 * const [glb, bvh] = await captureInChild('squats.mp4', { signal, onProgress: showBar });
 */
export async function captureInChild(
  video: string,
  options: CaptureInChildOptions = {},
): Promise<readonly ProviderFile[]> {
  const {
    quality = 'full',
    hands = false,
    face = false,
    assets,
    memoryMb = 512,
    timeoutMs = 900_000,
    maxSeconds = 60,
    person,
    signal,
  } = options;
  const { onProgress = (): void => {} } = options;
  for (const [name, value] of Object.entries({ memoryMb, timeoutMs, maxSeconds })) {
    // A timer that is set for longer than it can count fires at once.
    if (!(value > 0 && value < 2 ** 31)) throw new RangeError(`${name} must be positive and below 2³¹, not ${value}`);
  }
  checkQuality(quality);
  checkTuning(options);
  if (options.person) checkPerson(options.person);
  signal?.throwIfAborted();
  const name = options.name ?? basename(video, extname(video));
  const assetBase = assets === undefined ? undefined : pathToFileURL(resolve(assets) + sep).href;
  const choice = { quality, hands, face, assetBase };
  const job = { video, name, maxSeconds, ...choice, tuning: tuningOf(options), ...(person && { person }) };
  const child = forkCapture(memoryMb);
  try {
    const files = await before(outcomeOf(child, job, onProgress), timeoutMs, signal);
    onProgress({ stage: 'done', progress01: 1 });
    return files;
  } finally {
    child.removeAllListeners('message');
    // Also after it is done: its own way out leads through the decoder's clean-up, which may abort.
    child.kill('SIGKILL');
  }
}

/** Settles as the work does, or rejects the moment that the time is over or the signal aborts. */
async function before<T>(work: Promise<T>, timeoutMs: number, signal: AbortSignal | undefined): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let onAbort = (): void => {};
  const ended = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(timedOut(timeoutMs)), timeoutMs);
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- an abort reason passes untouched
    onAbort = (): void => reject(signal?.reason);
    signal?.addEventListener('abort', onAbort);
  });
  try {
    return await Promise.race([ended, work]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
  }
}

function timedOut(timeoutMs: number): KinoraError {
  return new KinoraError('capture/timeout', `The capture was not done within ${timeoutMs / 1000} s`, {
    hint: 'Take a shorter video, or allow more time.',
    details: { timeoutMs },
  });
}
