import { KinoraError } from '../../../errors.ts';
import type { JsonValue } from '../../provider.ts';

/** What is kept of a run, from the moment before the job is asked for. */
export type Checkpoint =
  /** The job may have begun: asking again with the same key gives the same one. */
  | {
      readonly version: 1;
      readonly step: 'submitting';
      readonly name: string;
      readonly url: string;
      readonly params: readonly string[];
      readonly idempotencyKey: string;
    }
  | { readonly version: 1; readonly step: 'submitted'; readonly name: string; readonly rid: string };

/** @throws `animate3d/checkpoint` for what this version did not write. */
export function readCheckpoint(value: JsonValue): Checkpoint {
  if (isRecord(value) && value['version'] === 1) {
    const { name, step, url, params, idempotencyKey, rid } = value;
    if (typeof name !== 'string') throw foreign();
    if (step === 'submitted' && typeof rid === 'string') return { version: 1, step, name, rid };
    const isComplete = typeof url === 'string' && typeof idempotencyKey === 'string' && isTexts(params);
    if (step === 'submitting' && isComplete) {
      return { version: 1, step, name, url, params, idempotencyKey };
    }
  }
  throw foreign();
}

function foreign(): KinoraError {
  return new KinoraError('animate3d/checkpoint', 'Cannot go on with this run: another version of Kinora began it', {
    hint: 'Start again with the same video.',
  });
}

function isRecord(value: JsonValue): value is Readonly<Record<string, JsonValue>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTexts(value: JsonValue | undefined): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}
