import { createServer } from 'vite';
import { root } from './toolchain.mjs';

// Giving `conditions` replaces Vite's defaults, so they are listed again behind ours.
const conditions = ['@kinora/source', 'module', 'node', 'development|production'];

/**
 * Runs TypeScript of the project in this process, on the packages' sources: nothing has to be built for it.
 *
 * @param {(load: (path: string) => Promise<any>) => Promise<T>} use - is given a way to load a module by its path from the
 * root, as `/bench/accuracy/main.ts`; what it loaded is gone once it has ended.
 * @returns {Promise<T>} what `use` gave.
 * @template T
 */
export async function withSources(use) {
  const server = await createServer({
    configFile: false,
    root,
    logLevel: 'error',
    server: { middlewareMode: true, ws: false, watch: null },
    optimizeDeps: { noDiscovery: true },
    resolve: { conditions },
    ssr: { resolve: { conditions }, noExternal: [/^@kinora\//] },
  });
  try {
    return await use((path) => server.ssrLoadModule(path));
  } finally {
    await server.close();
  }
}
