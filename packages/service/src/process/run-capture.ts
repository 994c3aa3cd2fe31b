import type { Extra, VideoFacts } from '@kinora/capture/node';
import type { ProviderFile } from '@kinora/core';
import { clipDuration, readGlb } from '@kinora/core/motion';
import type { Clip } from '@kinora/core/motion';
import { KinoraError } from '@kinora/core/protocol';
import { readImageFacts, IMAGE_HEAD_BYTES } from '../animate3d/uploads/image-size.ts';
import type { FileStore } from '../files/file-store.ts';
import { readHead } from '../files/read-head.ts';
import type { RunJob } from '../jobs/job-queue.ts';
import type { JobFile, JobResult } from '../jobs/job.ts';
import type { Records } from '../records/records.ts';
import type { CaptureVideo } from './capture-video.ts';
import { assertHasFace } from './captured-face.ts';
import { loadCharacter } from './character.ts';
import { refusedParameter } from './job-faults.ts';
import { lackOfModels, readJobParams } from './job-params.ts';
import type { JobParams } from './job-params.ts';
import { priceOf } from './price.ts';
import { motionOn, writeMotion } from './write-motion.ts';
import type { Motion } from './write-motion.ts';

export interface RunCaptureOptions {
  readonly files: FileStore;
  readonly records: Records;
  readonly captureVideo: CaptureVideo;
  /** Reads what a video's container says. */
  readonly probeVideo: (path: string) => Promise<VideoFacts>;
  readonly maxSeconds: number;
  readonly timeoutMs: number;
  /** Folder with the models of hands and faces. Default: the packages that have them. */
  readonly assets?: string;
  /** Which of them are there. Absent: only the capture knows, and says itself what it lacks. */
  readonly findExtras?: () => readonly Extra[];
  /** What the account has left to spend. */
  readonly creditsLeft: () => number;
}

/** The work of a job: its video is captured, put onto its character, and kept under `<rid>.<format>`. */
export function runCapture(options: RunCaptureOptions): RunJob {
  const { files, captureVideo, maxSeconds, timeoutMs, assets, findExtras } = options;
  return async ({ rid, request }, context) => {
    const { signal } = context;
    const params = readJobParams(request.params);
    await assertVideo(files, request.videoKey);
    // Before the capture, which takes minutes: a character that is no good is told at once.
    const character = params.model === undefined ? undefined : await loadCharacter(options, request.user, params.model);
    if (character && params.extras.face) assertHasFace(character);
    const videoSeconds = await secondsOf(options, request.videoKey);
    const price = videoSeconds === undefined ? undefined : priceOf(partOf(videoSeconds, params), params.extras);
    if (price !== undefined) assertPaid(options, price);
    const lack = params.lack ?? (findExtras && lackOfModels(params.extras, findExtras()));
    if (lack) throw lack;
    signal.throwIfAborted();
    const captured = await captureVideo(files.pathOf(request.videoKey), {
      ...params.tuning,
      ...params.extras,
      ...(assets !== undefined && { assets }),
      name: stemOf(request.fileName),
      maxSeconds,
      timeoutMs,
      signal,
      onProgress: ({ progress01 }) => context.onProgress(progress01),
    });
    signal.throwIfAborted();
    const motion = motionOn(clipIn(captured), character, params);
    const kept = await keep(files, rid, captured, motion, params);
    const durationSeconds = clipDuration(motion.clip);
    const credits = price ?? priceOf(durationSeconds, params.extras);
    return {
      files: kept,
      durationSeconds,
      ...(videoSeconds !== undefined && { videoSeconds }),
      credits,
    } satisfies JobResult;
  };
}

async function assertVideo(files: FileStore, key: string): Promise<void> {
  if ((await files.size(key)) === undefined) {
    throw new KinoraError('service/not-found', 'The video of the job has been removed');
  }
  if (!readImageFacts(await readHead(files, key, IMAGE_HEAD_BYTES))) return;
  throw new KinoraError(
    'animate3d/parameter',
    'This version of the embedded service does not have poses from pictures',
    {
      hint: 'Give it a video.',
      details: { jobCode: 508 },
    },
  );
}

/** Undefined for a video that does not tell: the capture says what is wrong with it. */
async function secondsOf({ files, probeVideo }: RunCaptureOptions, key: string): Promise<number | undefined> {
  return probeVideo(files.pathOf(key)).then(
    ({ duration }) => duration,
    () => undefined,
  );
}

function partOf(videoSeconds: number, { tuning: { trim } }: JobParams): number {
  if (!trim) return videoSeconds;
  if (trim[0] >= videoSeconds) throw refusedParameter('trim', 'it begins behind the end of the video');
  return Math.min(trim[1], videoSeconds) - trim[0];
}

function assertPaid({ creditsLeft }: RunCaptureOptions, price: number): void {
  if (price <= creditsLeft()) return;
  throw new KinoraError('animate3d/quota', `The account has not enough credits: the job costs ${price}`, {
    hint: 'Cut the video, or have the operator grant more credits.',
  });
}

async function keep(
  files: FileStore,
  rid: string,
  captured: readonly ProviderFile[],
  motion: Motion,
  params: JobParams,
): Promise<JobFile[]> {
  const isAsCaptured = !motion.character && !params.rootAtOrigin && !params.sim;
  const kept: JobFile[] = [];
  for (const format of params.formats) {
    const key = `${rid}.${format}`;
    await files.write(key, once(isAsCaptured ? bytesOf(captured, format) : writeMotion(motion, format, params)));
    kept.push({ key, format });
  }
  return kept;
}

function clipIn(captured: readonly ProviderFile[]): Clip {
  const [clip] = readGlb(bytesOf(captured, 'glb')).clips;
  if (!clip) throw new KinoraError('capture/failed', 'The capture gave no motion');
  return clip;
}

function bytesOf(captured: readonly ProviderFile[], format: 'bvh' | 'glb'): Uint8Array<ArrayBuffer> {
  const file = captured.find((each) => each.format === format);
  if (!file) throw new KinoraError('capture/failed', `The capture gave no ${format} file`);
  return file.bytes;
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes);
}

/** A file's name without its ending. */
function stemOf(fileName: string): string {
  return fileName.replace(/\.[^.]*$/, '') || 'capture';
}
