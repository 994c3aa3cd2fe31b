/** What a job is to do. Plain data: it is written to the journal. */
export interface JobRequest {
  /** Key of the video in the file store. */
  readonly videoKey: string;
  readonly fileName: string;
  readonly fileSize: number;
  /** `key=value` strings, as they came. */
  readonly params: readonly string[];
  /** The player for whom it runs; undefined for the account itself. */
  readonly user?: string;
  /** Chosen by the caller: a repeated request with the same key is the same job. */
  readonly idempotencyKey?: string;
}

/** What came of a job. */
export interface JobResult {
  readonly files: readonly JobFile[];
  /** Of the motion. */
  readonly durationSeconds: number;
  /** Of the whole video. Absent where it does not tell. */
  readonly videoSeconds?: number;
  /** What the account paid. */
  readonly credits?: number;
}

export interface JobFile {
  /** Key in the file store. */
  readonly key: string;
  /** `glb`, `bvh`. */
  readonly format: string;
}

/** Why a job failed, in the numbers of Animate 3D. */
export interface JobFailure {
  readonly code: number;
  readonly message: string;
}

/** A job as it stands. */
export interface Job {
  readonly rid: string;
  readonly request: JobRequest;
  readonly state: 'waiting' | 'running' | 'done' | 'failed';
  /** [0, 1] while it runs. Not kept over a restart. */
  readonly progress01: number;
  readonly result?: JobResult;
  readonly failure?: JobFailure;
  /** How often it was begun. */
  readonly attempts: number;
  readonly createdMs: number;
  readonly changedMs: number;
  /** True when all who wanted to know of its end have been told, or given up. */
  readonly isAnnounced?: true;
}
