import type { Credentials } from '@kinora/core/protocol';
import type { FileStore } from './files/file-store.ts';
import type { Signer } from './http/signer.ts';
import type { JobQueue } from './jobs/job-queue.ts';

/** What all routes of one service share. */
export interface House {
  readonly files: FileStore;
  readonly jobs: JobQueue;
  readonly signer: Signer;
  /** Who may use the service. Undefined: anyone who reaches it, which is this machine alone. */
  readonly account: Credentials | undefined;
  /** True where the service listens to this machine alone. */
  readonly isLocal: boolean;
  /** Largest video, bytes. */
  readonly maxUploadBytes: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** One line for the operator: no query, no header, no secret. */
  readonly log: (line: string) => void;
}
