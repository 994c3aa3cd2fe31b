// `npm run demo-pictures [-- poster | cast | samples | part-of-a-name]`: the pictures of the demo that stand there before
// its engine does: the performer on the stage, everybody's portrait, a still of each sample. Drawn by the real stage in
// headless Chromium, into packages/demo/src/pictures/.
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { withDrawingPage } from './lib/drawing-page.mjs';
import { root } from './lib/toolchain.mjs';

const POSTER = { width: 1600, height: 900, quality: 0.82, maxBytes: 40_000 };
const PORTRAIT = { size: 128, quality: 0.82, maxBytes: 8_000 };
const STILL = { width: 144, height: 192, quality: 0.72, maxBytes: 8_000 };

/** Everybody before a colour that becomes them. */
const BACKDROPS = {
  leo: '#E8C9A8FF',
  zuri: '#F2C14EFF',
  amina: '#B8D8D2FF',
  mei: '#F4B6C2FF',
  otto: '#B9C4D6FF',
  ruth: '#D9C7E8FF',
  kofi: '#BFD8A8FF',
  ines: '#F3D9B1FF',
  robot: '#C9D3DEFF',
  pip: '#CFE3C4FF',
};

/** The second of each sample that says most about it. */
const STILLS = { dance: 2.2, 'wave-and-squat': 1, walk: 1.5, jump: 1.2 };

const wanted = process.argv.slice(2);
await withDrawingPage('packages/demo/studio', 'studio', async (openPage) => {
  const page = await openPage();
  for (const scheme of ['light', 'dark']) {
    const { width, height, quality, maxBytes } = POSTER;
    await make(`poster-${scheme}`, maxBytes, () =>
      page.evaluate(([...words]) => globalThis.studio.poster(...words), [scheme, width, height, quality]),
    );
  }
  for (const [name, backdrop] of Object.entries(BACKDROPS)) {
    const { size, quality, maxBytes } = PORTRAIT;
    await make(`cast/${name}`, maxBytes, () =>
      page.evaluate(([...words]) => globalThis.studio.portrait(...words), [name, size, backdrop, quality]),
    );
  }
  for (const [name, second] of Object.entries(STILLS)) {
    const video = join(root, `packages/performer/sample/${name}.mp4`);
    if (!existsSync(video)) continue;
    const { width, height, quality, maxBytes } = STILL;
    await make(`samples/${name}`, maxBytes, () =>
      page.evaluate(
        ([...words]) => globalThis.studio.still(...words),
        [`/@fs${video}`, second, width, height, quality],
      ),
    );
  }
});

async function make(name, maxBytes, draw) {
  if (wanted.length > 0 && !wanted.some((part) => name.includes(part))) return;
  const bytes = Buffer.from(await draw(), 'base64');
  if (bytes.length > maxBytes) throw new Error(`${name}.webp has ${bytes.length} bytes, ${maxBytes} are allowed`);
  const file = join(root, `packages/demo/src/pictures/${name}.webp`);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, bytes);
  console.log(`packages/demo/src/pictures/${name}.webp: ${(bytes.length / 1000).toFixed(1)} kB`);
}
