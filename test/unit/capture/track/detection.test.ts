import { describe, expect, test } from 'vitest';

import { createAnchors } from '../../../../packages/capture/src/track/anchors.ts';
import { mergeDetections, readDetections } from '../../../../packages/capture/src/track/detection.ts';
import type { Detection } from '../../../../packages/capture/src/track/detection.ts';
import { regionAroundPerson } from '../../../../packages/capture/src/track/region.ts';

const ANCHORS = 2254;

function box(score: number, left: number, top: number, size: number): Detection {
  return { score, left, top, right: left + size, bottom: top + size, points: [left, top, 0, 0, 0, 0, 0, 0] };
}

/** Outputs of a detector that sees nobody. */
function nobody(): { boxes: Float32Array; scores: Float32Array } {
  return { boxes: new Float32Array(ANCHORS * 12), scores: new Float32Array(ANCHORS).fill(-100) };
}

describe('createAnchors()', () => {
  test('puts 2254 anchors on the grids of the pose detector', () => {
    // Two on each of 28² and 14² points, six on each of 7²: three layers share the last stride.
    const anchors = createAnchors(224, [8, 16, 32, 32, 32]);
    expect(anchors).toHaveLength(2 * ANCHORS);
    expect([...anchors.subarray(0, 6)]).toEqual(
      [0.5 / 28, 0.5 / 28, 0.5 / 28, 0.5 / 28, 1.5 / 28, 0.5 / 28].map(Math.fround),
    );
    expect(anchors.at(-1)).toBe(Math.fround(6.5 / 7));
  });

  test('counts for the other detectors of the family', () => {
    expect(createAnchors(192, [8, 16, 16, 16])).toHaveLength(2 * 2016);
    expect(createAnchors(128, [8, 16, 16, 16])).toHaveLength(2 * 896);
  });
});

describe('readDetections()', () => {
  test('reads a box and its points relative to their anchor', () => {
    const { boxes, scores } = nobody();
    scores[0] = 3;
    boxes.set([22.4, 44.8, 112, 56, 11.2, 22.4, 0, 0, 0, 0, 0, 0]);
    const [person] = readDetections([scores, boxes]);
    const anchor = 0.5 / 28;
    expect(person!.score).toBeCloseTo(1 / (1 + Math.exp(-3)), 6);
    expect(person!.left).toBeCloseTo(anchor + 0.1 - 0.25, 6);
    expect(person!.bottom).toBeCloseTo(anchor + 0.2 + 0.125, 6);
    expect(person!.points[0]).toBeCloseTo(anchor + 0.05, 6);
    expect(person!.points[1]).toBeCloseTo(anchor + 0.1, 6);
  });

  test('sees nobody under a score of 0.5, nor where scores are not numbers', () => {
    const { boxes, scores } = nobody();
    scores[7] = -0.01;
    scores[8] = NaN;
    expect(readDetections([boxes, scores])).toEqual([]);
  });

  test('survives scores beyond the range of exp', () => {
    const { boxes, scores } = nobody();
    scores[3] = 1e30;
    expect(readDetections([boxes, scores])[0]!.score).toBe(1);
  });

  test('refuses the outputs of another model', () => {
    expect(() => readDetections([new Float32Array(63)])).toThrow(RangeError);
  });
});

describe('mergeDetections()', () => {
  test('takes the weighted mean of boxes on one person and keeps the others apart', () => {
    const people = mergeDetections([box(0.6, 0.1, 0, 1), box(0.9, 0, 0, 1), box(0.7, 5, 5, 1)]);
    expect(people).toHaveLength(2);
    expect(people[0]!.score).toBe(0.9);
    expect(people[0]!.left).toBeCloseTo((0.6 * 0.1) / 1.5, 10);
    expect(people[0]!.points[0]).toBeCloseTo((0.6 * 0.1) / 1.5, 10);
    expect(people[1]!.left).toBeCloseTo(5, 10);
  });

  test('merges above an overlap of 0.3 and not below', () => {
    // Unit squares shifted by s share (1 − s) of a union of (1 + s): 0.3 lies at s = 0.538.
    expect(mergeDetections([box(0.9, 0, 0, 1), box(0.8, 0.5, 0, 1)])).toHaveLength(1);
    expect(mergeDetections([box(0.9, 0, 0, 1), box(0.8, 0.6, 0, 1)])).toHaveLength(2);
  });

  test('ends on boxes without an area', () => {
    expect(mergeDetections([box(0.9, 0, 0, 0), box(0.8, 0, 0, 0)])).toHaveLength(2);
  });
});

describe('regionAroundPerson()', () => {
  test('stands upright for a person who does', () => {
    expect(regionAroundPerson(50, 60, 50, 20)).toEqual({ centreX: 50, centreY: 60, acrossX: 100, acrossY: 0 });
  });

  test('turns with a person who lies', () => {
    expect(regionAroundPerson(0, 0, 40, 0)).toMatchObject({ acrossX: 0, acrossY: 100 });
    expect(regionAroundPerson(0, 0, -40, 0)).toMatchObject({ acrossX: 0, acrossY: -100 });
  });
});
