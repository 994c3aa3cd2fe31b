import type { Clip } from '@kinora/core/motion';
import { expect } from 'vitest';

/** The same turns and places in every frame, to what single precision and a file leave of them. */
export function expectSameMotion(actual: Clip, expected: Clip): void {
  expect(actual.rig.names).toEqual(expected.rig.names);
  expect(actual).toMatchObject({ frames: expected.frames, rate: expected.rate });
  expectClose(withSignsOf(expected.rotations, actual.rotations), expected.rotations, 2e-6);
  // A joint that the clip lists but never moves is not listed again: its place is its rest either way.
  expectClose(everyTranslation(actual), everyTranslation(expected), 1.1e-4);
}

/** The same turns, as q or −q like the others. */
function withSignsOf(signs: Float32Array, rotations: Float32Array): Float32Array {
  return rotations.map((value, i) => {
    const at = i - (i % 4);
    const dot = [0, 1, 2, 3].reduce((sum, axis) => sum + rotations[at + axis]! * signs[at + axis]!, 0);
    return dot < 0 ? -value : value;
  });
}

/** [frames × joints × 3] */
function everyTranslation({ rig, frames, translated, translations }: Clip): Float32Array {
  const out = new Float32Array(frames * rig.restTranslations.length);
  for (let frame = 0; frame < frames; frame++) {
    out.set(rig.restTranslations, frame * rig.restTranslations.length);
    translated.forEach((joint, column) => {
      const at = (frame * translated.length + column) * 3;
      out.set(translations.subarray(at, at + 3), frame * rig.restTranslations.length + joint * 3);
    });
  }
  return out;
}

function expectClose(actual: Float32Array, expected: Float32Array, tolerance: number): void {
  expect(actual).toHaveLength(expected.length);
  const worst = actual.reduce((most, value, i) => Math.max(most, Math.abs(value - expected[i]!)), 0);
  expect(worst).toBeLessThan(tolerance);
}
