import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

export type Animal = 'bird' | 'cat' | 'dog' | 'horse';
export type BadFilm = Animal | 'dark' | 'dusk' | 'pair' | 'scenes' | 'slides' | 'slideshow' | 'uhd';

const script = fileURLToPath(new URL('./bad-films.mjs', import.meta.url));

/** Makes films that are hard to capture: `<kind>.mp4` in the folder. What each of them is stands in bad-films.mjs. */
export async function makeBadFilms(folder: string, kinds: readonly BadFilm[]): Promise<void> {
  const child = spawn(process.execPath, [script, folder, ...kinds], { stdio: ['ignore', 'ignore', 'pipe'] });
  let words = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (words += text));
  await once(child, 'close');
  // It ends itself by a signal, whatever came of it.
  for (const kind of kinds)
    if (!existsSync(join(folder, `${kind}.mp4`))) throw new Error(`No film "${kind}": ${words}`);
}
