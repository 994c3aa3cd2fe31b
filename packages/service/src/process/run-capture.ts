import { clipDuration, readGlb, trimClip, writeBvh, writeGlbClip } from '@kinora/core/motion';
import type { Clip } from '@kinora/core/motion';
import type { ProviderFile } from '@kinora/core';
import { KinoraError } from '@kinora/core/protocol';
import type { FileStore } from '../files/file-store.ts';
import type { RunJob } from '../jobs/job-queue.ts';
import type { JobFile, JobResult } from '../jobs/job.ts';
import type { CaptureVideo } from './capture-video.ts';
import { readJobParams } from './job-params.ts';
import type { JobParams } from './job-params.ts';

export interface RunCaptureOptions {
  readonly files: FileStore;
  readonly captureVideo: CaptureVideo;
  readonly maxSeconds: number;
  readonly timeoutMs: number;
}

/** The work of a job: its video is captured, and what was asked for is kept under `<rid>.<format>`. */
export function runCapture({ files, captureVideo, maxSeconds, timeoutMs }: RunCaptureOptions): RunJob {
  return async ({ rid, request }, context) => {
    const { signal } = context;
    const params = readJobParams(request.params);
    if ((await files.size(request.videoKey)) === undefined) {
      throw new KinoraError('service/not-found', 'The video of the job has been removed');
    }
    signal.throwIfAborted();
    const captured = await captureVideo(files.pathOf(request.videoKey), {
      name: stemOf(request.fileName),
      maxSeconds,
      timeoutMs,
      signal,
      onProgress: ({ progress01 }) => context.onProgress(progress01),
    });
    signal.throwIfAborted();
    return keep(files, rid, captured, params);
  };
}

async function keep(
  files: FileStore,
  rid: string,
  captured: readonly ProviderFile[],
  params: JobParams,
): Promise<JobResult> {
  const clip = clipIn(captured);
  const part = params.trim ? trimmed(clip, params.trim) : clip;
  const kept: JobFile[] = [];
  for (const format of params.formats) {
    const key = `${rid}.${format}`;
    const bytes = params.trim ? writeMotion(part, format) : bytesOf(captured, format);
    await files.write(key, once(bytes));
    kept.push({ key, format });
  }
  return { files: kept, durationSeconds: clipDuration(part) };
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

function trimmed(clip: Clip, [from, to]: readonly [number, number]): Clip {
  if (from >= clipDuration(clip)) {
    throw new KinoraError('animate3d/parameter', `The parameter "trim" begins behind the end of the video`, {
      details: { parameter: 'trim', durationSeconds: clipDuration(clip) },
    });
  }
  return trimClip(clip, from, to);
}

function writeMotion(clip: Clip, format: 'bvh' | 'glb'): Uint8Array {
  return format === 'bvh' ? writeBvh(clip) : writeGlbClip(clip);
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes);
}

/** A file's name without its ending. */
function stemOf(fileName: string): string {
  return fileName.replace(/\.[^.]*$/, '') || 'capture';
}
