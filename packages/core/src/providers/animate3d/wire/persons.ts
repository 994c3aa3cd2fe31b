import * as v from 'valibot';
import { id, isRecord, list, object, read, text, url } from './schema.ts';
import type { Schema } from './schema.ts';

/** The most people whom one job follows. */
export const MAX_PERSONS = 16;

/** Who is followed, and as which character: an entry of the `models` parameter, and of a finished job's `models`. */
export interface PersonModel {
  /** Three digits: `001`. */
  readonly trackingId: string;
  readonly modelId?: string;
  /** What the service made of face and hands. Its values are not documented. */
  readonly faceDataType?: unknown;
  readonly handDataType?: unknown;
}

/** Somebody whom `pipeline=mp_detection` found. */
export interface DetectedPerson {
  /** Three digits: `001`. */
  readonly trackingId: string;
  /** In how many frames, of the first and the last of which the indices follow. */
  readonly frames: number;
  readonly firstFrame: number;
  readonly lastFrame: number;
}

/** One entry of the answer of `GET /pesave/getUrls/<rid>`: where the pose editor keeps its version of a motion. */
export interface PeSaveUrls {
  /** Absent for a job of one person. */
  readonly trackingId?: string;
  /** Null until a version was written. */
  readonly modifiedVersionReadUrl: string | null;
  /** Takes one PUT. The format of what is put is not documented: bytes. */
  readonly modifiedVersionWriteUrl: string;
}

/** @returns three digits for `1`, `'1'` and `'001'`; undefined for what is no id of a person. */
export function trackingIdOf(value: unknown): string | undefined {
  const digits = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
  return typeof digits === 'string' && /^\d{1,6}$/.test(digits) ? String(Number(digits)).padStart(3, '0') : undefined;
}

/**
 * The people in a `characters_detection_result.cdsave`, by their ids. There may be none, more than a job may follow, and
 * gaps between the ids. All else in the file is not documented.
 */
export function readDetections(value: unknown): readonly DetectedPerson[] {
  const { detectionResults } = read(detections, value, 'who was detected');
  const persons = new Map<string, DetectedPerson>();
  for (const [frame, people] of detectionResults.entries()) {
    for (const trackingId of idsOf(people)) {
      const { frames, firstFrame } = persons.get(trackingId) ?? { frames: 0, firstFrame: frame };
      persons.set(trackingId, { trackingId, frames: frames + 1, firstFrame, lastFrame: frame });
    }
  }
  return [...persons.values()].sort((a, b) => Number(a.trackingId) - Number(b.trackingId));
}

/** The value of the `models` parameter, parsed: who is to be followed, 1 to 16, each once, and as which character. */
export function readPersonModels(value: unknown): readonly PersonModel[] {
  return read(personModels, value, 'who is to be followed');
}

/** An array, or the one entry of a job of one person, whose shape no document shows. */
export function readPeSaveAnswer(value: unknown): readonly PeSaveUrls[] {
  return read(peSaveAnswer, value, 'the links of the pose editor').map(
    ({ modifiedVersionReadUrl = null, modifiedVersionWriteUrl, trackingId }) => ({
      ...(trackingId !== undefined && { trackingId }),
      modifiedVersionReadUrl,
      modifiedVersionWriteUrl,
    }),
  );
}

function idsOf(people: unknown): Set<string> {
  const entries: readonly unknown[] = Array.isArray(people) ? people : [];
  return new Set(entries.flatMap((person) => (isRecord(person) ? (trackingIdOf(person['id']) ?? []) : [])));
}

const trackingId: Schema<string> = v.pipe(v.unknown(), v.transform(trackingIdOf), v.string('the id of a person'));

export const personModel: Schema<PersonModel> = object({
  trackingId,
  modelId: v.exactOptional(text),
  faceDataType: v.exactOptional(v.unknown()),
  handDataType: v.exactOptional(v.unknown()),
});

const personModels: Schema<readonly PersonModel[]> = v.pipe(
  v.array(object({ trackingId, modelId: v.exactOptional(id) })),
  v.minLength(1),
  v.maxLength(MAX_PERSONS),
  v.check((all) => new Set(all.map((each) => each.trackingId)).size === all.length, 'a list without doubles'),
);

const detections = object({ detectionResults: list(v.unknown()) });

const peSaveEntry = object({
  trackingId: v.exactOptional(trackingId),
  modifiedVersionReadUrl: v.exactOptional(url),
  modifiedVersionWriteUrl: url,
});

const peSaveAnswer = v.pipe(
  v.unknown(),
  v.transform((value) => (isRecord(value) ? [value] : value)),
  list(peSaveEntry),
);
