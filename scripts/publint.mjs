// Packs each published package, holds the tarball to publint's strictest rules, and that of the capture to the models that
// it ships.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
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
  checkAssets(name, files);
  console.log(`  @kinora/${name}: ${files.length} files, ${(size / 1e6).toFixed(2)} MB packed`);
}

/** Whatever is large is in the capture, and that is what its manifest lets it ship: every byte, and nothing else. */
function checkAssets(name, files) {
  const found = files
    .map(({ path }) => path)
    .filter((path) => /\.(tflite|wasm|data|bin|onnx)$|^dist\/assets\//.test(path));
  const wanted = name === 'capture' ? shippedAssets() : [];
  const [odd] = [
    ...found.filter((path) => !wanted.some((asset) => asset.path === path)).map((path) => `${path} is too many`),
    ...wanted.filter(({ path }) => !found.includes(path)).map(({ path }) => `${path} is missing`),
    ...wanted
      .filter((asset) => found.includes(asset.path) && !isUnchanged(asset))
      .map(({ path }) => `${path} is another`),
    ...(name === 'capture' && !files.some(({ path }) => path === 'NOTICE') ? ['NOTICE is missing'] : []),
  ];
  if (odd) throw new Error(`In the package @kinora/${name}, ${odd}`);
}

/** The detector, `lite`, `full` and both builds of LiteRT. Their scripts are in the workers, and not files of their own. */
function shippedAssets() {
  const names = [
    'pose_detection.tflite',
    'pose_landmark_lite.tflite',
    'pose_landmark_full.tflite',
    'litert_wasm_internal.wasm',
    'litert_wasm_compat_internal.wasm',
  ];
  const manifest = JSON.parse(readFileSync(join(root, 'packages/capture/src/models/manifest.json'), 'utf8'));
  return names.map((name) => ({ ...manifest.find((asset) => asset.name === name), path: `dist/assets/${name}` }));
}

function isUnchanged({ path, sha256 }) {
  const bytes = readFileSync(join(root, 'packages/capture', path));
  return createHash('sha256').update(bytes).digest('hex') === sha256;
}
