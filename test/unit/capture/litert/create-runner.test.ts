import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { exactRuntime } from '../../../../packages/capture/src/assets.ts';
import { createRunner } from '../../../../packages/capture/src/litert/create-runner.ts';
import { loadRuntime } from '../../../../packages/capture/src/litert/load-runtime.ts';
import { nodeModels } from '../../../../packages/capture/src/node/node-models.ts';

const require = createRequire(new URL('../../../../packages/capture/package.json', import.meta.url));

/** The face model with attention, at the beginning of its package: it needs an operation of MediaPipe's own. */
function attentionModel(): Uint8Array {
  const packed = readFileSync(require.resolve('@mediapipe/face_mesh/face_mesh_solution_packed_assets.data'));
  return packed.subarray(0, 2_495_952);
}

describe('createRunner()', () => {
  test(
    'refuses a model with an operation that LiteRT lacks, which would give garbage',
    { timeout: 60_000 },
    async () => {
      const log = await loadRuntime(exactRuntime, nodeModels);
      const name = 'face_landmark_with_attention.tflite';
      const refused = createRunner(name, attentionModel(), log).then((run) => run(new Float32Array(192 * 192 * 3)));
      await expect(refused).rejects.toMatchObject({
        code: 'capture/wasm',
        message: expect.stringContaining('Landmarks2TransformMatrix') as string,
        details: { name },
      });
    },
  );
});
