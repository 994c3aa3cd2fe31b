import { mkdir } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { createAdaptorServer } from '@hono/node-server';
import { captureInChild } from '@kinora/capture/node';
import { KinoraError } from '@kinora/core/protocol';
import type { Credentials } from '@kinora/core/protocol';
import { createService } from './create-service.ts';
import { openDirectoryStore } from './files/directory-store.ts';
import type { FileStore } from './files/file-store.ts';
import { removeStrayFiles } from './files/stray-files.ts';
import { loadKey } from './http/key-file.ts';
import { isLoopback } from './http/loopback.ts';
import { Signer } from './http/signer.ts';
import { openJournalQueue } from './jobs/journal-queue.ts';
import type { JobQueue } from './jobs/job-queue.ts';
import type { Job } from './jobs/job.ts';
import type { CaptureVideo } from './process/capture-video.ts';
import { failureOf } from './process/job-faults.ts';
import { runCapture } from './process/run-capture.ts';

export interface StartServiceOptions {
  /** Default 0: any free port. */
  readonly port?: number;
  /** Address to listen to. Default `127.0.0.1`, which this machine alone can reach. Any other needs an account. */
  readonly host?: string;
  /** Where videos, results and the journal of jobs lie. Made where needed; one service at a time. */
  readonly dataDir: string;
  /** The account: together with `clientSecret` it is asked of everyone who opens a session. */
  readonly clientId?: string;
  readonly clientSecret?: string;
  /** Folder of the built demo. Absent: no page. */
  readonly demoDir?: string;
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

export interface RunningService {
  /** `http://127.0.0.1:8080` */
  readonly url: string;
  /** Takes no more, lets answers end, and ends the running job, which begins anew with the next start. */
  close(): Promise<void>;
}

/**
 * Starts the embedded Animate 3D service and its gateway.
 *
 * @throws `service/unsafe-bind` for a host that others can reach, without an account; `service/account` for half an
 * account; `service/port` for a port or host that cannot be listened to; `service/journal` for a damaged journal.
 *
 * @example
 * const service = await startService({ port: 8080, dataDir: 'data' });
 */
export async function startService(options: StartServiceOptions): Promise<RunningService> {
  const { port = 0, host = '127.0.0.1', dataDir, log = () => {}, maxUploadBytes = 512 * 2 ** 20 } = options;
  const account = accountOf(options);
  if (!isLoopback(host) && !account) throw unsafeBind(host);
  const signer = new Signer(await loadKey(dataDir, account));
  const files = await openDirectoryStore({
    directory: dataDir,
    maxFileBytes: maxUploadBytes,
    maxTotalBytes: options.maxStoredBytes ?? 20 * 2 ** 30,
  });
  const jobs = await openJobs(files, options, log);
  await removeStrayFiles(files, jobs, Date.now());
  const app = createService({
    files,
    jobs,
    signer,
    account,
    isLocal: isLoopback(host),
    maxUploadBytes,
    now: Date.now,
    log,
    ...(options.demoDir !== undefined && { demoDir: options.demoDir }),
  });
  // Made by Node's own `createServer`, which is the default: no other kind of server comes out.
  const server = createAdaptorServer({ fetch: app.fetch, serverOptions: { requestTimeout: 3_600_000 } }) as Server;
  try {
    await listen(server, port, host);
  } catch (error) {
    await jobs.close();
    throw cannotListen(host, port, error);
  }
  const bound = (server.address() as AddressInfo).port; // Listening by TCP: an object, no pipe's name.
  return { url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`, close: () => close(server, jobs) };
}

function accountOf({ clientId, clientSecret }: StartServiceOptions): Credentials | undefined {
  if (!clientId && !clientSecret) return undefined;
  if (clientId && clientSecret) return { clientId, clientSecret };
  throw new KinoraError('service/account', 'An account needs both a client id and a client secret', {
    hint: 'Give both, or neither for a service that only this machine can reach.',
  });
}

async function openJobs(
  files: FileStore,
  options: StartServiceOptions,
  log: (line: string) => void,
): Promise<JobQueue> {
  const { captureVideo = captureInChild, maxSeconds = 60, jobTimeoutMs: timeoutMs = 30 * 60_000 } = options;
  const { dataDir, maxWaitingJobs: maxWaiting, maxFinishedJobs: maxFinished } = options;
  await mkdir(dataDir, { recursive: true });
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

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

async function close(server: Server, jobs: JobQueue): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  await jobs.close();
  // Answers had the time in which the job ended; an upload that is still under way resumes with the next start.
  server.closeAllConnections();
  await closed;
}

function unsafeBind(host: string): KinoraError {
  return new KinoraError(
    'service/unsafe-bind',
    `Will not listen to "${host}" without an account: others can reach it`,
    {
      hint: 'Give a client id and a client secret, or listen to 127.0.0.1.',
      details: { host },
    },
  );
}

function cannotListen(host: string, port: number, cause: unknown): KinoraError {
  const why = (cause as NodeJS.ErrnoException).code ?? 'unknown';
  return new KinoraError('service/port', `Cannot listen to port ${port} of ${host}: ${why}`, {
    hint: why === 'EADDRINUSE' ? 'Another program is there: take another port.' : 'Take another host or port.',
    details: { host, port, why },
    cause,
  });
}
