import { readFileSync } from 'node:fs';

const root = new URL('../../', import.meta.url);

/** A page of the project, by its path from the root. */
export function readPage(path: string): string {
  return readFileSync(new URL(path, root), 'utf8');
}

/** The rows of all tables in a text, as their cells, without what makes a cell bold. */
export function rowsOf(text: string): string[][] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim().replaceAll('**', '')),
    );
}
