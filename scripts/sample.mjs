// `npm run sample`: films the performer's dance in headless Chromium and writes packages/performer/sample/.
import { mkdir, writeFile } from 'node:fs/promises';
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
  const page = await browser.newPage({ viewport: { width: 480, height: 640 } });
  page.setDefaultTimeout(300_000);
  page.on('pageerror', (error) => console.error(error.message));
  await page.goto(server.resolvedUrls.local[0]);
  await page.waitForFunction('globalThis.film !== undefined');
  const { video, motion, camera } = await page.evaluate('film()');
  await save('dance.mp4', Buffer.from(video, 'base64'));
  await save('dance.bvh', Buffer.from(motion, 'base64'));
  await save('camera.json', Buffer.from(`${JSON.stringify(camera, undefined, 2)}\n`));
} finally {
  await browser.close();
  await server.close();
}

async function save(name, bytes) {
  await mkdir(`${performer}sample`, { recursive: true });
  await writeFile(`${performer}sample/${name}`, bytes);
  console.log(`packages/performer/sample/${name}: ${(bytes.length / 1000).toFixed(0)} kB`);
}
