import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { captureInChild } from '@kinora/capture/node';
import { KinoraError } from '@kinora/core/protocol';
import type { Credentials } from '@kinora/core/protocol';
import { openDirectoryStore } from './files/directory-store.ts';
import type { FileStore } from './files/file-store.ts';
import { lockDirectory } from './files/lock-directory.ts';
import { removeStrayFiles } from './files/stray-files.ts';
import { DurableMap } from './gateway/records/durable-map.ts';
import type { GatewayRecord } from './gateway/records/records.ts';
import type { House } from './house.ts';
import { loadKey } from './http/key-file.ts';
import { Signer } from './http/signer.ts';
import { openJournalQueue } from './jobs/journal-queue.ts';
import type { JobQueue } from './jobs/job-queue.ts';
import type { Job } from './jobs/job.ts';
import type { CaptureVideo } from './process/capture-video.ts';
import { failureOf } from './process/job-faults.ts';
import { runCapture } from './process/run-capture.ts';

export interface OpenHouseOptions {
  /** Where videos, results and the journal of jobs lie. Made where needed; one service at a time. */
  readonly dataDir: string;
  /** The account: together with `clientSecret` it is asked of everyone who opens a session. */
  readonly clientId?: string;
  readonly clientSecret?: string;
  /** Default: `captureInChild` of `@kinora/capture/node`. */
  readonly captureVideo?: CaptureVideo;
  /** Longest video, seconds. Default 60. */
  readonly maxSeconds?: number;
  /** Longest capture, milliseconds. Default 30 minutes. */
  readonly jobTimeoutMs?: number;
  /** Largest video. Default 512 MiB. */
  readonly maxUploadBytes?: number;
  /** Of all videos and results together. Default 20 GiB. */
  readonly maxStoredBytes?: number;
  /** Jobs that may wait. Default 100. */
  readonly maxWaitingJobs?: number;
  /** Finished jobs that are kept, with their files. Default 1000. */
  readonly maxFinishedJobs?: number;
  /** One line for the operator, without secrets. Default: nothing is logged. */
  readonly log?: (line: string) => void;
}

/** A house whose data lie in a directory, which is its own until it is closed. */
export interface OpenHouse {
  readonly house: House;
  /** What the gateway remembers. */
  readonly map: DurableMap<GatewayRecord>;
  close(): Promise<void>;
}

/** @throws `service/account`, `service/data-in-use`, `service/journal`. */
export async function openHouse(options: OpenHouseOptions, isLocal: boolean): Promise<OpenHouse> {
  const { dataDir, log = () => {}, maxUploadBytes = 512 * 2 ** 20, maxStoredBytes = 20 * 2 ** 30 } = options;
  const account = accountOf(options);
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const lock = await lockDirectory(dataDir);
  try {
    const signer = new Signer(await loadKey(dataDir, account));
    const limits = { maxFileBytes: maxUploadBytes, maxTotalBytes: maxStoredBytes };
    const files = await openDirectoryStore({ directory: dataDir, ...limits });
    const jobs = await openJobs(files, options, log);
    await removeStrayFiles(files, jobs, Date.now());
    const house: House = { files, jobs, signer, account, isLocal, maxUploadBytes, now: Date.now, log };
    const map = await DurableMap.open<GatewayRecord>(join(dataDir, 'gateway.records'));
    const close = async (): Promise<void> => {
      await jobs.close();
      await map.close();
    };
    return { house, map, close: () => close().finally(() => lock.release()) };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

function accountOf({ clientId, clientSecret }: OpenHouseOptions): Credentials | undefined {
  if (!clientId && !clientSecret) return undefined;
  if (clientId && clientSecret) return { clientId, clientSecret };
  throw new KinoraError('service/account', 'An account needs both a client id and a client secret', {
    hint: 'Give both, or neither for a service that only this machine can reach.',
  });
}

async function openJobs(files: FileStore, options: OpenHouseOptions, log: (line: string) => void): Promise<JobQueue> {
  const { captureVideo = captureInChild, maxSeconds = 60, jobTimeoutMs: timeoutMs = 30 * 60_000 } = options;
  const { dataDir, maxWaitingJobs: maxWaiting, maxFinishedJobs: maxFinished } = options;
  const report = (error: unknown): void => log(`error: ${error instanceof Error ? error.message : String(error)}`);
  const jobs: JobQueue = await openJournalQueue(join(dataDir, 'jobs.journal'), {
    run: runCapture({ files, captureVideo, maxSeconds, timeoutMs }),
    failureOf: (error) => {
      report(error);
      return failureOf(error);
    },
    onForgotten: (job) => removeFilesOf(job, files, jobs),
    onFault: report,
    ...(maxWaiting !== undefined && { maxWaiting }),
    ...(maxFinished !== undefined && { maxFinished }),
  });
  return jobs;
}

async function removeFilesOf(job: Job, files: FileStore, jobs: JobQueue): Promise<void> {
  for (const { key } of job.result?.files ?? []) await files.delete(key);
  const { videoKey } = job.request;
  if (!jobs.list().some(({ request }) => request.videoKey === videoKey)) await files.delete(videoKey);
}
