// `npm run face`: films performers who make faces with known weights, captures them, and writes docs/results/face.md.
// Films and tracks are kept in node_modules/.cache/kinora-face; a film takes minutes to draw.
//
//   --fresh-tracks   looks at every film again: after a change of the tracker
//   --fresh          draws the films again, too
import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { withDrawingPage } from './lib/drawing-page.mjs';
import { withSources } from './lib/sources-in-node.mjs';
import { root } from './lib/toolchain.mjs';

const { values } = parseArgs({ options: { fresh: { type: 'boolean' }, 'fresh-tracks': { type: 'boolean' } } });
const folder = join(root, 'node_modules/.cache/kinora-face/');

await withSources(async (load) => {
  const { films, main } = await load('/bench/face/main.ts');
  if (values.fresh) await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  if (values['fresh-tracks']) {
    for (const name of [...films, 'pose_squats']) await rm(join(folder, `${name}.bin`), { force: true });
  }
  await shoot(films.filter((name) => !existsSync(join(folder, `${name}.mp4`))));
  const page = await main(folder);
  const path = join(root, 'docs/results/face.md');
  await writeFile(path, await format(page, { ...(await resolveConfig(path)), filepath: path }));
  console.log('docs/results/face.md is written.');
});

async function shoot(names) {
  if (names.length === 0) return;
  await withDrawingPage('packages/performer/film', 'film', async (openPage) => {
    for (const name of names) {
      console.log(`filming ${name} …`);
      const page = await openPage();
      const { video } = await page.evaluate((wanted) => globalThis.film(wanted), name);
      await writeFile(join(folder, `${name}.mp4`), Buffer.from(video, 'base64'));
      await page.close();
    }
  });
}
