import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  angleBetweenQuats,
  axisAngleQuat,
  basisQuat,
  conjugateQuat,
  multiplyQuat,
  normalizeQuat,
  relativeQuat,
  rotateVec3,
  shortestArcQuat,
  slerpQuat,
} from '../../../../packages/core/src/math/quat.ts';
import { crossVec3, dotVec3, normalizeVec3 } from '../../../../packages/core/src/math/vec3.ts';

const part = fc.double({ min: -1, max: 1, noNaN: true });
const unitQuat = fc
  .tuple(part, part, part, part)
  .filter((q) => Math.hypot(...q) > 0.1)
  .map((q) => normalized(Float64Array.from(q)));
const unitVec = fc
  .tuple(part, part, part)
  .filter((v) => Math.hypot(...v) > 0.1)
  .map((v) => {
    const out = Float64Array.from(v);
    normalizeVec3(out, 0, out, 0);
    return out;
  });

function normalized(q: Float64Array): Float64Array {
  normalizeQuat(q, 0, q, 0);
  return q;
}

function product(a: Float64Array, b: Float64Array): Float64Array {
  const out = new Float64Array(4);
  multiplyQuat(out, 0, a, 0, b, 0);
  return out;
}

function turned(q: Float64Array, v: Float64Array): Float64Array {
  const out = new Float64Array(3);
  rotateVec3(out, 0, q, 0, v, 0);
  return out;
}

function expectNear(actual: Float64Array, expected: ArrayLike<number>, tolerance = 1e-9): void {
  actual.forEach((value, i) => {
    expect(Math.abs(value - expected[i]!)).toBeLessThanOrEqual(tolerance);
  });
}

describe('multiplyQuat()', () => {
  test('turns by the second first', () => {
    fc.assert(
      fc.property(unitQuat, unitQuat, unitVec, (a, b, v) => {
        expectNear(turned(product(a, b), v), turned(a, turned(b, v)));
      }),
    );
  });

  test('writes over its own input', () => {
    const a = normalized(Float64Array.of(1, 2, 3, 4));
    const b = normalized(Float64Array.of(4, -3, 2, 1));
    const expected = product(a, b);
    multiplyQuat(b, 0, a, 0, b, 0);
    expectNear(b, expected);
  });

  test('keeps unit length', () => {
    fc.assert(
      fc.property(unitQuat, unitQuat, (a, b) => {
        expect(Math.hypot(...product(a, b))).toBeCloseTo(1, 12);
      }),
    );
  });
});

describe('relativeQuat()', () => {
  test('is the inverse of the first times the second', () => {
    fc.assert(
      fc.property(unitQuat, unitQuat, (a, b) => {
        const inverse = new Float64Array(4);
        const relative = new Float64Array(4);
        conjugateQuat(inverse, 0, a, 0);
        relativeQuat(relative, 0, a, 0, b, 0);
        expectNear(relative, product(inverse, b));
      }),
    );
  });
});

describe('axisAngleQuat()', () => {
  test('sends +x to −z by a quarter turn about +y', () => {
    const q = new Float64Array(4);
    axisAngleQuat(q, 0, Float64Array.of(0, 1, 0), 0, Math.PI / 2);
    expectNear(turned(q, Float64Array.of(1, 0, 0)), [0, 0, -1]);
  });
});

describe('shortestArcQuat()', () => {
  test('takes one direction to the other', () => {
    fc.assert(
      fc.property(unitVec, unitVec, (from, to) => {
        const q = new Float64Array(4);
        shortestArcQuat(q, 0, from, 0, to, 0);
        expectNear(turned(q, from), to, 1e-6);
      }),
    );
  });

  test('takes a direction to its opposite', () => {
    fc.assert(
      fc.property(unitVec, (from) => {
        const to = from.map((value) => -value);
        const q = new Float64Array(4);
        shortestArcQuat(q, 0, from, 0, to, 0);
        expectNear(turned(q, from), to, 1e-6);
        expect(Math.hypot(...q)).toBeCloseTo(1, 12);
      }),
    );
  });

  test('does not turn for a vector without length', () => {
    const q = new Float64Array(4);
    shortestArcQuat(q, 0, Float64Array.of(0, 0, 0), 0, Float64Array.of(0, 1, 0), 0);
    expect([...q]).toEqual([0, 0, 0, 1]);
  });
});

describe('slerpQuat()', () => {
  test('goes the shorter way at even speed', () => {
    fc.assert(
      fc.property(unitQuat, unitQuat, fc.double({ min: 0, max: 1, noNaN: true }), (a, b, t) => {
        const q = new Float64Array(4);
        slerpQuat(q, 0, a, 0, b, 0, t);
        const whole = angleBetweenQuats(a, 0, b, 0);
        expect(angleBetweenQuats(a, 0, q, 0)).toBeCloseTo(t * whole, 5);
        expect(angleBetweenQuats(q, 0, b, 0)).toBeCloseTo((1 - t) * whole, 5);
      }),
    );
  });
});

describe('basisQuat()', () => {
  test('has the columns that it was given', () => {
    fc.assert(
      fc.property(unitQuat, (q) => {
        const columns = new Float64Array(9);
        columns.set(turned(q, Float64Array.of(1, 0, 0)), 0);
        columns.set(turned(q, Float64Array.of(0, 1, 0)), 3);
        columns.set(turned(q, Float64Array.of(0, 0, 1)), 6);
        const back = new Float64Array(4);
        basisQuat(back, 0, columns, 0);
        expect(angleBetweenQuats(q, 0, back, 0)).toBeLessThan(1e-7);
      }),
    );
  });
});

describe('angleBetweenQuats()', () => {
  test('tells a thousandth of a degree in single precision', () => {
    const angle = (0.001 * Math.PI) / 180;
    const a = Float32Array.of(0, 0, 0, 1);
    const b = Float32Array.of(Math.sin(angle / 2), 0, 0, Math.cos(angle / 2));
    expect(angleBetweenQuats(a, 0, b, 0)).toBeCloseTo(angle, 9);
  });
});

describe('normalizeQuat()', () => {
  test.each([
    ['zeros', [0, 0, 0, 0]],
    ['NaN', [Number.NaN, 0, 0, 1]],
    ['infinity', [Infinity, 0, 0, 1]],
  ])('makes no turn of %s', (_, numbers) => {
    expect([...normalized(Float64Array.from(numbers))]).toEqual([0, 0, 0, 1]);
  });
});

describe('crossVec3()', () => {
  test('is right-handed and square to both', () => {
    const z = new Float64Array(3);
    crossVec3(z, 0, Float64Array.of(1, 0, 0), 0, Float64Array.of(0, 1, 0), 0);
    expect([...z]).toEqual([0, 0, 1]);
    fc.assert(
      fc.property(unitVec, unitVec, (a, b) => {
        crossVec3(z, 0, a, 0, b, 0);
        expect(dotVec3(z, 0, a, 0)).toBeCloseTo(0, 12);
        expect(dotVec3(z, 0, b, 0)).toBeCloseTo(0, 12);
      }),
    );
  });
});
