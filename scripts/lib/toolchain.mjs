// What `npm start` and `npm test` do first, in an empty clone as well: the right Node, the dependencies, the builds.
// Plain Node, no dependencies: it runs before there are any.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** In the order in which they need each other. */
const PACKAGES = ['core', 'capture', 'viewer', 'service', 'cli', 'performer', 'demo'];
const NEEDS = {
  core: [],
  capture: ['core'],
  viewer: ['core'],
  service: ['core', 'capture'],
  cli: ['core', 'capture', 'service'],
  performer: ['core'],
  demo: ['core', 'capture', 'viewer', 'performer'],
};
const SHARED_SOURCES = ['package-lock.json', 'tsconfig.base.json', 'scripts/lib/csp.mjs'];
/** Written by builds: never part of what a build depends on. */
const WRITTEN = new Set([
  'dist',
  'node_modules',
  '.build',
  'packages/capture/src/assets',
  'packages/demo/public/avatars',
]);

/** Ends the process with a plain sentence where Node is too old. */
export function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  console.error(`Kinora needs Node 20.19 or newer; this is ${process.versions.node}. Get it from https://nodejs.org`);
  process.exit(1);
}

/** Installs what package-lock.json says, where that is not what is installed. */
export function installDependencies() {
  const stamp = join(root, 'node_modules/.kinora-lock');
  const wanted = hashFiles(['package-lock.json']);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  console.log('Installing dependencies (once, about half a minute) …');
  run('npm', ['ci', '--no-progress', '--loglevel=error']);
  writeFileSync(stamp, wanted);
}

/** Builds each package whose sources, or those of a package below it, are not the ones its `dist` was made from. */
export function buildStale({ force = false } = {}) {
  const hashes = {};
  for (const name of PACKAGES) {
    const own = hashFiles([...SHARED_SOURCES, ...filesBelow(`packages/${name}`)]);
    hashes[name] = createHash('sha256')
      .update([own, ...NEEDS[name].map((need) => hashes[need])].join())
      .digest('hex');
    const stamp = join(root, '.build', `${name}.hash`);
    const isFresh =
      existsSync(join(root, `packages/${name}/dist`)) &&
      existsSync(stamp) &&
      readFileSync(stamp, 'utf8') === hashes[name];
    if (isFresh && !force) continue;
    console.log(`Building ${name} …`);
    run('npm', ['run', 'build', '--silent', '-w', `packages/${name}`], { quiet: true });
    mkdirSync(join(root, '.build'), { recursive: true });
    writeFileSync(stamp, hashes[name]);
  }
}

/** Runs a command in the project's root and ends the process with its exit code where it fails. */
export function run(command, args, { quiet = false, env = {} } = {}) {
  const result = spawnSync(command, args, {
    cwd: root,
    stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, ...env },
    shell: process.platform === 'win32',
  });
  if (result.status === 0) return result;
  if (quiet) process.stderr.write(`${result.stdout ?? ''}${result.stderr ?? ''}`);
  console.error(`Failed: ${command} ${args.join(' ')}`);
  process.exit(result.status ?? 1);
}

function filesBelow(folder) {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (WRITTEN.has(entry.name) || WRITTEN.has(path)) return [];
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}

function hashFiles(paths) {
  const hash = createHash('sha256');
  for (const path of [...paths].sort()) {
    const file = join(root, path);
    if (!existsSync(file) || !statSync(file).isFile()) continue;
    hash
      .update(`${relative(root, file)}\0`)
      .update(readFileSync(file))
      .update('\0');
  }
  return hash.digest('hex');
}
