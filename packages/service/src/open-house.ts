import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleepFor } from 'node:timers/promises';
import { probeVideo as probe } from '@kinora/capture/node';
import type { VideoFacts } from '@kinora/capture/node';
import { KinoraError } from '@kinora/core/protocol';
import type { Credentials } from '@kinora/core/protocol';
import type { Dialect } from './animate3d/dialect.ts';
import { deliverEvents } from './animate3d/webhooks/deliver-events.ts';
import type { ChooseFault } from './faults/fault.ts';
import { openDirectoryStore } from './files/directory-store.ts';
import { lockDirectory } from './files/lock-directory.ts';
import { removeStrayFiles } from './files/stray-files.ts';
import { DurableMap } from './records/durable-map.ts';
import type { GatewayRecord } from './gateway/records/records.ts';
import type { House } from './house.ts';
import { loadKey } from './http/key-file.ts';
import { Signer } from './http/signer.ts';
import type { CaptureVideo } from './process/capture-video.ts';
import { openJobs } from './process/open-jobs.ts';
import { Records } from './records/records.ts';

export interface OpenHouseOptions {
  /** Where videos, results and the journal of jobs lie. Made where needed; one service at a time. */
  readonly dataDir: string;
  /** The account: together with `clientSecret` it is asked of everyone who opens a session. */
  readonly clientId?: string;
  readonly clientSecret?: string;
  /** Default: `captureInChild` of `@kinora/capture/node`. */
  readonly captureVideo?: CaptureVideo;
  /** Default: `probeVideo` of `@kinora/capture/node`. */
  readonly probeVideo?: (path: string) => Promise<VideoFacts>;
  /**
   * Folder that `kinora assets` filled: it holds the models of hands and faces. Default: the packages that have them, where
   * they are installed. Jobs that ask for what has no models fail by 1301 and 701. A `captureVideo` of one's own says itself what
   * it lacks.
   */
  readonly assets?: string;
  /** Longest video, or longest part of one, seconds. Default 60. */
  readonly maxSeconds?: number;
  /** Longest capture, milliseconds. Default 30 minutes. */
  readonly jobTimeoutMs?: number;
  /** Largest video or character. Default 512 MiB. */
  readonly maxUploadBytes?: number;
  /** Of all videos and results together. Default 20 GiB. */
  readonly maxStoredBytes?: number;
  /** Jobs that may wait. Default 100. */
  readonly maxWaitingJobs?: number;
  /** Finished jobs that are kept, with their files. Default 1000. */
  readonly maxFinishedJobs?: number;
  /** How long they are kept at most. Default 30. */
  readonly retentionDays?: number;
  /** What the account is given to spend, all in all: a second of video costs 1. Default 1 000 000. */
  readonly credits?: number;
  /** How long a session is good, milliseconds. Default a day. */
  readonly sessionLifeMs?: number;
  /** Hosts on the open internet to which webhooks go, and from which characters may come by URL: `*.game.example`. Default: none. */
  readonly outsideHosts?: readonly string[];
  /** Origins that may be gone to wherever they are, such as `http://127.0.0.1:3000`. Default: none. */
  readonly trustedOrigins?: readonly string[];
  /** Milliseconds since 1970. Default: the system's clock. */
  readonly now?: () => number;
  /** For tests: how the service differs from the documents. */
  readonly dialect?: Partial<Dialect>;
  /** For tests: what goes wrong. */
  readonly faults?: ChooseFault;
  /** One line for the operator, without secrets. Default: nothing is logged. */
  readonly log?: (line: string) => void;
}

/** A house whose data lie in a directory, which is its own until it is closed. */
export interface OpenHouse {
  readonly house: House;
  /** What the gateway remembers. */
  readonly map: DurableMap<GatewayRecord>;
  /** Tells of each job that ends, from now on. */
  readonly onJobEnded: (hear: (rid: string) => void) => void;
  close(): Promise<void>;
}

/** @throws `service/account`, `service/data-in-use`, `service/journal`. */
export async function openHouse(options: OpenHouseOptions, isLocal: boolean): Promise<OpenHouse> {
  const { dataDir } = options;
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const account = accountOf(options);
  const lock = await lockDirectory(dataDir);
  try {
    const open = await openInside(options, account, isLocal);
    return { ...open, close: () => open.close().finally(() => lock.release()) };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** In a directory that is locked. */
async function openInside(
  options: OpenHouseOptions,
  account: Credentials | undefined,
  isLocal: boolean,
): Promise<OpenHouse> {
  const { dataDir, log = () => {}, maxUploadBytes = 512 * 2 ** 20, maxStoredBytes = 20 * 2 ** 30 } = options;
  const { credits = 1_000_000, probeVideo = probe, now = Date.now, sessionLifeMs, dialect, faults } = options;
  const outside = { hosts: options.outsideHosts ?? [], trustedOrigins: options.trustedOrigins ?? [] };
  const signer = new Signer(await loadKey(dataDir, account));
  const files = await openDirectoryStore({
    directory: dataDir,
    maxFileBytes: maxUploadBytes,
    maxTotalBytes: maxStoredBytes,
  });
  const records = await Records.open(join(dataDir, 'account.records'));
  const extras = { ...(dialect && { dialect }), ...(faults && { faults }) };
  const deliver = deliverEvents({ records, account, outside, log, sleep, ...extras });
  const ears: ((rid: string) => void)[] = [];
  const announce: typeof deliver = (job, signal) => {
    for (const hear of ears) hear(job.rid);
    return deliver(job, signal);
  };
  const jobs = await openJobs({ options, files, records, probeVideo, credits, announce, log });
  await removeStrayFiles(files, { jobs, records }, now());
  const map = await DurableMap.open<GatewayRecord>(join(dataDir, 'gateway.records'));
  const house: House = {
    ...{ files, jobs, records, signer, account, isLocal, maxUploadBytes, credits, probeVideo, outside, now, log },
    ...(sessionLifeMs !== undefined && { sessionLifeMs }),
    ...extras,
  };
  const close = async (): Promise<void> => {
    await jobs.close();
    await records.close();
    await map.close();
  };
  return { house, map, onJobEnded: (hear) => void ears.push(hear), close };
}

async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  await sleepFor(ms, undefined, { signal, ref: false });
}

function accountOf({ clientId, clientSecret }: OpenHouseOptions): Credentials | undefined {
  if (!clientId && !clientSecret) return undefined;
  if (clientId && clientSecret) return { clientId, clientSecret };
  throw new KinoraError('service/account', 'An account needs both a client id and a client secret', {
    hint: 'Give both, or neither for a service that only this machine can reach.',
  });
}
