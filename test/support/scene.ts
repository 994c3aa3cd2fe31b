import { NullEngine } from '@babylonjs/core/Engines/nullEngine.js';
import { Scene } from '@babylonjs/core/scene.js';
import '@babylonjs/core/Engines/Extensions/engine.rawTexture.js';

/** A Babylon scene without a graphics card. The caller disposes `scene.getEngine()`. */
export function createSceneWithoutScreen({ rightHanded = true }: { rightHanded?: boolean } = {}): Scene {
  const scene = new Scene(
    new NullEngine({
      renderWidth: 64,
      renderHeight: 64,
      textureSize: 16,
      deterministicLockstep: false,
      lockstepMaxSteps: 1,
    }),
  );
  scene.useRightHandedSystem = rightHanded;
  return scene;
}
