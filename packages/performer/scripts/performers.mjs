// `npm run performers [-- NAME …] [--pictures]`: writes the figures as GLB and VRM into packages/performer/.build/performers/,
// and with --pictures a contact sheet of each beside it. The same name gives the same bytes.
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';
import { drawSheets } from './draw-sheets.mjs';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const out = `${root}packages/performer/.build/performers/`;
const args = process.argv.slice(2);
const wanted = args.filter((arg) => !arg.startsWith('--'));
// Giving `conditions` replaces Vite's defaults, so they are listed again behind ours.
const resolve = { conditions: ['@kinora/source', 'module', 'node', 'development|production'] };
const { module } = await runnerImport(`${root}packages/performer/src/index.ts`, {
  configFile: false,
  resolve,
  ssr: { resolve },
});
const { CAST, makeFigure, writeFigure } = module;
const names = CAST.filter((name) => wanted.length === 0 || wanted.includes(name));
if (names.length === 0) {
  console.error(`There is no ${wanted.join(', ')}: there are ${CAST.join(', ')}`);
  process.exit(1);
}

await mkdir(out, { recursive: true });
for (const name of names) {
  const figure = makeFigure(name);
  await save(`${name}.glb`, writeFigure(figure));
  await save(`${name}.vrm`, writeFigure(figure, { vrm: true }));
}
if (args.includes('--pictures')) await drawSheets(out, names, args.includes('--faces'));

async function save(file, bytes) {
  await writeFile(out + file, bytes);
  console.log(`packages/performer/.build/performers/${file}: ${(bytes.length / 1000).toFixed(0)} kB`);
}
