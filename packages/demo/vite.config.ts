import { existsSync, readFileSync, statSync } from 'node:fs';
import { defineConfig } from 'vite';
import type { Plugin, UserConfig } from 'vite';
import { CONTENT_SECURITY_POLICY } from '../../scripts/lib/csp.mjs';
import { captureAssets, readCaptureAssets } from './capture-assets.ts';
import { words } from './src/i18n/en.ts';
import { fillHtml } from './src/i18n/fill-html.ts';

const headers = { 'Content-Security-Policy': CONTENT_SECURITY_POLICY };

/** English stands in the page itself: nobody waits for a script to read. */
const englishWords: Plugin = {
  name: 'english-words',
  transformIndexHtml: { order: 'pre', handler: (html) => fillHtml(html, words) },
};

/** The built page is a copy of what it is made of: their notices go with it. */
const notice: Plugin = {
  name: 'notice',
  apply: 'build',
  generateBundle() {
    const source = readFileSync(new URL('../../NOTICE', import.meta.url), 'utf8');
    this.emitFile({ type: 'asset', fileName: 'NOTICE.txt', source });
  },
};

/** What LiteRT and the models that are shipped weigh, bytes. */
function shippedBytes(...names: readonly string[]): number {
  return names
    .map((name) => new URL(`../capture/dist/assets/${name}`, import.meta.url))
    .reduce((sum, file) => sum + (existsSync(file) ? statSync(file).size : 0), 0);
}

/** Babylon and Leo, compressed as servers send them: a test holds this to what a browser loads. */
const STAGE_BYTES = 1_600_000;

// `vite` serves the packages' sources, `vite build` takes what is published: the built demo is the packages' first user.
export default defineConfig(async ({ command }): Promise<UserConfig> => {
  const { assets, bytes } = await readCaptureAssets();
  const modelBytes = {
    base: shippedBytes('pose_detection.tflite', 'litert_wasm_compat_internal.wasm'),
    lite: shippedBytes('pose_landmark_lite.tflite'),
    full: shippedBytes('pose_landmark_full.tflite'),
    ...bytes,
  };
  return {
    root: import.meta.dirname,
    plugins: [englishWords, notice, captureAssets(assets)],
    define: { __MODEL_BYTES__: JSON.stringify(modelBytes), __STAGE_BYTES__: String(STAGE_BYTES) },
    resolve: {
      conditions: [...(command === 'serve' ? ['@kinora/source'] : []), 'module', 'browser', 'development|production'],
    },
    server: { port: 8080 },
    preview: { headers },
    worker: { format: 'es' },
    // A model or a worker inlined as a data: URL would be refused by our own policy.
    build: { target: 'es2022', assetsInlineLimit: 0, chunkSizeWarningLimit: 2500 },
  };
});
