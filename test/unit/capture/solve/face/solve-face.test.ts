import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { FACE_SHAPES } from '../../../../../packages/capture/src/solve/face/estimates.ts';
import { solveFace } from '../../../../../packages/capture/src/solve/face/solve-face.ts';
import type { TrackedFrame } from '../../../../../packages/capture/src/track/landmarks.ts';
import { FRONTAL, makeFace } from '../../../../support/face-mesh.ts';
import type { Held, MadeFace } from '../../../../support/face-mesh.ts';

const RATE = 30;
const REST = 40;
const SHOWN = 15;

/** At rest, then a grimace for half a second, then at rest. */
function clipOf(grimace: MadeFace, held: (frame: number) => Held = () => FRONTAL): TrackedFrame[] {
  return Array.from({ length: 2 * REST + SHOWN }, (_, frame) => {
    const isShown = frame >= REST && frame < REST + SHOWN;
    return { time: frame / RATE, face: makeFace(isShown ? grimace : {}, held(frame)) };
  });
}

function weightsAt(frames: readonly TrackedFrame[], frame: number): Record<string, number> {
  const morphs = solveFace({ frames })!;
  const { length } = morphs.names;
  return Object.fromEntries(morphs.names.map((name, i) => [name, morphs.weights[frame * length + i]!]));
}

/** In the middle of the grimace. */
function shownWeights(grimace: MadeFace, held?: (frame: number) => Held): Record<string, number> {
  return weightsAt(clipOf(grimace, held), REST + (SHOWN >> 1));
}

const side = fc.double({ min: -0.1, max: 0.1, noNaN: true });
const pair = fc.tuple(side, side);
const eye = fc.double({ min: 0.02, max: 0.2, noNaN: true });
const grimace: fc.Arbitrary<MadeFace> = fc.record({
  gap: fc.double({ min: 0.02, max: 0.3, noNaN: true }),
  cornerUp: pair,
  cornerOut: pair,
  browInner: pair,
  browOuter: pair,
  eyes: fc.tuple(eye, eye),
});
/** Two of them are less than 11° apart: brows rest while the head looks elsewhere. */
const angle = fc.double({ min: -0.06, max: 0.06, noNaN: true });
const held: fc.Arbitrary<Held> = fc.record({
  x: fc.double({ min: 0, max: 2000, noNaN: true }),
  y: fc.double({ min: 0, max: 2000, noNaN: true }),
  size: fc.double({ min: 40, max: 400, noNaN: true }),
  yaw: angle,
  pitch: angle,
  roll: fc.double({ min: -3, max: 3, noNaN: true }),
});
const flip = ([left, right]: readonly [number, number]): [number, number] => [right, left];

describe('solveFace(): laws', () => {
  test('how the head is held, how large it is and where changes no weight', () => {
    fc.assert(
      fc.property(grimace, held, held, (made, one, other) => {
        const still = shownWeights(made);
        const moving = shownWeights(made, (frame) => (frame % 2 === 0 ? one : other));
        // Points are in single precision: of 2000 px to a ten-thousandth, of which 40 px for a face make a weight of 0.001.
        for (const name of FACE_SHAPES) expect(moving[name]).toBeCloseTo(still[name]!, 2);
      }),
      { numRuns: 40 },
    );
  });

  test('a mirror exchanges left and right', () => {
    fc.assert(
      fc.property(grimace, (made) => {
        const weights = shownWeights(made);
        const { gap, cornerUp, cornerOut, browInner, browOuter, eyes } = made as Required<MadeFace>;
        const mirrored = shownWeights({
          gap,
          cornerUp: flip(cornerUp),
          cornerOut: flip(cornerOut),
          browInner: flip(browInner),
          browOuter: flip(browOuter),
          eyes: flip(eyes),
        });
        for (const name of FACE_SHAPES) {
          const other = name.replace(/Left|Right/, (word) => (word === 'Left' ? 'Right' : 'Left'));
          expect(mirrored[other]).toBeCloseTo(weights[name]!, 4);
        }
      }),
      { numRuns: 40 },
    );
  });

  test('all weights are 0…1, whatever the points are', () => {
    const frame = fc.record({
      made: grimace,
      held,
      // In distances between the eyes; the larger ones are no face any more, and tear its parts apart.
      reach: fc.constantFrom(0.01, 0.1, 1, 1e4),
      noise: fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 16, maxLength: 16 }),
    });
    fc.assert(
      fc.property(
        fc.array(frame, { minLength: 24, maxLength: 30 }),
        fc.nat({ max: 23 }),
        fc.boolean(),
        (wild, broken, lacksEyes) => {
          const rests = Array.from({ length: 8 }, () => makeFace());
          const faces = wild.map(({ made, held: how, reach, noise }, i) => {
            const { image, ...face } = makeFace(made, how);
            const moved = image.map(
              (value, at) => value + how.size * reach * noise[(at * 7 + (at >> 4)) % noise.length]!,
            );
            if (i !== broken) return { ...face, image: moved };
            return lacksEyes
              ? { ...face, image: moved, eyes: [0.1, NaN] as const }
              : { ...face, image: moved.fill(NaN) };
          });
          const frames = [...rests, ...faces].map((face, i) => ({ time: i / RATE, face }));
          const morphs = solveFace({ frames });
          expect(morphs).toBeDefined();
          expect(morphs!.weights).toHaveLength(frames.length * FACE_SHAPES.length);
          expect(morphs!.weights.filter((weight) => !(weight >= 0 && weight <= 1))).toHaveLength(0);
        },
      ),
      { numRuns: 30 },
    );
  });
});

describe('solveFace()', () => {
  test.each([
    ['an open mouth', { gap: 0.27 }, ['jawOpen']],
    ['a closed left eye', { eyes: [0.03, 0.2] }, ['eyeBlinkLeft']],
    ['a closed right eye', { eyes: [0.2, 0.03] }, ['eyeBlinkRight']],
    ['a smile', { cornerUp: [0.07, 0.07], cornerOut: [0.1, 0.1] }, ['mouthSmileLeft', 'mouthSmileRight']],
    ['a smile of one side', { cornerUp: [0.06, 0], cornerOut: [0.06, 0] }, ['mouthSmileLeft']],
    ['pursed lips', { cornerOut: [-0.05, -0.05] }, ['mouthPucker']],
    ['lips as in “oh”', { gap: 0.12, cornerOut: [-0.04, -0.04] }, ['mouthFunnel']],
    ['corners that hang', { cornerUp: [-0.05, -0.05] }, ['mouthFrownLeft', 'mouthFrownRight']],
    ['corners drawn apart', { cornerOut: [0.04, 0.04] }, ['mouthStretchLeft', 'mouthStretchRight']],
    ['lowered brows', { browInner: [-0.03, -0.03], browOuter: [-0.03, -0.03] }, ['browDownLeft', 'browDownRight']],
    ['raised inner brows', { browInner: [0.024, 0.024], browOuter: [0.012, 0.012] }, ['browInnerUp']],
  ] as const)('sees %s, and nothing else', (_, made, expected) => {
    const seen = Object.entries(shownWeights(made)).filter(([, weight]) => weight > 0.5);
    expect(seen.map(([name]) => name)).toEqual(expected);
  });

  test('a face that keeps still has no weight at all', () => {
    expect(solveFace({ frames: clipOf({}) })!.weights.every((weight) => weight === 0)).toBe(true);
  });

  test('a mouth that is open throughout is open, not at rest', () => {
    const frames = Array.from({ length: 30 }, (_, i) => ({ time: i / RATE, face: makeFace({ gap: 0.27 }) }));
    expect(weightsAt(frames, 15)['jawOpen']).toBeGreaterThan(0.7);
  });

  test('a blink of a tenth of a second is not smoothed away', () => {
    const frames = Array.from({ length: 60 }, (_, i) => ({
      time: i / RATE,
      face: makeFace({ eyes: i >= 30 && i < 33 ? [0.03, 0.03] : [0.2, 0.2] }),
    }));
    expect(weightsAt(frames, 31)['eyeBlinkLeft']).toBeGreaterThan(0.9);
  });

  test('eyes that are not seen well enough do not blink', () => {
    const frames = clipOf({}).map((frame, i) => ({
      ...frame,
      face: makeFace({ eyes: i === REST + 7 ? [0.001, 0.001] : [0.04, 0.04] }),
    }));
    expect(weightsAt(frames, REST + 7)['eyeBlinkLeft']).toBe(0);
  });

  test('a short gap is crossed, in a long one the face relaxes', () => {
    const openAll = clipOf({}).map(({ time }, i) => ({ time, face: makeFace({ gap: i < 30 ? 0.02 : 0.27 }) }));
    const without = (from: number, to: number): TrackedFrame[] =>
      openAll.map(({ time, face }, i) => (i >= from && i < to ? { time, lacksFace: true } : { time, face }));
    expect(weightsAt(without(40, 50), 45)['jawOpen']).toBeGreaterThan(0.75);
    const long = without(40, 75);
    expect(weightsAt(long, 57)['jawOpen']).toBe(0);
    expect(weightsAt(long, 41)['jawOpen']).toBeGreaterThan(0.75);
    expect(weightsAt(long, 74)['jawOpen']).toBeGreaterThan(0.75);
  });

  test('brows rest while the head looks elsewhere, mouth and eyes go on', () => {
    const made: MadeFace = { gap: 0.27, browInner: [-0.04, -0.04], browOuter: [-0.04, -0.04] };
    const turned = (frame: number): Held => ({ ...FRONTAL, yaw: frame >= REST && frame < REST + SHOWN ? 0.6 : 0 });
    expect(shownWeights(made)['browDownLeft']).toBeGreaterThan(0.9);
    expect(shownWeights(made, turned)['browDownLeft']).toBe(0);
    expect(shownWeights(made, turned)['jawOpen']).toBeGreaterThan(0.75);
  });

  test('a face in profile is not seen', () => {
    const frames = clipOf({ gap: 0.27 }, () => ({ ...FRONTAL, yaw: 1.2 }));
    expect(solveFace({ frames })).toBeUndefined();
  });

  test('no face, none that was asked for, and no frames give nothing', () => {
    expect(solveFace({ frames: [] })).toBeUndefined();
    expect(solveFace({ frames: [{ time: 0 }, { time: 1, lacksFace: true }] })).toBeUndefined();
    expect(solveFace({ frames: [{ time: 0, face: makeFace() }] })).toBeUndefined();
  });

  test('has a row for each frame whose time rises', () => {
    const frames = clipOf({});
    const again = [...frames.slice(0, 10), frames[9]!, ...frames.slice(10)];
    expect(solveFace({ frames: again })!.weights).toHaveLength(frames.length * FACE_SHAPES.length);
  });
});
