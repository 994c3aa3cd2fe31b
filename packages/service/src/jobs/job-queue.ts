import type { Job, JobFailure, JobRequest, JobResult } from './job.ts';

/** Jobs wait in line, and run one at a time: two inferences at once on one machine are slower than both in turn. */
export interface JobQueue {
  /**
   * Puts a job in line. When this resolves, a crash no longer loses it.
   *
   * @returns the new job, or the one that the same user put in line with the same idempotency key before.
   * @throws `service/busy` where too many wait; `service/conflict` for an idempotency key of another request.
   */
  add(request: JobRequest): Promise<Job>;

  get(rid: string): Job | undefined;

  /** All jobs that are still known, oldest first. */
  list(): readonly Job[];

  /** What all jobs together have cost, those included that are no longer known. */
  readonly spentCredits: number;

  /** How many jobs are before a waiting one, the running one included; 0 for any other. */
  jobsBefore(rid: string): number;

  /** Ends the running job, which begins anew when the queue is opened again, and takes no more. */
  close(): Promise<void>;
}

/** Does the work of one job. Whatever it throws is read by the queue's `failureOf`. */
export type RunJob = (job: Job, context: RunJobContext) => Promise<JobResult>;

export interface RunJobContext {
  /** Aborts when the queue closes. */
  readonly signal: AbortSignal;
  onProgress(progress01: number): void;
}

export interface JobQueueOptions {
  readonly run: RunJob;
  readonly failureOf: (error: unknown) => JobFailure;
  /** Whether the work was ended by no fault of its own, as by a kill from outside: then it begins anew. Default: never. */
  readonly isInterruption?: (error: unknown) => boolean;
  /** Called for a finished job that makes room for newer ones. Its files go with it. */
  readonly onForgotten?: (job: Job) => Promise<void>;
  /**
   * Tells others that a job has ended, while the next one runs already. It is called again after a restart until it has
   * resolved once: at least once, and sometimes twice.
   */
  readonly announce?: (job: Job, signal: AbortSignal) => Promise<void>;
  /** Called where a job's end could not be written down, as on a full disk: after a restart it would run again. */
  readonly onFault?: (error: unknown) => void;
  /** Jobs that may wait. Default 100. */
  readonly maxWaiting?: number;
  /** Finished jobs that are remembered. Default 1000. */
  readonly maxFinished?: number;
  /** How long a finished job is remembered. Default: for ever. */
  readonly retentionMs?: number;
  /** A job that was begun so often and never ended takes the process with it: it is given up. Default 3. */
  readonly maxAttempts?: number;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}
