import { alignSigns } from '@kinora/core/motion';
import type { Clip, Rig } from '@kinora/core/motion';
import fc from 'fast-check';

export interface ClipShape {
  readonly joints?: number;
  readonly frames?: number;
  /** Keys at times of their own. Default false. */
  readonly uneven?: boolean;
}

const turn = fc
  .tuple(...[0, 1, 2, 3].map(() => fc.double({ min: -1, max: 1, noNaN: true })))
  .filter((q) => Math.hypot(...q) > 0.1)
  .map((q) => q.map((value) => value / Math.hypot(...q)));
const place = fc.tuple(...[0, 1, 2].map(() => fc.double({ min: -1, max: 1, noNaN: true })));

/** Any tree of joints with any rest, doing anything. */
export function arbitraryClip({ joints = 6, frames = 5, uneven = false }: ClipShape = {}): fc.Arbitrary<Clip> {
  return fc
    .record({ joints: fc.integer({ min: 1, max: joints }), frames: fc.integer({ min: 1, max: frames }) })
    .chain((size) =>
      fc.record({
        parents: fc.tuple(
          ...Array.from({ length: size.joints }, (_, i) => fc.integer({ min: i === 0 ? -1 : 0, max: i - 1 })),
        ),
        rest: fc.array(fc.tuple(turn, place), { minLength: size.joints, maxLength: size.joints }),
        turns: fc.array(turn, { minLength: size.joints * size.frames, maxLength: size.joints * size.frames }),
        translated: fc.subarray(Array.from({ length: size.joints }, (_, i) => i)),
        places: fc.array(place, { minLength: size.joints * size.frames, maxLength: size.joints * size.frames }),
        rate: fc.constantFrom(12, 24, 29.97, 30, 60, 120),
        steps: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: size.frames, maxLength: size.frames }),
        frames: fc.constant(size.frames),
      }),
    )
    .map(({ parents, rest, turns, translated, places, rate, steps, frames: count }) => {
      const rig: Rig = {
        names: parents.map((_, joint) => `joint_${joint}`),
        parents: Int16Array.from(parents),
        restTranslations: Float32Array.from(rest.flatMap(([, translation]) => translation)),
        restRotations: Float32Array.from(rest.flatMap(([rotation]) => rotation)),
        unitMetres: 1,
      };
      const rotations = Float32Array.from(turns.flat());
      alignSigns(rotations, count, parents.length);
      let time = 0;
      const times = steps.map((step, frame) => (time += frame === 0 ? 0 : step / rate));
      return {
        name: 'anything',
        rig,
        frames: count,
        rate,
        ...(uneven && { times: Float32Array.from(times) }),
        rotations,
        translated: Int16Array.from(translated),
        translations: Float32Array.from(places.slice(0, count * translated.length).flat()),
      };
    });
}
