import { ArcRotateCamera } from '@babylonjs/core/Cameras/arcRotateCamera.js';
import { Vector3 } from '@babylonjs/core/Maths/math.vector.js';
import type { Scene } from '@babylonjs/core/scene.js';

/** Vertical field of view, radians: a portrait lens, which leaves proportions as they are. */
const FIELD_OF_VIEW = 0.5;
/** In front of an avatar that faces +Z, and a little above the level. */
const FRONT = Math.PI / 2;
const SLIGHTLY_ABOVE = Math.PI / 2 - 0.09;
/** Room for raised arms and jumps above, and for spread arms beside, in heights. */
const TALL = 1.5;
const WIDE = 1.3;

/** A camera that turns about the avatar by mouse, touch and arrow keys, and cannot get lost. */
export function createCamera(scene: Scene): ArcRotateCamera {
  const camera = new ArcRotateCamera('camera', FRONT, SLIGHTLY_ABOVE, 5, Vector3.Zero(), scene);
  camera.fov = FIELD_OF_VIEW;
  camera.upperBetaLimit = Math.PI / 2 + 0.02;
  camera.lowerBetaLimit = 0.2;
  camera.wheelDeltaPercentage = 0.01;
  camera.pinchDeltaPercentage = 0.01;
  camera.panningSensibility = 0;
  return camera;
}

/** Shows a figure of this height, standing at the origin, whole and from the front. */
export function frameFigure(camera: ArcRotateCamera, height: number, aspect: number): void {
  const halfView = Math.tan(FIELD_OF_VIEW / 2);
  const radius = Math.max((height * TALL) / 2 / halfView, (height * WIDE) / 2 / (halfView * aspect));
  camera.minZ = height * 0.05;
  camera.maxZ = height * 60;
  camera.lowerRadiusLimit = height * 0.9;
  camera.upperRadiusLimit = radius * 2.5;
  camera.setTarget(new Vector3(0, height * 0.54, 0));
  camera.alpha = FRONT;
  camera.beta = SLIGHTLY_ABOVE;
  camera.radius = radius;
  camera.inertialAlphaOffset = camera.inertialBetaOffset = camera.inertialRadiusOffset = 0;
}
