import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const root = new URL('../../../', import.meta.url);
const page = readFileSync(new URL('docs/capture.md', root), 'utf8');
const source = readFileSync(new URL('packages/core/src/clip/clip.ts', root), 'utf8');

test('docs/capture.md lists every code of advice, in the order of the source', () => {
  const from = source.indexOf('type CaptureAdviceCode =');
  const codes = [...source.slice(from, source.indexOf(';', from)).matchAll(/\| '([^']+)'/g)].map(([, code]) => code);
  const table = page.slice(page.indexOf('## What the report says'), page.indexOf('## How to film'));
  const rows = [...table.matchAll(/^\| `([^`]+)`/gm)].map(([, code]) => code);
  expect(codes.length).toBeGreaterThan(10);
  expect(rows).toEqual(codes);
});
