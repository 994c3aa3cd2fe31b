import { existsSync, realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { captureInNode } from './test/support/capture-in-node.ts';
import { fillAssets } from './test/support/fill-assets.ts';
import { chromiumArgs, chromiumPath } from './test/support/chromium.ts';

// Giving `conditions` replaces Vite's defaults, so they are listed again behind ours.
const browserConditions = ['@kinora/source', 'module', 'browser', 'development|production'];
const nodeConditions = ['@kinora/source', 'module', 'node', 'development|production'];

// Where the real files lie, which may be a link to elsewhere: Vite serves by true paths.
const shared = fileURLToPath(new URL('../shared/assets', import.meta.url));
const realFiles = existsSync(shared) ? [realpathSync(shared)] : [];

// These replace a module of Node's by `vi.mock`, which only works before anybody else has loaded it.
const aloneInTheirProcess = [
  'test/unit/capture/node/capture-in-child.test.ts',
  'test/unit/service/http/pinned-address.test.ts',
];

export default defineConfig({
  test: {
    projects: [
      {
        resolve: { conditions: nodeConditions },
        ssr: { resolve: { conditions: nodeConditions } },
        test: {
          name: 'node',
          environment: 'node',
          include: ['test/unit/**/*.test.ts', 'test/contract/**/*.test.ts'],
          exclude: aloneInTheirProcess,
          testTimeout: 30_000,
          // Loading the same modules again for each of nearly 200 files took a third of the time.
          isolate: false,
        },
      },
      {
        resolve: { conditions: nodeConditions },
        ssr: { resolve: { conditions: nodeConditions } },
        test: { name: 'node-alone', environment: 'node', include: aloneInTheirProcess, testTimeout: 30_000 },
      },
      {
        resolve: { conditions: browserConditions },
        worker: { format: 'es' },
        server: { fs: { allow: ['.', ...realFiles] } },
        optimizeDeps: {
          include: [
            '@litertjs/core',
            '@noble/hashes/sha2.js',
            'comlink',
            'fflate',
            'idb-keyval',
            'mediabunny',
            'valibot',
          ],
        },
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          testTimeout: 60_000,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            commands: { captureInNode, fillAssets },
            provider: playwright({ launchOptions: { executablePath: chromiumPath, args: chromiumArgs } }),
            instances: [{ browser: 'chromium', viewport: { width: 640, height: 480 } }],
          },
        },
      },
      {
        test: {
          name: 'e2e',
          environment: 'node',
          include: ['test/e2e/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
      {
        resolve: { conditions: nodeConditions },
        ssr: { resolve: { conditions: nodeConditions } },
        test: {
          name: 'long',
          environment: 'node',
          include: ['test/long/**/*.test.ts'],
          testTimeout: 1_800_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
