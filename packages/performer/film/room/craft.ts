import { Constants } from '@babylonjs/core/Engines/constants.js';
import { PBRMaterial } from '@babylonjs/core/Materials/PBR/pbrMaterial.js';
import { RawTexture } from '@babylonjs/core/Materials/Textures/rawTexture.js';
import { Color3 } from '@babylonjs/core/Maths/math.color.js';
import type { ShadowGenerator } from '@babylonjs/core/Lights/Shadows/shadowGenerator.js';
import { CreateBox } from '@babylonjs/core/Meshes/Builders/boxBuilder.js';
import type { Mesh } from '@babylonjs/core/Meshes/mesh.js';
import type { Scene } from '@babylonjs/core/scene.js';

type Triple = readonly [x: number, y: number, z: number];

/** Makes things out of boxes and painted canvases, and lets them throw shadows. */
export class Craft {
  readonly scene: Scene;
  readonly #shadows: ShadowGenerator;
  readonly #colours = new Map<string, PBRMaterial>();

  constructor(scene: Scene, shadows: ShadowGenerator) {
    this.scene = scene;
    this.#shadows = shadows;
  }

  /** A plain material. @param colour - as CSS writes it, in hexadecimal. */
  colour(colour: string, roughness = 0.85): PBRMaterial {
    const key = `${colour} ${roughness}`;
    const known = this.#colours.get(key);
    if (known) return known;
    const material = new PBRMaterial(key, this.scene);
    material.albedoColor = Color3.FromHexString(colour).toLinearSpace();
    material.metallic = 0;
    material.roughness = roughness;
    this.#colours.set(key, material);
    return material;
  }

  /** A material that is painted. @param paint - on a canvas of that many pixels. */
  painted(
    [width, height]: readonly [number, number],
    paint: (brush: OffscreenCanvasRenderingContext2D) => void,
  ): PBRMaterial {
    const brush = new OffscreenCanvas(width, height).getContext('2d')!;
    paint(brush);
    const { data } = brush.getImageData(0, 0, width, height);
    const texture = RawTexture.CreateRGBATexture(
      new Uint8Array(data.buffer),
      width,
      height,
      this.scene,
      true,
      true,
      Constants.TEXTURE_TRILINEAR_SAMPLINGMODE,
    );
    texture.anisotropicFilteringLevel = 8;
    texture.gammaSpace = true;
    const material = new PBRMaterial('painted', this.scene);
    material.albedoTexture = texture;
    material.metallic = 0;
    material.roughness = 0.9;
    return material;
  }

  /** A box. @param at - its middle. */
  box([x, y, z]: Triple, [width, height, depth]: Triple, material: PBRMaterial): Mesh {
    const mesh = CreateBox('box', { width, height, depth }, this.scene);
    mesh.position.set(x, y, z);
    return this.put(mesh, material);
  }

  put<Thing extends Mesh>(mesh: Thing, material: PBRMaterial, throwsShadow = true): Thing {
    mesh.material = material;
    mesh.receiveShadows = true;
    if (throwsShadow) this.#shadows.addShadowCaster(mesh, false);
    return mesh;
  }
}

/** Numbers in 0…1 that are the same every time (mulberry32). */
export function makeChance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
