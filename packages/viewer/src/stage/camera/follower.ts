import type { ArcRotateCamera } from '@babylonjs/core/Cameras/arcRotateCamera.js';
import { Vector3 } from '@babylonjs/core/Maths/math.vector.js';
import type { Clip } from '@kinora/core/motion';
import type { Avatar } from '../../load/avatar.ts';
import type { Scenery } from '../scenery.ts';

/** Heights that an avatar may leave the middle: within it the camera stands still, as before a dancer. */
const LEASH = 0.3;

/**
 * Keeps a walking avatar in the picture: camera, lamp and floor are dragged along, on the ground. A new clip starts in
 * the middle wherever its performer stood.
 */
export class Follower {
  /** Where the picture is centred, on the ground, metres. */
  readonly middle: Vector3 = Vector3.Zero();
  readonly #avatar: Avatar;
  readonly #camera: ArcRotateCamera;
  readonly #scenery: Scenery;
  readonly #leash: number;
  #clip: Clip | undefined;

  constructor(avatar: Avatar, camera: ArcRotateCamera, scenery: Scenery, height: number) {
    this.#avatar = avatar;
    this.#camera = camera;
    this.#scenery = scenery;
    this.#leash = height * LEASH;
  }

  /** Call after each pose. */
  update(hips: Vector3): void {
    const x = hips.x - this.middle.x;
    const z = hips.z - this.middle.z;
    const distance = Math.hypot(x, z);
    const isNew = this.#avatar.player.clip !== this.#clip;
    this.#clip = this.#avatar.player.clip;
    const allowed = isNew ? 0 : this.#leash;
    if (distance <= allowed) return;
    const pull = (distance - allowed) / distance;
    this.#move(x * pull, z * pull);
  }

  #move(x: number, z: number): void {
    this.middle.addInPlaceFromFloats(x, 0, z);
    this.#camera.target.addInPlaceFromFloats(x, 0, z);
    this.#scenery.moveTo(this.middle);
  }
}
