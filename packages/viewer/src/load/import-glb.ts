import type { AssetContainer } from '@babylonjs/core/assetContainer.js';
import { LoadAssetContainerAsync } from '@babylonjs/core/Loading/sceneLoader.js';
import type { Scene } from '@babylonjs/core/scene.js';
import { KinoraError } from '@kinora/core/motion';
import { abortable } from './abortable.ts';

/** `GLTFLoaderAnimationStartMode.NONE`: importing that enum would pull the loader into the first load. */
const START_NO_ANIMATION = 0;

let loader: Promise<void> | undefined;

/** The loader is a chunk of its own: glTF 2.0 only, its extensions when a file uses them (`specs/ecosystem.md` §1.4). */
function registerLoader(): Promise<void> {
  loader ??= Promise.all([
    import('@babylonjs/loaders/glTF/2.0/glTFLoader.js'),
    import('@babylonjs/loaders/glTF/2.0/Extensions/dynamic.js'),
  ]).then(
    ([, extensions]) => extensions.registerBuiltInGLTFExtensions(),
    (error: unknown) => {
      // A chunk that did not arrive may arrive next time.
      loader = undefined;
      throw error;
    },
  );
  return loader;
}

/**
 * Babylon's import of a GLB that `vetGlb` has passed. Nothing in the file starts to play.
 *
 * @throws KinoraError `viewer/load`; on abort the signal's reason, and what still arrives is disposed.
 */
export async function importGlb(
  bytes: Uint8Array<ArrayBuffer>,
  name: string,
  scene: Scene,
  signal: AbortSignal | undefined,
): Promise<AssetContainer> {
  try {
    await abortable(registerLoader(), signal);
    const arriving = LoadAssetContainerAsync(bytes, scene, {
      name: `${name}.glb`,
      pluginExtension: '.glb',
      pluginOptions: { gltf: { animationStartMode: START_NO_ANIMATION } },
    });
    // Babylon's import cannot be stopped half way.
    return await abortable(arriving, signal, (container) => container.dispose());
  } catch (cause) {
    signal?.throwIfAborted();
    throw new KinoraError('viewer/load', `Cannot load "${name}": ${messageOf(cause)}`, {
      hint: 'Open the file in a glTF validator, or export it again',
      cause,
    });
  }
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
