import { describe, expect, test } from 'vitest';
import { readPage as read, rowsOf } from '../../support/docs-tables.ts';

/** `README.md` and `docs/measured.md` say what the commands wrote into `docs/results/`; `accuracy.test.ts` has the joints. */

const matrix = read('docs/results/retarget-matrix.md').split('\n## Real pairs\n')[1]!;
const shares = rowsOf(read('docs/results/capture-share.md'));
const hands = rowsOf(read('docs/results/hands.md'));
const face = read('docs/results/face.md').split('\n## Correlation with the true weights\n')[1]!.split('\n## ')[0]!;

/** What a page says of something: the cell beside it. */
function figure(page: string, what: string): string {
  const row = rowsOf(read(page)).find(([first]) => first!.startsWith(what));
  if (!row) throw new Error(`${page} says nothing of "${what}"`);
  return row[1]!;
}

/** One line of the matrix: limit, pairs it was measured on, pairs within, exceptions, the worst. */
const line = (name: string): string[] =>
  rowsOf(matrix)
    .find(([row]) => row === name)!
    .slice(2);

function span(values: readonly (string | undefined)[]): [least: number, most: number] {
  const numbers = values.map((value) => parseFloat(value!));
  expect(numbers.length).toBeGreaterThan(0);
  return [Math.min(...numbers), Math.max(...numbers)];
}

describe.each(['README.md', 'docs/measured.md'])('%s has what was measured of', (page) => {
  test('the pairs, by turns alone', () => {
    const [pairs] = /^(\d+) pairs\./m.exec(matrix)!.slice(1);
    const [mean, p99] = [line('1 mean'), line('1 p99')];
    // Measured on all of them, all within, without exceptions.
    expect([mean.slice(1, 4), p99.slice(1, 4)]).toEqual([
      [pairs, pairs, '0'],
      [pairs, pairs, '0'],
    ]);
    expect(figure(page, `${pairs!} pairs of real clips and avatars`)).toBe(
      `all ≤ ${mean[0]!}° mean, ≤ ${p99[0]!}° p99`,
    );
  });

  test('feet that stand', () => {
    const [limit, measured, within, exceptions, worst] = line('5 still');
    expect([within, exceptions]).toEqual([measured, '0']);
    expect(figure(page, `${measured!} of them have feet that stand`)).toBe(`all ≤ ${limit!} cm/s (worst ${worst!})`);
  });

  test('fingers', () => {
    const films = hands.filter(([film]) => film!.startsWith('leo-hands'));
    const column = (title: string): string[] => films.map((row) => row[hands[0]!.indexOf(title)]!);
    const [least, most] = span(column('told'));
    const [nearest, farthest] = span(['first', 'second', 'third', 'thumb'].flatMap(column));
    expect(figure(page, 'fingers of raised hands')).toBe(
      `${least}–${most} %; the bones' angles are ${nearest}–${farthest}° off`,
    );
  });
});

describe('docs/measured.md has what was measured of', () => {
  test('decoding, cropping and solving beside the model', () => {
    const of = (where: string): string => {
      const full = shares.filter((row) => row[1] === where && row[2]!.startsWith('full'));
      const [least, most] = span(full.map((row) => row.at(-1)));
      expect(most).toBeLessThanOrEqual(40);
      return `${least}–${most} %`;
    };
    expect(figure('docs/measured.md', 'decoding, cropping and solving')).toBe(
      `${of('Chromium')} in Chromium, ${of('Node')} in Node; at most 40 is asked`,
    );
  });

  test('a face', () => {
    const of = (...shapes: string[]): string => {
      const rows = rowsOf(face).filter(([shape]) => shapes.some((start) => shape!.startsWith(start)));
      return span(rows.flatMap((row) => row.slice(1)))
        .map((r) => r.toFixed(2))
        .join('–');
    };
    expect(figure('docs/measured.md', 'a face, weights known')).toBe(
      `r ${of('eyeBlink')}, ${of('mouthSmile')}, ${of('brow', 'mouthStretch')}`,
    );
  });
});
