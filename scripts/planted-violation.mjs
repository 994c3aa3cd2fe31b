// Proves that the rooms are guarded: plants forbidden imports and expects dependency-cruiser to name each of them.
import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './lib/toolchain.mjs';

const planted = [
  ['packages/core/src/math/planted.ts', "import '../formats/sniff.ts';\n", 'math-imports'],
  ['packages/capture/src/solve/planted.ts', "import '../session.ts';\n", 'track-and-solve-are-pure'],
  ['packages/viewer/src/planted.ts', "import '../../core/src/math/quat.ts';\n", 'core-by-its-doors'],
  ['packages/core/src/metrics/planted.ts', "import '../retarget/hips-map.ts';\n", 'metrics-imports'],
  ['packages/core/src/formats/planted.ts', "import './fbx/read-fbx.ts';\n", 'fbx-behind-its-door'],
  ['packages/core/src/play/planted.ts', "import 'comlink';\n", 'comlink-in-rpc-only'],
];

try {
  for (const [path, source] of planted) writeFileSync(join(root, path), source);
  const cruise = spawnSync(
    join(root, 'node_modules/.bin/depcruise'),
    ['packages', '--config', '.dependency-cruiser.cjs'],
    {
      cwd: root,
      encoding: 'utf8',
      shell: process.platform === 'win32',
    },
  );
  const missed = planted.filter(
    ([path, , rule]) => !cruise.stdout.split('\n').some((line) => line.includes(rule) && line.includes(path)),
  );
  for (const [path, , rule] of missed) console.error(`Not refused: ${path} against ${rule}`);
  if (missed.length > 0 || cruise.status === 0) process.exitCode = 1;
} finally {
  for (const [path] of planted) rmSync(join(root, path), { force: true });
}
