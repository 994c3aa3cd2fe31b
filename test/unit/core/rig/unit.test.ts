import { describe, expect, test } from 'vitest';
import { estimateUnit } from '@kinora/core/motion';

describe('estimateUnit()', () => {
  test.each([
    ['metres', 1.75, 1],
    ['a child in metres', 1.1, 1],
    ['a dwarf in centimetres', 90, 0.01],
    ['a giant in centimetres', 280, 0.01],
    ['decimetres', 17.2, 0.1],
    ['centimetres', 178, 0.01],
    ['millimetres', 1690, 0.001],
    ['inches', 69, 0.0254],
    ["CMU's 1/0.45 inch", 30.5, 0.056444],
  ])('reads %s', (_, height, unit) => {
    expect(estimateUnit(height)).toBe(unit);
  });

  // 43 is a zombie's of AnimatedDrawings: 2.4 m by CMU's unit, 0.4 m in centimetres.
  test.each([1e-6, 0.02, 43, 540, 1e7])(
    'makes a performer of %d units 1.7 m tall where no known unit fits',
    (height) => {
      expect(height * estimateUnit(height)).toBeCloseTo(1.7, 9);
    },
  );

  test.each([0, -3, NaN, Infinity])('leaves a height of %d as it is', (height) => {
    expect(estimateUnit(height)).toBe(1);
  });
});
