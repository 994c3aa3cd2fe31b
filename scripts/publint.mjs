// Packs each published package and holds the tarball to publint's strictest rules.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root, run } from './lib/toolchain.mjs';

const folder = join(root, '.pack');
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder);
for (const name of ['core', 'capture', 'viewer', 'service', 'cli']) {
  const { stdout } = run('npm', ['pack', '--json', '--pack-destination', folder, '-w', `packages/${name}`], {
    quiet: true,
  });
  const [{ filename, files, size }] = JSON.parse(stdout);
  run(join(root, 'node_modules/.bin/publint'), ['run', join(folder, filename), '--strict'], { quiet: true });
  console.log(`  @kinora/${name}: ${files.length} files, ${(size / 1e6).toFixed(2)} MB packed`);
}
