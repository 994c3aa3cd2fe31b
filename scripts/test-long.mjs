// `npm run test:long`: what takes minutes, and is not part of `npm test`. Writes what it measured into docs/results.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { buildStale, installDependencies, requireNode, root } from './lib/toolchain.mjs';

requireNode();
installDependencies();
buildStale();
const args = [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--project', 'long', ...process.argv.slice(2)];
const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
process.exit(status ?? 1);
