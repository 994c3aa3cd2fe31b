import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { errors } from '../../../packages/demo/src/i18n/en-errors.ts';
import { words } from '../../../packages/demo/src/i18n/en.ts';
import type { ErrorWords } from '../../../packages/demo/src/i18n/languages.ts';

/** The table of `docs/capture.md`: its sentences are those of the demo's page, its codes and tests those of the sources. */
const root = fileURLToPath(new URL('../../../', import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

const page = read('docs/capture.md');
const rows = page
  .slice(page.indexOf('## What happens with …'))
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| case') && !line.startsWith('| --'))
  .map((line) => line.split('|').map((cell) => cell.trim().replaceAll('`', '')))
  .map(([, name = '', seen = '', code = '', file = '']) => ({ name, seen, code, file }));

const sources = sourcesBelow('packages/capture/src').map(read);
const codes = read('packages/core/src/errors.ts') + read('packages/core/src/clip/clip.ts');

function sourcesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => join(folder, path));
}

/** What the demo shows of an error or an advice: its own words, else the error's sentence and hint where it is thrown. */
function shownOf(code: string): string {
  const advice: Readonly<Record<string, string>> = words.take.advice;
  if (advice[code] !== undefined) return advice[code];
  const own = (errors as Readonly<Record<string, ErrorWords>>)[code];
  if (own) return `${own.what} ${own.hint}`.replaceAll('{{most}}', '1 minute');
  return sources
    .flatMap((source) => source.split('new KinoraError(').slice(1).filter(isOf(code)).map(thrown))
    .join('\n');
}

const isOf =
  (code: string) =>
  (call: string): boolean =>
    call.startsWith(`'${code}'`);
const thrown = (call: string): string => call.slice(0, call.indexOf('\n  });'));

/** Words of six letters and more, and sizes: what a test of the case speaks of as well. */
const topics = (name: string): string[] => name.match(/\d{4}|\p{L}{6,}/gu) ?? [];

test('docs/capture.md says what happens with every bad input', () => {
  expect(rows.length).toBeGreaterThan(20);
});

describe.each(rows)('docs/capture.md: $name', ({ name, seen, code, file }) => {
  const quoted = [...seen.matchAll(/“(.+?)”/g)].map(([, sentence]) => sentence!);

  test('what the player sees is what the page shows', () => {
    const shown = code === '' ? JSON.stringify(words) : shownOf(code);
    for (const sentence of quoted) expect(shown).toContain(sentence);
    // A case with a code is told in words, and the table has some of them.
    expect(quoted.length).toBeGreaterThanOrEqual(code === '' ? 0 : 1);
  });

  test('the test that is named holds it, and the code is one of ours', () => {
    if (code !== '') expect(codes).toContain(`'${code}'`);
    expect(existsSync(join(root, file))).toBe(true);
    const held = read(file);
    for (const told of code === '' ? [...quoted, ...topics(name)] : [`'${code}'`]) expect(held).toContain(told);
  });
});
