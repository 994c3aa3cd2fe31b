// `npm run moving-picture`: captures the sample dance, puts what was captured on three avatars on the viewer's stage, and
// writes docs/pictures/kinora.gif and, as a still, docs/pictures/kinora.png. Nothing in it is made up.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withDrawingPage } from './lib/drawing-page.mjs';
import { withSources } from './lib/sources-in-node.mjs';
import { root } from './lib/toolchain.mjs';
import { encodeGif } from './lib/encode-gif.mjs';

const SIZE = { width: 800, height: 420 };
const SAMPLE = 'dance';
const SECONDS = 4;
const RATE = 15;
/** The second that says most. */
const STILL = 2.5;
const MAX_BYTES = 2_500_000;
const out = join(root, 'docs/pictures');
const video = join(root, `packages/performer/sample/${SAMPLE}.mp4`);

const track = await capture(video);
const { frames, still } = await draw(track);
await mkdir(out, { recursive: true });
const gif = encodeGif(frames, SIZE, 1000 / RATE);
if (gif.length > MAX_BYTES) throw new Error(`The picture has ${gif.length} bytes, ${MAX_BYTES} are allowed`);
await save('kinora.gif', gif);
await save('kinora.png', still);

/** The real capture, in this process. */
async function capture(path) {
  return withSources(async (load) => {
    const { trackOf } = await load('/bench/accuracy/tracks.ts');
    return trackOf(path, 'full', 'usual');
  });
}

async function draw(track) {
  return withDrawingPage('test/pictures/moving', 'openPicture', async (openPage) => {
    const page = await openPage();
    await page.evaluate((request) => globalThis.openPicture(request), { video: `/@fs${video}`, track: listed(track) });
    const drawn = [];
    for (let frame = 0; frame < SECONDS * RATE; frame++) {
      const pixels = await page.evaluate((time) => globalThis.drawPicture(time), frame / RATE);
      drawn.push(new Uint8ClampedArray(Buffer.from(pixels, 'base64')));
    }
    const still = await page.evaluate((time) => globalThis.drawStill(time), STILL);
    return { frames: drawn, still: Buffer.from(still, 'base64') };
  });
}

/** JSON has no typed arrays. */
function listed(track) {
  return JSON.parse(JSON.stringify(track, (_, value) => (ArrayBuffer.isView(value) ? Array.from(value) : value)));
}

async function save(name, bytes) {
  await writeFile(join(out, name), bytes);
  console.log(`docs/pictures/${name}: ${(bytes.length / 1000).toFixed(0)} kB`);
}
