// `npm run sample [-- NAME …] [--strip]`: films the performers in headless Chromium and writes packages/performer/sample/:
// of each sample the video, the true motion and what is known of the camera. With --strip only a sheet of stills of each,
// to look at, into packages/performer/.build/strips/.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';
import { createServer, runnerImport } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
const performer = `${root}packages/performer/`;
const { module } = await runnerImport(`${root}test/support/chromium.ts`);

const server = await createServer({
  configFile: false,
  root: `${performer}film`,
  cacheDir: `${performer}.build/film`,
  logLevel: 'warn',
  // Giving `conditions` replaces Vite's defaults, so they are listed again behind ours.
  resolve: { conditions: ['@kinora/source', 'module', 'browser', 'development|production'] },
  server: { host: '127.0.0.1', port: 0, fs: { allow: [root] }, hmr: false },
});
const browser = await chromium.launch({ executablePath: module.chromiumPath, args: module.chromiumArgs });
try {
  await server.listen();
  const page = await openPage();
  const all = await page.evaluate('filmNames');
  await page.close();
  const wanted = process.argv.slice(2).filter((argument) => argument !== '--strip');
  const names = wanted.length > 0 ? wanted : all;
  const unknown = names.filter((name) => !all.includes(name));
  if (unknown.length > 0) throw new Error(`There is no ${unknown.join(', ')}: there are ${all.join(', ')}`);
  for (const name of names) await (process.argv.includes('--strip') ? drawStrip : shoot)(name);
} finally {
  await browser.close();
  await server.close();
}

/** A page of its own for each film: a stage keeps its scene. */
async function shoot(name) {
  const page = await openPage();
  const { video, motion, facts } = await page.evaluate((wanted) => globalThis.film(wanted), name);
  await save(`sample/${name}.mp4`, Buffer.from(video, 'base64'));
  await save(`sample/${name}.bvh`, Buffer.from(motion, 'base64'));
  await save(`sample/${name}.json`, Buffer.from(`${JSON.stringify(facts, undefined, 2)}\n`));
  await page.close();
}

async function drawStrip(name) {
  const page = await openPage();
  const png = await page.evaluate((wanted) => globalThis.filmStrip(wanted, 12), name);
  await save(`.build/strips/${name}.png`, Buffer.from(png, 'base64'));
  await page.close();
}

async function openPage() {
  const page = await browser.newPage({ viewport: { width: 960, height: 800 } });
  page.setDefaultTimeout(600_000);
  page.on('pageerror', (error) => console.error(error.message));
  await page.goto(server.resolvedUrls.local[0]);
  await page.waitForFunction('globalThis.film !== undefined');
  return page;
}

async function save(path, bytes) {
  await mkdir(dirname(`${performer}${path}`), { recursive: true });
  await writeFile(`${performer}${path}`, bytes);
  console.log(`packages/performer/${path}: ${(bytes.length / 1000).toFixed(0)} kB`);
}
