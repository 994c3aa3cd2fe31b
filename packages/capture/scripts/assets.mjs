// Copies the models and LiteRT out of the installed packages into src/assets, each byte checked against the manifest.
// Plain Node: it runs before anything is built.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, '../src/assets');
const manifest = JSON.parse(readFileSync(join(here, '../src/models/manifest.json'), 'utf8'));
const require = createRequire(import.meta.url);

mkdirSync(target, { recursive: true });
const shipped = manifest.filter(({ extra }) => extra === undefined);
for (const asset of shipped) {
  const source = readSource(asset);
  checkSource(asset, source);
  writeIfChanged(join(target, asset.name), asset.glue ? wrapGlue(asset, source) : source);
}

// What an older version shipped would be copied into the build.
for (const name of readdirSync(target)) if (!shipped.some((asset) => asset.name === name)) rmSync(join(target, name));

function readSource({ package: name, file }) {
  return readFileSync(join(packageFolder(name), file));
}

/** The packages export no files, so their folder is looked for as Node would look for it. */
function packageFolder(name) {
  const folder = require.resolve
    .paths(name)
    .map((path) => join(path, name))
    .find((path) => existsSync(join(path, 'package.json')));
  if (!folder) throw new Error(`${name} is not installed: npm ci`);
  return folder;
}

function checkSource({ name, bytes, sha256 }, source) {
  const found = createHash('sha256').update(source).digest('hex');
  if (source.byteLength === bytes && found === sha256) return;
  throw new Error(`The source of ${name} is not the one in the manifest: ${source.byteLength} bytes, sha256 ${found}`);
}

/**
 * LiteRT's loader is UMD inside a package of ES modules, which no module can import. This wrap is the one form that runs
 * in a module worker, in Node and through every bundler, without eval.
 */
function wrapGlue({ package: name, file }, source) {
  return `// Made by scripts/assets.mjs from ${name}/${file} (Apache-2.0). Do not edit.
export function makeModuleFactory({ require, __dirname, __filename } = {}) {
const exports = undefined, module = undefined, define = undefined;
${source.toString('utf8')}
return ModuleFactory;
}
`;
}

/** An untouched file keeps its time stamp, and with it the watchers' peace. */
function writeIfChanged(path, content) {
  const bytes = Buffer.from(content);
  if (existsSync(path) && readFileSync(path).equals(bytes)) return;
  writeFileSync(path, bytes);
}
