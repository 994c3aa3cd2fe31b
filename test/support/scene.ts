import { NullEngine } from '@babylonjs/core/Engines/nullEngine.js';
import { Scene } from '@babylonjs/core/scene.js';

/** A Babylon scene without a graphics card. The caller disposes `scene.getEngine()`. */
export function createSceneWithoutScreen({ rightHanded = true }: { rightHanded?: boolean } = {}): Scene {
  const scene = new Scene(new NullEngine());
  scene.useRightHandedSystem = rightHanded;
  return scene;
}
