// `npm run pictures [-- part-of-a-name …]`: contact sheets of real clips on real avatars, drawn by the viewer in headless
// Chromium, into test-results/pictures/. For looking at: nothing is compared.
import { existsSync, realpathSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { chromium } from 'playwright';
import { createServer, runnerImport } from 'vite';
import { root } from './lib/toolchain.mjs';

const shared = join(root, '../shared/assets');
if (!existsSync(shared)) {
  console.error('There are no real clips and avatars beside the project (../shared/assets): nothing to draw');
  process.exit(1);
}
const assets = realpathSync(shared);
const performer = join(root, 'packages/performer');
const out = join(root, 'test-results/pictures');
const pairs = JSON.parse(await readFile(join(root, 'test/pictures/pairs.json'), 'utf8'));
const wanted = process.argv.slice(2);
const { module } = await runnerImport(join(root, 'test/support/chromium.ts'));

const server = await createServer({
  configFile: false,
  root: join(root, 'test/pictures'),
  cacheDir: join(root, '.build/pictures'),
  logLevel: 'warn',
  // Giving `conditions` replaces Vite's defaults, so they are listed again behind ours.
  resolve: { conditions: ['@kinora/source', 'module', 'browser', 'development|production'] },
  server: { host: '127.0.0.1', port: 0, fs: { allow: [root, assets] }, hmr: false },
});
const browser = await chromium.launch({ executablePath: module.chromiumPath, args: module.chromiumArgs });
let failed = 0;
try {
  await server.listen();
  await mkdir(out, { recursive: true });
  // What the page imports on demand, Vite prepares on first sight, and the page that waited for it is lost.
  await draw(pairs[0], '').catch(() => undefined);
  for (const pair of pairs) {
    const title = `${stem(pair.clip)}${pair.name ? ` ${pair.name}` : ''} on ${stem(pair.avatar)}`;
    const file = `${title.replace(/[^\w]+/g, '-')}.png`;
    if (wanted.length > 0 && !wanted.some((part) => file.toLowerCase().includes(part.toLowerCase()))) continue;
    try {
      await writeFile(join(out, file), await draw(pair, title));
      console.log(`test-results/pictures/${file}`);
    } catch (error) {
      failed++;
      console.error(`${title}: ${error.message}`);
    }
  }
} finally {
  await browser.close();
  await server.close();
}
process.exit(failed > 0 ? 1 : 0);

/** A page of its own for each sheet: a browser holds few WebGL contexts. */
async function draw({ clip, avatar, ...rest }, caption) {
  const page = await browser.newPage({ viewport: { width: 480, height: 480 } });
  try {
    page.setDefaultTimeout(120_000);
    await page.goto(server.resolvedUrls.local[0]);
    await page.waitForFunction('globalThis.contactSheet !== undefined');
    const request = { ...rest, clip: urlOf(clip), avatar: urlOf(avatar), caption };
    return Buffer.from(await page.evaluate((sheet) => globalThis.contactSheet(sheet), request), 'base64');
  } finally {
    await page.close();
  }
}

/** Of a file that Vite serves from outside its root: the performer's sample, or one of the real ones. */
function urlOf(path) {
  const place = path.startsWith('sample/') ? performer : assets;
  return `/@fs/${join(place, path).replace(/^\//, '')}`;
}

function stem(path) {
  return basename(path, extname(path));
}
