import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hingeAxis } from '../../../../packages/core/src/retarget/canonical/motion/hinge-axis.ts';
import { principalAxes } from '../../../../packages/core/src/retarget/canonical/motion/principal-axes.ts';
import { vectorAngles } from '../../../support/expect-rotation.ts';
import { about, rotate, times } from '../../../support/synthetic-rig.ts';

const DEGREES = 180 / Math.PI;
const anyTurn = fc
  .tuple(
    fc.double({ min: -1, max: 1, noNaN: true }),
    fc.double({ min: -1, max: 1, noNaN: true }),
    fc.double({ min: 0, max: 360, noNaN: true }),
  )
  .map(([x, y, degrees]) => about([x, y, 0.5], degrees));

/** Of a left arm that droops by some degrees and is bent by others, and is turned as a whole. */
function swings(bends: readonly number[], droop: number, turn = about([0, 1, 0], 0)): Float64Array[] {
  return bends.map((bend) =>
    Float64Array.from(rotate(times(turn, times(about([0, -1, 0], bend), about([0, 0, 1], -droop))), [1, 0, 0])),
  );
}

describe('hingeAxis()', () => {
  test('finds the hinge of an arm, however it lies, to less than half of what it droops', () => {
    fc.assert(
      fc.property(anyTurn, fc.double({ min: 0, max: 8, noNaN: true }), (turn, droop) => {
        const upper = Float64Array.from(rotate(turn, [1, 0, 0]));
        const hinge = hingeAxis(swings([10, 30, 50, 70, 90], droop, turn), upper)!;
        expect(vectorAngles(hinge.axis, rotate(turn, [0, -1, 0])).max).toBeLessThan(droop / 2 + 0.01);
        expect(Math.sqrt(hinge.variance) * DEGREES).toBeLessThan(6);
      }),
    );
  });

  test.each([
    ['straight throughout', [0, 0, 0]],
    ['bent by half a degree', [0, 0.5, 0]],
  ])('is not sure of a limb that is %s', (_, bends) => {
    const hinge = hingeAxis(swings(bends, 0), Float64Array.of(1, 0, 0));
    expect(hinge ? Math.sqrt(hinge.variance) * DEGREES : Infinity).toBeGreaterThan(40);
  });

  test('is the surer the further a limb bends', () => {
    const variances = [5, 15, 45, 90].map((most) => {
      const bends = [0, most / 3, most / 2, most];
      return hingeAxis(swings(bends, 3), Float64Array.of(1, 0, 0))!.variance;
    });
    expect(variances).toEqual(variances.toSorted((a, b) => b - a));
  });
});

describe('principalAxes()', () => {
  test('put together are the matrix again', () => {
    const number = fc.double({ min: -10, max: 10, noNaN: true });
    fc.assert(
      fc.property(fc.tuple(number, number, number, number, number, number), ([a, b, c, d, e, f]) => {
        const matrix = Float64Array.of(a, b, c, b, d, e, c, e, f);
        const { values, axes } = principalAxes(matrix);
        expect(values).toEqual(values.toSorted((x, y) => x - y));
        matrix.forEach((value, at) => {
          const [row, column] = [Math.floor(at / 3), at % 3];
          const sum = values.reduce((whole, size, i) => whole + size * axes[i]![row]! * axes[i]![column]!, 0);
          expect(Math.abs(sum - value)).toBeLessThan(1e-9);
        });
      }),
    );
  });

  test.each([
    ['nothing', [0, 0, 0, 0, 0, 0, 0, 0, 0]],
    ['the same in all directions', [2, 0, 0, 0, 2, 0, 0, 0, 2]],
  ])('of %s are unit vectors', (_, matrix) => {
    for (const axis of principalAxes(Float64Array.from(matrix)).axes) expect(Math.hypot(...axis)).toBeCloseTo(1);
  });
});
