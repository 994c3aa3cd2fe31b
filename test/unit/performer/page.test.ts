import { readFileSync } from 'node:fs';
import { CAST, makeFigure } from '@kinora/performer';
import { expect, test } from 'vitest';

const page = readFileSync(new URL('../../../docs/results/performers.md', import.meta.url), 'utf8');

const told = new Map(
  page
    .split('\n')
    .filter((line) => /^\| \w+ \| (yes|no) \|/.test(line))
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .map(([, name, , , triangles]) => [name!, Number(triangles)]),
);

test('docs/results/performers.md has a row for everybody', () => {
  expect([...told.keys()]).toEqual(CAST);
});

// Who was changed since has other triangles than the page looked at.
test.each(CAST)(
  'docs/results/performers.md has looked at %s as made today',
  (name) => {
    const { parts } = makeFigure(name);
    expect(parts.reduce((sum, { mesh }) => sum + mesh.triangles.length / 3, 0)).toBe(told.get(name));
  },
  30_000,
);
