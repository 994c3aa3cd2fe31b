// `npm run bench:retarget`: Kinora's retargeting beside that of other libraries, on the same pairs, by the same measures.
// Prints the tables, writes docs/results/retarget-quality.md, and brings the README's table up to date.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
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
  const { page, summary, complete } = await main();
  console.log(page);
  if (complete) await write(page, summary);
  else console.log('There are no real files beside the project (../shared/assets): nothing is written.');
} finally {
  await server.close();
}

async function write(page, summary) {
  await mkdir(join(root, 'docs/results'), { recursive: true });
  await writeFile(join(root, 'docs/results/retarget-quality.md'), page);
  const path = join(root, 'README.md');
  const readme = await readFile(path, 'utf8');
  const updated = readme.replace(
    /(<!-- retarget-quality -->\n)[^]*(<!-- \/retarget-quality -->)/,
    (_, begin, end) => `${begin}\n${summary}\n\n${end}`,
  );
  await writeFile(path, await format(updated, { ...(await resolveConfig(path)), filepath: path }));
}
