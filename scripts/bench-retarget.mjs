// `npm run bench:retarget`: Kinora's retargeting beside that of other libraries, on the same pairs, by the same measures.
// Prints the tables and writes docs/results/retarget-quality.md.
import { createServer } from 'vite';
import { root } from './lib/toolchain.mjs';

// Giving `conditions` replaces Vite's defaults, so they are listed again behind ours.
const conditions = ['@kinora/source', 'module', 'node', 'development|production'];

// The bench is TypeScript and reads the packages' sources: nothing has to be built for it.
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
  const { main } = await server.ssrLoadModule('/bench/retarget-quality/main.ts');
  console.log(await main());
} finally {
  await server.close();
}
