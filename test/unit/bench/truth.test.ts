import { describe, expect, test } from 'vitest';

import { betterIn, worseThanThen } from '../../../bench/accuracy/against-first-light.ts';
import type { Figures } from '../../../bench/accuracy/against-first-light.ts';
import { boneWobble, tremble, widthOf } from '../../../bench/accuracy/measures/bones.ts';
import { LIMBS } from '../../../bench/accuracy/measures/limbs.ts';
import table from '../../../bench/accuracy/pose2sim-truth.json' with { type: 'json' };
import { withoutErrors, withoutMarks } from '../../../bench/accuracy/published-errors.ts';
import { triangulated } from '../../../bench/accuracy/triangulated.ts';
import { figurePoints, standing } from '../../support/figure.ts';

type Vec = readonly [number, number, number];

describe('the joints of a real man that were written down', () => {
  test('go smoothly: no number of any frame lies 1.5 cm beside the curve through its neighbours', () => {
    const rows = table.frames.map(({ places }) => places);
    for (const [i, row] of rows.entries()) {
      if (i < 2 || i > rows.length - 3) continue;
      row.forEach((value, at) => {
        const of = (step: number): number => rows[i + step]![at]!;
        const curve = (4 * (of(-1) + of(1)) - of(-2) - of(2)) / 6;
        expect(Math.abs(value - curve), `frame ${table.frames[i]!.frame}, number ${at}`).toBeLessThan(15);
      });
    }
  });

  test('are those of a man, each with its left on one side and its right on the other', () => {
    const motion = triangulated.limbs(triangulated.times!);
    expect(motion.places).toHaveLength(table.frames.length * LIMBS * 3);
    expect(widthOf(motion, 'thigh')).toBeCloseTo(0.41, 1);
    expect(widthOf(motion, 'shoulders')).toBeCloseTo(0.33, 1);
    expect(boneWobble(motion)).toBeLessThan(0.08);
    expect(tremble(motion)).toBeLessThan(0.03);
  });

  test('stand on the left foot while the right one swings, then on the right', () => {
    const { left, right } = triangulated.stands(50, 30);
    const at = (seconds: number): number => Math.round(seconds * 30);
    expect([left[at(0.8)], right[at(0.8)]]).toEqual([1, 0]);
    expect([left[at(1.55)], right[at(1.55)]]).toEqual([0, 1]);
  });
});

test('published errors are taken out of hips, shoulders, arms, knees and ankles', () => {
  const points = figurePoints(standing()).map(([x, y, z]): Vec => [x, -y, -z]);
  const [marks, all] = [withoutMarks(points), withoutErrors(points)];
  const between = (some: readonly Vec[], a: number, b: number): number =>
    Math.hypot(...[0, 1, 2].map((axis) => some[a]![axis]! - some[b]![axis]!));
  expect(between(points, 23, 24) - between(marks, 23, 24)).toBeCloseTo(0.054);
  expect(marks[11]![1] - points[11]![1]).toBeCloseTo(0.01);
  expect(points[25]![2] - all[25]![2]).toBeCloseTo(0.09);
  expect(points[28]![2] - all[28]![2]).toBeCloseTo(0.06);
  expect(between(all, 12, 14) / between(points, 12, 14)).toBeGreaterThan(1.15);
  expect(between(all, 14, 16)).toBeCloseTo(between(points, 14, 16));
});

describe('what became of first light', () => {
  const then: Figures = {
    'lite walk': [['**solved: MPJPE**', '**8.5 cm**']],
    'full walk': [['solved: MPJPE', '8.2 cm']],
  };
  const now: Figures = {
    'lite walk': [
      ['**solved: MPJPE**', '**8.6 cm**'],
      ['feet: contacts, F1', '0.9'],
    ],
    'full walk': [['solved: MPJPE', '6.4 cm']],
  };

  test('is told in words and by quality', () => {
    expect(betterIn(now, then, 'walk', 'solved: MPJPE')).toBe(
      'better with `full`, worse with `lite` (`lite` 8.5 → 8.6 cm, `full` 8.2 → 6.4 cm)',
    );
  });

  test('is not told of a clip that was not measured', () => {
    expect(betterIn(now, then, 'dance', 'solved: MPJPE')).toBe('not measured');
  });

  test('is listed where it is worse', () => {
    expect(worseThanThen(now, then)).toEqual([
      expect.objectContaining({ quality: 'lite', clip: 'walk', then: '8.5 cm', now: '8.6 cm' }),
    ]);
    expect(
      worseThanThen({ 'full walk': [['feet: contacts, F1', '0.8']] }, { 'full walk': [['feet: contacts, F1', '0.9']] }),
    ).toHaveLength(1);
  });
});
