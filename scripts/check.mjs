// `npm run check`: format, typed lint, types, rooms, packed packages. Everything is run, two at a time; any failure decides
// the exit code.
import { spawn } from 'node:child_process';
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
  ['lint', bin('eslint'), ['.']], // The longest by far: it begins first.
  ['format', bin('prettier'), ['--check', '--log-level=warn', '.']],
  ...types,
  ['types of the tests', bin('tsc'), ['-p', 'tsconfig.json']],
  ['rooms', bin('depcruise'), ['packages', '--config', '.dependency-cruiser.cjs']],
  ['packages', process.execPath, ['scripts/publint.mjs']],
];

const failed = [];
const waiting = [...steps];
await Promise.all([lane(), lane()]);
// Alone and last: what it plants must not be seen by the others.
await run(['rooms refuse a planted violation', process.execPath, ['scripts/planted-violation.mjs']]);
console.log(`check: ${steps.length + 1 - failed.length} passed, ${failed.length} failed`);
process.exit(failed.length > 0 ? 1 : 0);

async function lane() {
  for (let step = waiting.shift(); step; step = waiting.shift()) await run(step);
}

async function run([name, command, args]) {
  const started = Date.now();
  const { status, output } = await capture(command, args);
  process.stdout.write(output);
  console.log(`${status === 0 ? '✓' : '✗'} ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
  if (status !== 0) failed.push(name);
}

function capture(command, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, shell: process.platform === 'win32' });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text) => (output += text));
    child.once('error', reject);
    child.once('close', (status) => resolve({ status, output }));
  });
}
