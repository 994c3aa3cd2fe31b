import type { ArcRotateCamera } from '@babylonjs/core/Cameras/arcRotateCamera.js';
import { Vector3 } from '@babylonjs/core/Maths/math.vector.js';
import type { Avatar } from '../../load/avatar.ts';
import { BodyPart } from '../body-part.ts';

/** Of the figure's height: the least and the most that counts as its head, from its joint to the top of the hair. */
const HEAD = [0.12, 0.4] as const;
/** Of that: where the face is, and how much of the picture's height it gets around it. */
const FACE = 0.45;
const ROOM = 1.6;
/** Of the figure's height. Nearer would be within the arms, or the nose. */
const NEAREST = 0.35;

/**
 * Looks at the face: the nearer the camera comes to the figure, the more it looks at the head and goes along with it
 * instead of the middle of the figure.
 */
export class CloseUp {
  /** How near the camera may come, metres: the head fills the picture then. */
  readonly nearest: number;
  readonly #camera: ArcRotateCamera;
  readonly #head: BodyPart;
  /** How far from the middle of the figure it looks now. */
  readonly #aside = Vector3.Zero();
  /** Metres from which on the figure is looked at as a whole. */
  #far: number;

  /** @param avatar - at rest, on the floor. */
  constructor(avatar: Avatar, camera: ArcRotateCamera, height: number) {
    this.#camera = camera;
    this.#far = camera.radius;
    this.#head = new BodyPart(avatar, 'head');
    const size = Math.min(Math.max(height - this.#head.locate().y, height * HEAD[0]), height * HEAD[1]);
    this.#head.raise(size * FACE);
    this.nearest = Math.max((size * ROOM) / 2 / Math.tan(camera.fov / 2), height * NEAREST);
  }

  /** Call when the camera looks at the middle of the whole figure. */
  begin(): void {
    this.#aside.setAll(0);
    this.#far = this.#camera.radius;
  }

  /** Call after each pose, and when the camera has come nearer or gone away. */
  update(): void {
    const { target, radius } = this.#camera;
    // By ratios, as it is zoomed: half of the way is half of the turns of a wheel.
    const share = Math.min(Math.max(Math.log(this.#far / radius) / Math.log(this.#far / this.nearest), 0), 1);
    if (share === 0 && this.#aside.lengthSquared() === 0) return;
    target.subtractInPlace(this.#aside);
    this.#head.locate().subtractToRef(target, this.#aside).scaleInPlace(share);
    target.addInPlace(this.#aside);
  }
}
