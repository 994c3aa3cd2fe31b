import { readFileSync } from 'node:fs';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

/** The code that the README shows, word for word. */
export function tenLines(): string {
  const section = readme.split('\n## Ten lines\n')[1]?.split('\n## ')[0];
  const code = /^```ts\n(.*?)^```$/ms.exec(section ?? '')?.[1];
  if (code === undefined) throw new Error('README.md shows no code below "Ten lines"');
  return code;
}
