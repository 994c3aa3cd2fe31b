import { KinoraError } from '../../../errors.ts';
import type { JsonValue } from '../../provider.ts';

/** What is kept of a run, from its first byte on. */
export type Checkpoint = Uploading | Submitting | Submitted;

/** The video is on its way. It is kept under its hash, and so is its upload. */
export interface Uploading {
  readonly version: 1;
  readonly step: 'uploading';
  /** Of the result. */
  readonly name: string;
  /** Of the video, with its ending. */
  readonly fileName: string;
  readonly videoHash: string;
  readonly params: readonly string[];
}

/** The job may have begun: saved before it is asked for. */
export interface Submitting {
  readonly version: 1;
  readonly step: 'submitting';
  readonly name: string;
  readonly url: string;
  readonly params: readonly string[];
  /** Asking again with the same key gives the same job. */
  readonly idempotencyKey: string;
}

export interface Submitted {
  readonly version: 1;
  readonly step: 'submitted';
  readonly name: string;
  readonly rid: string;
}

/** As plain data. */
export function writeCheckpoint(checkpoint: Checkpoint): JsonValue {
  return JSON.parse(JSON.stringify(checkpoint)) as JsonValue; // Whose members are all of JSON.
}

/** @throws `animate3d/checkpoint` for what this version did not write. */
export function readCheckpoint(value: JsonValue): Checkpoint {
  if (!isRecord(value) || value['version'] !== 1 || typeof value['name'] !== 'string') throw foreign();
  const { step, name, rid } = value;
  if (step === 'submitted' && typeof rid === 'string') return { version: 1, step, name, rid };
  const checkpoint = step === 'submitting' ? readSubmitting(value, name) : readUploading(value, name);
  if (!checkpoint) throw foreign();
  return checkpoint;
}

type Fields = Readonly<Record<string, JsonValue>>;

function readUploading({ step, fileName, videoHash, params }: Fields, name: string): Uploading | undefined {
  if (step !== 'uploading' || typeof fileName !== 'string' || typeof videoHash !== 'string') return undefined;
  return isTexts(params) ? { version: 1, step, name, fileName, videoHash, params } : undefined;
}

function readSubmitting({ url, idempotencyKey, params }: Fields, name: string): Submitting | undefined {
  if (typeof url !== 'string' || typeof idempotencyKey !== 'string' || !isTexts(params)) return undefined;
  return { version: 1, step: 'submitting', name, url, params, idempotencyKey };
}

function foreign(): KinoraError {
  return new KinoraError('animate3d/checkpoint', 'Cannot go on with this run: another version of Kinora began it', {
    hint: 'Start again with the same video.',
  });
}

function isRecord(value: JsonValue | undefined): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTexts(value: JsonValue | undefined): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}
