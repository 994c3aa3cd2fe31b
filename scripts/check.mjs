// `npm run check`: format, typed lint, types, rooms, packed packages. All are run; the first that fails decides the exit code.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { buildStale, installDependencies, requireNode, root } from './lib/toolchain.mjs';

requireNode();
installDependencies();
buildStale();

const bin = (name) => join(root, 'node_modules/.bin', name);
const types = ['core', 'capture', 'viewer', 'service', 'cli', 'performer', 'demo'].map((name) => [
  `types of ${name}`,
  bin('tsc'),
  ['-p', `packages/${name}`],
]);
const steps = [
  ['format', bin('prettier'), ['--check', '--log-level=warn', '.']],
  ['lint', bin('eslint'), ['.']],
  ...types,
  ['types of the tests', bin('tsc'), ['-p', 'tsconfig.json']],
  ['rooms', bin('depcruise'), ['packages', '--config', '.dependency-cruiser.cjs']],
  ['rooms refuse a planted violation', process.execPath, ['scripts/planted-violation.mjs']],
  ['packages', process.execPath, ['scripts/publint.mjs']],
];

const failed = steps.filter(([name, command, args]) => {
  const started = Date.now();
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' });
  console.log(`${status === 0 ? '✓' : '✗'} ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
  return status !== 0;
});
console.log(`check: ${steps.length - failed.length} passed, ${failed.length} failed`);
process.exit(failed.length > 0 ? 1 : 0);
