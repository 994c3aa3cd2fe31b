import type { Credentials } from '@kinora/core/protocol';
import type { VideoFacts } from '@kinora/capture/node';
import type { Dialect } from './animate3d/dialect.ts';
import type { ChooseFault } from './faults/fault.ts';
import type { FileStore } from './files/file-store.ts';
import type { FetchOutsideOptions } from './http/fetch-outside.ts';
import type { Signer } from './http/signer.ts';
import type { JobQueue } from './jobs/job-queue.ts';
import type { Records } from './records/records.ts';

/** What all routes of one service share. */
export interface House {
  readonly files: FileStore;
  readonly jobs: JobQueue;
  readonly records: Records;
  readonly signer: Signer;
  /** Who may use the service. Undefined: anyone who reaches it, which is this machine alone. */
  readonly account: Credentials | undefined;
  /** True where the service listens to this machine alone. */
  readonly isLocal: boolean;
  /** Largest video or character, bytes. */
  readonly maxUploadBytes: number;
  /** What the account was given to spend, all in all. */
  readonly credits: number;
  /** Reads what a video's container says. */
  readonly probeVideo: (path: string) => Promise<VideoFacts>;
  /** Where characters and webhooks of other hosts may lie. Default: nowhere. */
  readonly outside?: Pick<FetchOutsideOptions, 'hosts' | 'trustedOrigins' | 'resolve'>;
  /** How long a session is good. Default a day. */
  readonly sessionLifeMs?: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** One line for the operator: no query, no header, no secret. */
  readonly log: (line: string) => void;
  /** For tests: how the service differs from the documents. */
  readonly dialect?: Partial<Dialect>;
  /** For tests: what goes wrong. */
  readonly faults?: ChooseFault;
}
