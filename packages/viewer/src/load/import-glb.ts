import type { AssetContainer } from '@babylonjs/core/assetContainer.js';
import { LoadAssetContainerAsync } from '@babylonjs/core/Loading/sceneLoader.js';
import type { Scene } from '@babylonjs/core/scene.js';
import type { GLTFLoaderAnimationStartMode } from '@babylonjs/loaders/glTF/glTFFileLoader.js';
import { KinoraError } from '@kinora/core/motion';
import { abortable } from './abortable.ts';

/** As a number, since importing the enum would pull the loader into the first load. */
const START_NO_ANIMATION = 0 as GLTFLoaderAnimationStartMode.NONE;

/** Extensions for which Babylon would fetch a decoder from a foreign server. Files that need one are refused; others bring a fallback. */
const NO_DECODERS = {
  KHR_draco_mesh_compression: { enabled: false },
  EXT_meshopt_compression: { enabled: false },
  KHR_texture_basisu: { enabled: false },
};

let loader: Promise<void> | undefined;

/** The loader is a chunk of its own: glTF 2.0 only, its extensions when a file uses them. */
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
      pluginOptions: {
        gltf: {
          animationStartMode: START_NO_ANIMATION,
          extensionOptions: NO_DECODERS,
          // Nothing is left to fetch in a vetted file; if something were, it would not be fetched.
          preprocessUrlAsync: (url) => Promise.reject(new Error(`it refers to another file, "${url.slice(0, 80)}"`)),
        },
      },
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
