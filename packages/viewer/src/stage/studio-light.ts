import { Constants } from '@babylonjs/core/Engines/constants.js';
import { RawCubeTexture } from '@babylonjs/core/Materials/Textures/rawCubeTexture.js';
import { CubeMapToSphericalPolynomialTools } from '@babylonjs/core/Misc/HighDynamicRange/cubemapToSphericalPolynomial.js';
import type { Scene } from '@babylonjs/core/scene.js';

/** Pixels of a face: the light of a studio has no detail, and rough materials read smaller levels yet. */
const SIZE = 32;

type Direction = readonly [x: number, y: number, z: number];

/** Directions of a pixel at u, v in −1…1 (right, down) of each face, in the order in which WebGL wants the faces. */
const FACES: readonly ((u: number, v: number) => Direction)[] = [
  (u, v) => [1, -v, -u],
  (u, v) => [-1, -v, u],
  (u, v) => [u, 1, v],
  (u, v) => [u, -1, -v],
  (u, v) => [u, -v, 1],
  (u, v) => [-u, -v, -1],
];

/**
 * Soft light from all sides, computed and not loaded: bright above, a wide soft box at the front, dim from below.
 * Without it metals are black and shaded sides flat.
 */
export function createStudioLight(scene: Scene): RawCubeTexture {
  const faces = FACES.map((direction) => paintFace(direction));
  const texture = new RawCubeTexture(
    scene,
    faces,
    SIZE,
    Constants.TEXTUREFORMAT_RGBA,
    Constants.TEXTURETYPE_UNSIGNED_BYTE,
    true,
    false,
    Constants.TEXTURE_TRILINEAR_SAMPLINGMODE,
  );
  texture.name = 'studio light';
  texture.gammaSpace = false;
  const [right, left, up, down, front, back] = faces;
  texture.sphericalPolynomial = CubeMapToSphericalPolynomialTools.ConvertCubeMapToSphericalPolynomial({
    size: SIZE,
    right: right!,
    left: left!,
    up: up!,
    down: down!,
    front: front!,
    back: back!,
    format: Constants.TEXTUREFORMAT_RGBA,
    type: Constants.TEXTURETYPE_UNSIGNED_BYTE,
    gammaSpace: false,
  });
  return texture;
}

function paintFace(direction: (u: number, v: number) => Direction): Uint8Array {
  const pixels = new Uint8Array(SIZE * SIZE * 4);
  for (let row = 0, at = 0; row < SIZE; row++) {
    for (let column = 0; column < SIZE; column++, at += 4) {
      const [x, y, z] = direction(((column + 0.5) / SIZE) * 2 - 1, ((row + 0.5) / SIZE) * 2 - 1);
      const length = Math.hypot(x, y, z);
      const light = radiance(x / length, y / length, z / length);
      // A touch warmer above, cooler below: grey alone looks like clay.
      pixels[at] = Math.round(255 * Math.min(1, light * (1 + 0.03 * (y / length))));
      pixels[at + 1] = Math.round(255 * Math.min(1, light));
      pixels[at + 2] = Math.round(255 * Math.min(1, light * (1 - 0.03 * (y / length))));
      pixels[at + 3] = 255;
    }
  }
  return pixels;
}

/** [0, 1] linear. The soft box hangs high at the front left; avatars face +Z. */
function radiance(x: number, y: number, z: number): number {
  const sky = 0.34 + 0.26 * y;
  const towardsBox = x * 0.45 + y * 0.55 + z * 0.7;
  return sky + 0.4 * smoothstep(0.55, 0.95, towardsBox);
}

function smoothstep(from: number, to: number, value: number): number {
  const t = Math.min(1, Math.max(0, (value - from) / (to - from)));
  return t * t * (3 - 2 * t);
}
