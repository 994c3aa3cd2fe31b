import { readFileSync } from 'node:fs';
import { AnimationMixer, Quaternion, Vector3 } from 'three';
import type { Group, Object3D } from 'three';
import { FBXLoader } from 'three/addons/loaders/FBXLoader.js';
import { vi } from 'vitest';

/** An FBX file as three.js understands it: a reader that shares nothing with ours. */
export class ThreeFbx {
  readonly #scene: Group;
  readonly #mixer: AnimationMixer;

  constructor(path: string) {
    const { buffer, byteOffset, byteLength } = readFileSync(path);
    // It asks the window for the shape of the picture as soon as a file has a camera.
    vi.stubGlobal('window', { innerWidth: 1, innerHeight: 1 });
    this.#scene = new FBXLoader().parse(buffer.slice(byteOffset, byteOffset + byteLength), '');
    vi.unstubAllGlobals();
    this.#mixer = new AnimationMixer(this.#scene);
    const [clip] = this.#scene.animations;
    if (clip) this.#mixer.clipAction(clip).play();
    this.#scene.updateMatrixWorld(true);
  }

  /** Seconds of the file's own time. */
  setTime(seconds: number): void {
    this.#mixer.setTime(seconds);
    this.#scene.updateMatrixWorld(true);
  }

  /** In the file's unit. Names lose what three.js takes for the grammar of its tracks. */
  position(name: string): Vector3 {
    return this.#node(name).getWorldPosition(new Vector3());
  }

  rotation(name: string): Quaternion {
    return this.#node(name).getWorldQuaternion(new Quaternion());
  }

  #node(name: string): Object3D {
    const node = this.#scene.getObjectByName(name.replace(/[[\].:/]/g, '').replace(/\s/g, '_'));
    if (!node) throw new RangeError(`three.js knows no "${name}"`);
    return node;
  }
}
