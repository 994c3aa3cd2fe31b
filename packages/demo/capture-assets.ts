import { fileURLToPath } from 'node:url';
import type * as CaptureInNode from '@kinora/capture/node';
import { runnerImport } from 'vite';
import type { Plugin } from 'vite';

/** Where the page finds the models that are not shipped: a folder beside it. */
const FOLDER = 'capture-assets/';

/** What the page asks for, by what it is for. */
const WANTED = {
  heavy: ['pose_landmark_heavy.tflite'],
  hands: ['hand_landmark_full.tflite'],
  face: ['face_detection_short_range.tflite', 'face_landmark.tflite'],
} as const;

type Extra = keyof typeof WANTED;
type ExtraAsset = CaptureInNode.ExtraAsset;

/** Bytes that each of them adds to a first capture; 0 where its packages are not installed, and it is not offered. */
export type ExtraBytes = Readonly<Record<Extra, number>>;

/** What lies in the packages that the project develops with, and the notice that belongs to it. */
export async function readCaptureAssets(): Promise<{
  readonly assets: readonly ExtraAsset[];
  readonly bytes: ExtraBytes;
}> {
  // From its source: a page that is served while it is worked on has no built packages beside it.
  const { module } = await runnerImport<typeof CaptureInNode>(
    fileURLToPath(new URL('../capture/src/node.ts', import.meta.url)),
    { configFile: false, resolve: { conditions: ['@kinora/source', 'module', 'node', 'development|production'] } },
  );
  const { findExtras, readExtraAssets } = module;
  const found = findExtras();
  const names = new Set<string>(['NOTICE', ...found.flatMap((extra) => WANTED[extra])]);
  const assets = found.length > 0 ? (await readExtraAssets(found)).filter(({ name }) => names.has(name)) : [];
  const bytesOf = (extra: Extra): number =>
    WANTED[extra].reduce((sum, wanted) => sum + (assets.find(({ name }) => name === wanted)?.bytes.length ?? 0), 0);
  return { assets, bytes: { heavy: bytesOf('heavy'), hands: bytesOf('hands'), face: bytesOf('face') } };
}

/** Serves that folder, and puts it beside the built page. */
export function captureAssets(assets: readonly ExtraAsset[]): Plugin {
  return {
    name: 'capture-assets',
    configureServer({ middlewares }) {
      middlewares.use(`/${FOLDER}`, (request, response, next) => {
        const asset = assets.find(({ name }) => request.url === `/${name}`);
        if (!asset) return next();
        response.setHeader('Content-Type', asset.name === 'NOTICE' ? 'text/plain' : 'application/octet-stream');
        response.end(asset.bytes);
      });
    },
    generateBundle() {
      if (this.environment.mode !== 'build') return;
      for (const { name, bytes } of assets) this.emitFile({ type: 'asset', fileName: FOLDER + name, source: bytes });
    },
  };
}
