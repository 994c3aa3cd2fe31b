import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

/** The table of `docs/capture.md`: its sentences, codes and tests are those of the sources. */
const root = fileURLToPath(new URL('../../../', import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

const page = read('docs/capture.md');
const rows = page
  .slice(page.indexOf('## What happens with …'))
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| case') && !line.startsWith('| --'))
  .map((line) => line.split('|').map((cell) => cell.trim().replaceAll('`', '')))
  .map(([, name = '', seen = '', code = '', file = '']) => ({ name, seen, code, file }));

/** All that the capture and its page can say, on one line each. */
const said = [...sourcesBelow('packages/capture/src'), 'packages/demo/src/i18n/en.ts'].map(read).join('\n');
const codes = read('packages/core/src/errors.ts') + read('packages/core/src/clip/clip.ts');

function sourcesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => join(folder, path));
}

test('docs/capture.md says what happens with every bad input', () => {
  expect(rows.length).toBeGreaterThan(20);
});

describe.each(rows)('docs/capture.md: $name', ({ seen, code, file }) => {
  test('what the player sees is what is said', () => {
    for (const [, sentence] of seen.matchAll(/“(.+?)”/g)) expect(said).toContain(sentence);
  });

  test('the code is one of ours, and its test holds it', () => {
    expect(existsSync(join(root, file))).toBe(true);
    if (code === '') return;
    expect(codes).toContain(`'${code}'`);
    expect(read(file)).toContain(`'${code}'`);
  });
});
