import type { ClipMorphs } from '@kinora/core/motion';
import type { Track } from '../../track/landmarks.ts';
import { risingFrames } from '../points.ts';
import { medianFilter, smooth } from '../smooth.ts';
import { estimate, FACE_SHAPES } from './estimates.ts';
import { shapeOf } from './face-shape.ts';
import { fillFace } from './fill-face.ts';
import { BROWS_AT, EYES_AT, fromRow, FRONT_AT, measureFace, MEASURES, toRow } from './measures.ts';
import { neutralOf } from './neutral.ts';

/** Of frames that show the face: with fewer nothing is known of how it is at rest. */
const LEAST_SEEN = 0.1;
const LEAST_FRAMES = 5;
/** cos 53°: a face that is turned farther hides one of its halves. */
const LEAST_FRONTAL = 0.6;
// Seconds. A blink takes 0.15 s, and is not smoothed; brows move little, and come and go slowly.
const MEDIAN = 1 / 30;
const MOUTH_HALF_WINDOW = 0.08;
const BROW_HALF_WINDOW = 0.16;

/**
 * Estimates what a face does from its points: sixteen of ARKit's blendshapes, relative to how the same face is at rest in the
 * same clip. Neither the way the head is held nor its size in the picture counts. An estimate, and not a measurement.
 *
 * @returns one row for each of the track's rising frames; undefined where no face was asked for, or hardly ever seen.
 */
export function solveFace(track: Pick<Track, 'frames'>): ClipMorphs | undefined {
  const frames = risingFrames(track);
  const times = Float64Array.from(frames, ({ time }) => time - frames[0]!.time);
  const found = frames.flatMap(({ face }, frame) => {
    const shape = face && shapeOf(face);
    if (!shape || !(shape.front[2] >= LEAST_FRONTAL)) return [];
    const row = toRow(measureFace(shape, face));
    return row.every(Number.isFinite) ? [{ frame, row }] : [];
  });
  if (found.length < LEAST_FRAMES || found.length < LEAST_SEEN * frames.length) return undefined;
  const rows = smoothRows(
    Float64Array.from(found, ({ frame }) => times[frame]!),
    found.map(({ row }) => row),
  );
  const neutral = neutralOf(rows);
  const weights = new Float32Array(frames.length * FACE_SHAPES.length);
  found.forEach(({ frame }, i) => {
    const measures = fromRow(rows.subarray(i * MEASURES, (i + 1) * MEASURES));
    weights.set(estimate(measures, neutral), frame * FACE_SHAPES.length);
  });
  const seen = frames.map(() => false);
  for (const { frame } of found) seen[frame] = true;
  fillFace(times, weights, FACE_SHAPES.length, seen);
  return { names: FACE_SHAPES, weights };
}

/** Takes out what jumps for a single frame, and smooths each group of measures as slowly as what it tells of moves. */
function smoothRows(times: Float64Array, rows: readonly (readonly number[])[]): Float64Array {
  const part = (from: number, to: number, halfWindow: number): Float64Array => {
    const values = Float64Array.from(rows.flatMap((row) => row.slice(from, to)));
    medianFilter(times, values, to - from, MEDIAN);
    if (halfWindow > 0) smooth(times, values, to - from, halfWindow);
    return values;
  };
  const parts = [
    { from: 0, to: BROWS_AT, values: part(0, BROWS_AT, MOUTH_HALF_WINDOW) },
    { from: BROWS_AT, to: EYES_AT, values: part(BROWS_AT, EYES_AT, BROW_HALF_WINDOW) },
    { from: EYES_AT, to: FRONT_AT, values: part(EYES_AT, FRONT_AT, 0) },
    { from: FRONT_AT, to: MEASURES, values: part(FRONT_AT, MEASURES, MOUTH_HALF_WINDOW) },
  ];
  const smoothed = new Float64Array(rows.length * MEASURES);
  for (const { from, to, values } of parts) {
    const size = to - from;
    for (let row = 0; row < rows.length; row++) {
      smoothed.set(values.subarray(row * size, (row + 1) * size), row * MEASURES + from);
    }
  }
  return smoothed;
}
