import { join } from 'node:path';
import { captureInChild, findExtras } from '@kinora/capture/node';
import type { FileStore } from '../files/file-store.ts';
import { keyFor } from '../animate3d/uploads/uploaded-file.ts';
import type { JobQueue } from '../jobs/job-queue.ts';
import type { Job } from '../jobs/job.ts';
import { openJournalQueue } from '../jobs/journal-queue.ts';
import type { OpenHouseOptions } from '../open-house.ts';
import { failureOf, isInterruption } from './job-faults.ts';
import { runCapture } from './run-capture.ts';
import type { RunCaptureOptions } from './run-capture.ts';

export interface OpenJobsOptions extends Pick<RunCaptureOptions, 'files' | 'records' | 'probeVideo'> {
  readonly options: OpenHouseOptions;
  readonly credits: number;
  readonly announce: (job: Job, signal: AbortSignal) => Promise<void>;
  readonly log: (line: string) => void;
}

/** The queue of a house: its work is to capture. */
export async function openJobs({ options, credits, announce, log, ...ports }: OpenJobsOptions): Promise<JobQueue> {
  const { captureVideo = captureInChild, maxSeconds = 60, jobTimeoutMs: timeoutMs = 30 * 60_000 } = options;
  const { assets } = options;
  const { dataDir, maxWaitingJobs: maxWaiting, maxFinishedJobs: maxFinished, retentionDays = 30 } = options;
  const report = (error: unknown): void => log(`error: ${error instanceof Error ? error.message : String(error)}`);
  const creditsLeft = (): number => credits - jobs.spentCredits;
  const jobs: JobQueue = await openJournalQueue(join(dataDir, 'jobs.journal'), {
    run: runCapture({
      ...ports,
      captureVideo,
      maxSeconds,
      timeoutMs,
      creditsLeft,
      ...(assets !== undefined && { assets }),
      // A capture of the operator's own may have its models elsewhere.
      ...(captureVideo === captureInChild && { findExtras: () => findExtras(assets) }),
    }),
    failureOf: (error) => {
      report(error);
      return failureOf(error);
    },
    isInterruption,
    onForgotten: (job) => removeFilesOf(job, ports.files, jobs),
    onFault: report,
    announce,
    retentionMs: retentionDays * 86_400_000,
    ...(maxWaiting !== undefined && { maxWaiting }),
    ...(maxFinished !== undefined && { maxFinished }),
    ...(options.now && { now: options.now }),
  });
  return jobs;
}

async function removeFilesOf({ rid, request, result }: Job, files: FileStore, jobs: JobQueue): Promise<void> {
  for (const { key } of result?.files ?? []) await files.delete(key);
  await files.delete(keyFor('pose', rid));
  const { videoKey } = request;
  if (!jobs.list().some((job) => job.request.videoKey === videoKey)) await files.delete(videoKey);
}
