import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

/** `docs/coverage.md`: every row of the feature table of Animate 3D, and the tests that show it. */
const root = new URL('../../../', import.meta.url);
const page = readFileSync(new URL('docs/coverage.md', root), 'utf8');

const SIDES = ['client', 'gateway', 'service'] as const;
const FEATURES = Array.from({ length: 57 }, (_, index) => index + 1);

/** The cells of all lines of the page that begin with a number and have so many cells. */
function linesOf(cells: number): readonly (readonly string[])[] {
  return page
    .split('\n')
    .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim()))
    .filter((line) => line.length === cells + 2 && /^\d+$/.test(line[1]!))
    .map((line) => line.slice(1, -1));
}

/** `| 12 | feature | client | gateway | service |` */
const features = linesOf(5);

/** `| 12 | edge case | side | [title](../test/file.test.ts) |` */
const edgeCases = linesOf(4).map(([row, , side, link]) => {
  const [, title, file] = /^\[(.+)\]\(\.\.\/(test\/[\w./-]+)\)$/.exec(link!) ?? [];
  return { row: Number(row), side: side!, file, title: title?.replaceAll('\\', '') ?? link! };
});

describe('the list of what is covered of Animate 3D', () => {
  test('has every row of the feature table, in its order', () => {
    expect(features.map(([row]) => Number(row))).toEqual(FEATURES);
    const rows = edgeCases.map(({ row }) => row);
    expect(rows).toEqual(rows.toSorted((a, b) => a - b));
    expect([...new Set(rows)]).toEqual(FEATURES);
  });

  test('calls done what a test shows on that side, and only that', () => {
    const shown = new Set(edgeCases.map(({ row, side }) => `${row} ${side}`));
    const wrong = features.flatMap(([row, , ...states]) =>
      SIDES.filter((side, index) => states[index]!.startsWith('done') && !shown.has(`${row!} ${side}`)).map(
        (side) => `${row!} ${side}`,
      ),
    );
    expect(wrong).toEqual([]);
  });

  test('names tests that exist, by the titles that they have', () => {
    const sources = new Map<string, string>();
    const has = (file: string, title: string): boolean => {
      const source = sources.get(file) ?? readSource(file);
      sources.set(file, source);
      return ["'", '"', '`'].some((quote) => source.includes(`${quote}${title}${quote}`));
    };
    const missing = edgeCases.filter(({ file, title }) => file === undefined || !has(file, title));
    expect(missing).toEqual([]);
  });
});

function readSource(file: string): string {
  const url = new URL(file, root);
  // Titles stand in quotes of one kind or another: what is escaped in the source is not in the title.
  return existsSync(url) ? readFileSync(url, 'utf8').replaceAll('\\', '') : '';
}
