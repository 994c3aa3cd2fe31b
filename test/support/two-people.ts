import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import type { filmPeople } from '../browser/capture/film-people.ts';
import type { DemoHouse } from './demo.ts';

const studio = fileURLToPath(new URL('../browser/capture/film-people.ts', import.meta.url));

/** Three quarters of a second of Leo, on the left, and Mei, on the right: an MP4, filmed on the spot. */
export async function filmTwoPeople({ browser, url }: DemoHouse): Promise<Uint8Array> {
  const content = await bundleStudio();
  // Our own policy would refuse the script; of a page without a safe origin the browser encodes nothing.
  const context = await browser.newContext({ bypassCSP: true });
  try {
    const page = await context.newPage();
    await page.goto(`${url}kinora.json`);
    await page.addScriptTag({ content });
    const bytes = await page.evaluate(async () => {
      const { studio } = globalThis as unknown as { studio: { filmPeople: typeof filmPeople } };
      const film = await studio.filmPeople({
        seconds: 0.75,
        rate: 24,
        width: 480,
        height: 400,
        walkers: [
          { name: 'leo', place: () => [-0.62, 0] },
          { name: 'mei', place: () => [0.62, 0] },
        ],
      });
      return [...new Uint8Array(await film.arrayBuffer())];
    });
    return Uint8Array.from(bytes);
  } finally {
    await context.close();
  }
}

/** The script of the browser tests' studio, as one that a page takes from outside. */
async function bundleStudio(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'warn',
    resolve: { conditions: ['@kinora/source', 'module', 'browser', 'production'] },
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      write: false,
      minify: false,
      lib: { entry: studio, formats: ['iife'], name: 'studio' },
      rolldownOptions: { output: { codeSplitting: false } },
    },
  });
  const [bundle] = [built].flat();
  if (!bundle || !('output' in bundle)) throw new Error('Nothing was bundled');
  return bundle.output[0].code;
}
