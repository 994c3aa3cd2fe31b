// `npm run bench:capture [-- lite|full|heavy …]`: where the time of a capture goes, in Chromium and in Node. Prints the table;
// with all qualities it also writes docs/results/capture-share.md. Ends with 1 where ours is too large a share with `full`.
import { existsSync, realpathSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { format } from 'prettier';
import { chromium } from 'playwright';
import { createServer, runnerImport } from 'vite';
import { root } from './lib/toolchain.mjs';

const LIMIT = 0.4;
/** Of other programs, which make all of it slower, and waiting most. */
const load = loadavg()[0].toFixed(1);
/** The others are reported, and nothing is decided by them. */
const roundsOf = (quality) => (quality === 'full' ? 3 : 1);
const QUALITIES = ['lite', 'full', 'heavy'];
const asked = process.argv.slice(2);
const qualities = asked.length > 0 ? QUALITIES.filter((quality) => asked.includes(quality)) : QUALITIES;

const shared = join(root, '../shared/assets');
const videos = [
  { name: 'dance, 480 × 640, H.264', path: join(root, 'packages/performer/sample/dance.mp4') },
  { name: 'pose_squats, 720 × 1280, H.264', path: join(shared, 'videos/pose_squats.mp4') },
  {
    name: 'pose2sim, 1080 × 1920, VP9',
    path: join(shared, 'videos/pose2sim_singleperson_cam02.mp4'),
    isLarge: true,
  },
].filter(({ path }) => existsSync(path));

// Giving `conditions` replaces Vite's defaults, so they are listed again behind ours.
const conditions = (host) => ['@kinora/source', 'module', host, 'development|production'];
const server = await createServer({
  configFile: false,
  root: join(root, 'bench/capture/page'),
  cacheDir: join(root, '.build/bench-capture'),
  logLevel: 'error',
  worker: { format: 'es' },
  resolve: { conditions: conditions('browser') },
  environments: { ssr: { resolve: { conditions: conditions('node'), noExternal: [/^@kinora\//] } } },
  optimizeDeps: { include: ['@litertjs/core', '@noble/hashes/sha2.js', 'comlink', 'fflate', 'mediabunny'] },
  server: {
    host: '127.0.0.1',
    port: 0,
    hmr: false,
    fs: { allow: [root, ...(existsSync(shared) ? [realpathSync(shared)] : [])] },
  },
});
const { module } = await runnerImport(join(root, 'test/support/chromium.ts'));
const browser = await chromium.launch({ executablePath: module.chromiumPath, args: module.chromiumArgs });
const rows = [];
let tables;
try {
  await server.listen();
  tables = await server.ssrLoadModule('/@fs' + join(root, 'bench/capture/tables.ts'));
  const { buildForNode, inNode } = await server.ssrLoadModule('/@fs' + join(root, 'bench/capture/in-node.ts'));
  const script = await buildForNode(root, join(root, '.build/bench-capture-node'));
  for (const { name, path, isLarge = false } of videos) {
    // Of the large one, what counts: there, decoding takes longest.
    for (const quality of qualities.filter((wanted) => !isLarge || wanted === 'full')) {
      const add = (host, model, times) => {
        rows.push({ video: name, host, model, times });
        console.log(tables.row(rows.at(-1)));
      };
      add('Node', quality, await inNode(script, { path, quality, rounds: roundsOf(quality) }));
      add('Chromium', quality, await inChromium(path, { quality }));
      // The other build of LiteRT, which is not the default.
      if (quality === 'full') add('Chromium', 'full, fast', await inChromium(path, { quality, runtime: 'fast' }));
    }
  }
} finally {
  await browser.close();
  await server.close();
}

const machine = `Node ${process.versions.node}, Chromium ${browser.version()}, ${process.platform}, ${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), load ${load} before it began`;
const markdown = tables.resultsPage(rows, machine, new Date().toISOString().slice(0, 10), LIMIT);
const page = await format(markdown, { parser: 'markdown', printWidth: 140 });
console.log(page);
if (asked.length === 0) {
  await mkdir(join(root, 'docs/results'), { recursive: true });
  await writeFile(join(root, 'docs/results/capture-share.md'), page);
}
const tooLarge = rows.filter(({ model, times }) => model === 'full' && tables.shareOf(times) > LIMIT);
for (const { video, host } of tooLarge) console.error(`More than ${LIMIT * 100} %: ${video} in ${host}`);
process.exitCode = tooLarge.length > 0 ? 1 : 0;

/** A page of its own for each. `heavy` comes from the package that brings it along, as a served folder would. */
async function inChromium(path, choice) {
  const page = await browser.newPage();
  page.on('pageerror', (error) => console.error(String(error)));
  try {
    const origin = server.resolvedUrls.local[0];
    await page.goto(origin);
    await page.waitForFunction('globalThis.measure !== undefined');
    const assetBase = `${origin}@fs${join(root, 'node_modules/@mediapipe/pose')}/`;
    const request = [`/@fs${path}`, { ...choice, assetBase }, roundsOf(choice.quality)];
    return await page.evaluate((words) => globalThis.measure(...words), request);
  } finally {
    await page.close();
  }
}
