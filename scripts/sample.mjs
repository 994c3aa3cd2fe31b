// `npm run sample [-- NAME …] [--strip]`: films the performers in headless Chromium and writes packages/performer/sample/:
// of each sample the video, the true motion and what is known of the camera. With --strip only a sheet of stills of each,
// to look at, into packages/performer/.build/strips/.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { withDrawingPage } from './lib/drawing-page.mjs';
import { root } from './lib/toolchain.mjs';

const performer = join(root, 'packages/performer');

await withDrawingPage('packages/performer/film', 'film', async (openPage) => {
  const page = await openPage();
  const all = await page.evaluate('filmNames');
  await page.close();
  const wanted = process.argv.slice(2).filter((argument) => argument !== '--strip');
  const names = wanted.length > 0 ? wanted : all;
  const unknown = names.filter((name) => !all.includes(name));
  if (unknown.length > 0) throw new Error(`There is no ${unknown.join(', ')}: there are ${all.join(', ')}`);
  for (const name of names) await (process.argv.includes('--strip') ? drawStrip : shoot)(await openPage(), name);
});

async function shoot(page, name) {
  const { video, motion, facts } = await page.evaluate((wanted) => globalThis.film(wanted), name);
  await save(`sample/${name}.mp4`, Buffer.from(video, 'base64'));
  await save(`sample/${name}.bvh`, Buffer.from(motion, 'base64'));
  await save(`sample/${name}.json`, Buffer.from(`${JSON.stringify(facts, undefined, 2)}\n`));
  await page.close();
}

async function drawStrip(page, name) {
  const png = await page.evaluate((wanted) => globalThis.filmStrip(wanted, 12), name);
  await save(`.build/strips/${name}.png`, Buffer.from(png, 'base64'));
  await page.close();
}

async function save(path, bytes) {
  const place = join(performer, path);
  await mkdir(dirname(place), { recursive: true });
  await writeFile(place, bytes);
  console.log(`packages/performer/${path}: ${(bytes.length / 1000).toFixed(0)} kB`);
}
