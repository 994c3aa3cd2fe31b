import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EXTRA_MODELS } from '../../../../packages/capture/src/models/manifest.ts';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const FACE = '@mediapipe/face_mesh';
const [model] = EXTRA_MODELS.filter(({ extra }) => extra === 'face');
const { name, file, start, bytes } = model!;

let app: string;

/** An app in which Kinora is installed and, beside it, the package with the models of a face. */
beforeAll(() => {
  app = mkdtempSync(join(tmpdir(), 'kinora-changed-'));
  const modules = join(app, 'node_modules');
  mkdirSync(join(modules, '@kinora'), { recursive: true });
  for (const name of ['core', 'service']) symlinkSync(join(root, 'packages', name), join(modules, '@kinora', name));
  // Copied, for what is linked looks for models where it truly lies. The models that are shipped are not looked at.
  for (const [name, parts] of Object.entries({ cli: ['bin', 'dist'], capture: ['NOTICE', 'dist'] })) {
    for (const part of ['package.json', ...parts]) {
      cpSync(join(root, 'packages', name, part), join(modules, '@kinora', name, part), {
        recursive: true,
        filter: (source) => !/dist[\\/]assets$/.test(source),
      });
    }
  }
  mkdirSync(join(modules, FACE), { recursive: true });
  cpSync(join(root, 'node_modules', FACE, 'package.json'), join(modules, FACE, 'package.json'));
});
afterAll(() => rmSync(app, { recursive: true }));

interface Outcome {
  readonly code: number;
  readonly stderr: string;
}

function fillFolder(folder: string, change: (packed: Buffer) => Buffer): Promise<Outcome> {
  writeFileSync(join(app, 'node_modules', FACE, file), change(readFileSync(join(root, 'node_modules', FACE, file))));
  const words = [join(app, 'node_modules/@kinora/cli/bin/kinora.js'), 'assets', folder, '--only', 'face'];
  return new Promise((resolve) => {
    execFile(process.execPath, words, { cwd: app }, (error, _, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, stderr }),
    );
  });
}

describe('kinora assets, of a package', { timeout: 60_000 }, () => {
  test('as it was published, fills the folder', async () => {
    expect(await fillFolder('whole', (packed) => packed)).toEqual({ code: 0, stderr: '' });
    expect(existsSync(join(app, 'whole', name))).toBe(true);
  });

  test.each([
    [
      'in which one bit of a model is another',
      (packed: Buffer) => {
        const changed = Buffer.from(packed);
        changed[start + (bytes >> 1)]! ^= 1;
        return changed;
      },
    ],
    ['that ends in the middle of a model', (packed: Buffer) => packed.subarray(0, start + (bytes >> 1))],
    ['whose file holds something else first', (packed: Buffer) => Buffer.concat([Buffer.of(0), packed])],
  ])('%s, refuses it and writes nothing', async (_, change) => {
    const { code, stderr } = await fillFolder('changed', change);
    expect(code).toBeGreaterThan(0);
    expect(stderr).toMatch(/^capture\/model-corrupt: Cannot use the model "face_\w+\.tflite": it is another file/);
    expect(existsSync(join(app, 'changed'))).toBe(false);
  });
});
