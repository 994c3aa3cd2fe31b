import { Constants } from '@babylonjs/core/Engines/constants.js';
import { DirectionalLight } from '@babylonjs/core/Lights/directionalLight.js';
import { ShadowGenerator } from '@babylonjs/core/Lights/Shadows/shadowGenerator.js';
import { RegisterShadowGeneratorSceneComponent } from '@babylonjs/core/Lights/Shadows/shadowGeneratorSceneComponent.pure.js';
import { ImageProcessingConfiguration } from '@babylonjs/core/Materials/imageProcessingConfiguration.js';
import { StandardMaterial } from '@babylonjs/core/Materials/standardMaterial.js';
import { RawTexture } from '@babylonjs/core/Materials/Textures/rawTexture.js';
import { Color3 } from '@babylonjs/core/Maths/math.color.js';
import { Vector3 } from '@babylonjs/core/Maths/math.vector.js';
import type { AbstractMesh } from '@babylonjs/core/Meshes/abstractMesh.js';
import { CreateGround } from '@babylonjs/core/Meshes/Builders/groundBuilder.js';
import type { Mesh } from '@babylonjs/core/Meshes/mesh.js';
import type { Scene } from '@babylonjs/core/scene.js';
import type { StageColors } from './color-scheme.ts';
import { PERSON } from './stand.ts';
import { createStudioLight } from './studio-light.ts';

/** Down, from the left and the front of an avatar that faces +Z. */
const LAMP_DIRECTION = new Vector3(-0.3, -0.85, -0.42).normalize();

/** Lamp, soft surrounding light and a floor that fades into the background, in the size of who stands on it. */
export class Scenery {
  readonly #scene: Scene;
  readonly #lamp: DirectionalLight;
  readonly #shadows: ShadowGenerator;
  readonly #floor: Mesh;
  readonly #floorMaterial: StandardMaterial;
  #height = PERSON.height;

  constructor(scene: Scene, shadowSize: number) {
    this.#scene = scene;
    scene.environmentTexture = createStudioLight(scene);
    scene.imageProcessingConfiguration.toneMappingEnabled = true;
    scene.imageProcessingConfiguration.toneMappingType = ImageProcessingConfiguration.TONEMAPPING_KHR_PBR_NEUTRAL;
    this.#lamp = new DirectionalLight('lamp', LAMP_DIRECTION, scene);
    this.#shadows = createShadows(this.#lamp, shadowSize);
    this.#floorMaterial = createFloorMaterial(scene);
    this.#floor = CreateGround('floor', { width: 1, height: 1 }, scene);
    this.#floor.material = this.#floorMaterial;
    this.#floor.receiveShadows = true;
    this.#floor.isPickable = false;
    this.fit(PERSON.height);
  }

  /** @param height - metres, of the figure that stands at the origin. */
  fit(height: number): void {
    this.#height = height;
    this.#floor.scaling.setAll(height * 7);
    this.#lamp.shadowFrustumSize = height * 3;
    this.#lamp.shadowMinZ = height * 0.5;
    this.#lamp.shadowMaxZ = height * 6;
    this.moveTo(Vector3.ZeroReadOnly);
  }

  /** Brings light and floor to a place on the ground. */
  moveTo({ x, z }: Vector3): void {
    this.#floor.position.set(x, 0, z);
    LAMP_DIRECTION.scaleToRef(-3 * this.#height, this.#lamp.position);
    this.#lamp.position.addInPlaceFromFloats(x, this.#height * 0.5, z);
  }

  paint(colors: StageColors): void {
    this.#scene.clearColor = colors.background.toColor4(1);
    this.#scene.environmentIntensity = colors.surrounding;
    this.#lamp.intensity = colors.lamp;
    // In full light the floor has exactly its colour; in the shadow it loses the lamp's part of it.
    this.#floorMaterial.diffuseColor = colors.floor.scale(colors.shadow / (colors.lamp * -LAMP_DIRECTION.y));
    this.#floorMaterial.emissiveColor = colors.floor.scale(1 - colors.shadow);
  }

  /** Who throws shadows, on the floor and on themselves. */
  castShadows(meshes: readonly AbstractMesh[]): void {
    for (const mesh of meshes) {
      mesh.receiveShadows = true;
      this.#shadows.addShadowCaster(mesh, false);
    }
  }
}

function createShadows(lamp: DirectionalLight, size: number): ShadowGenerator {
  // Bundlers drop this component, whose file looks free of side effects, and with it every shadow.
  RegisterShadowGeneratorSceneComponent(ShadowGenerator);
  const shadows = new ShadowGenerator(size, lamp);
  shadows.usePercentageCloserFiltering = true;
  shadows.filteringQuality = ShadowGenerator.QUALITY_MEDIUM;
  shadows.bias = 0.004;
  shadows.normalBias = 0.015;
  return shadows;
}

function createFloorMaterial(scene: Scene): StandardMaterial {
  const material = new StandardMaterial('floor', scene);
  material.specularColor = Color3.Black();
  material.opacityTexture = createFadeTexture(scene);
  // Not tone-mapped: the clear colour, into which the floor fades, is not either.
  material.imageProcessingConfiguration = new ImageProcessingConfiguration();
  material.maxSimultaneousLights = 1;
  return material;
}

/** Opaque in the middle, nothing at the rim. */
function createFadeTexture(scene: Scene): RawTexture {
  const size = 128;
  const pixels = new Uint8Array(size * size * 4).fill(255);
  for (let row = 0, at = 3; row < size; row++) {
    for (let column = 0; column < size; column++, at += 4) {
      const distance = Math.hypot((column + 0.5) / size - 0.5, (row + 0.5) / size - 0.5) * 2;
      const t = Math.min(1, Math.max(0, (1 - distance) / 0.6));
      pixels[at] = Math.round(255 * t * t * (3 - 2 * t));
    }
  }
  const texture = RawTexture.CreateRGBATexture(
    pixels,
    size,
    size,
    scene,
    false,
    false,
    Constants.TEXTURE_BILINEAR_SAMPLINGMODE,
  );
  texture.hasAlpha = true;
  texture.wrapU = texture.wrapV = Constants.TEXTURE_CLAMP_ADDRESSMODE;
  return texture;
}
