import { ArcRotateCamera } from '@babylonjs/core/Cameras/arcRotateCamera.js';
import type { ArcRotateCameraKeyboardMoveInput } from '@babylonjs/core/Cameras/Inputs/arcRotateCameraKeyboardMoveInput.js';
import { Vector3 } from '@babylonjs/core/Maths/math.vector.js';
import type { Scene } from '@babylonjs/core/scene.js';
import type { FigureSize } from '../stand.ts';

/** Vertical field of view, radians: a portrait lens, which leaves proportions as they are. */
const FIELD_OF_VIEW = 0.5;
/** In front of an avatar that faces +Z, and a little above the level. */
const FRONT = Math.PI / 2;
const SLIGHTLY_ABOVE = Math.PI / 2 - 0.09;
/** Room for raised arms and jumps, in heights. */
const TALL = 1.45;
/** Room beside: for spread arms in heights, and for what is wider than that in its own width. */
const ARM_SPAN = 1.15;
const MARGIN = 1.1;

const FIREFOX_PLUS = [61, 171];
const FIREFOX_MINUS = [173];

/** A camera that turns about the avatar by mouse, touch and arrow keys, comes nearer by + and −, and cannot get lost. */
export function createCamera(scene: Scene): ArcRotateCamera {
  const camera = new ArcRotateCamera('camera', FRONT, SLIGHTLY_ABOVE, 5, Vector3.Zero(), scene);
  camera.fov = FIELD_OF_VIEW;
  camera.upperBetaLimit = Math.PI / 2 + 0.02;
  camera.lowerBetaLimit = 0.2;
  camera.wheelDeltaPercentage = 0.01;
  camera.pinchDeltaPercentage = 0.01;
  camera.panningSensibility = 0;
  zoomByKeys(camera);
  return camera;
}

/** Plus and minus zoom, by Babylon's own doing; in Firefox they have codes of their own. */
function zoomByKeys(camera: ArcRotateCamera): void {
  const keyboard = camera.inputs.attached['keyboard'] as ArcRotateCameraKeyboardMoveInput; // Every such camera has one.
  keyboard.keysZoomIn.push(...FIREFOX_PLUS);
  keyboard.keysZoomOut.push(...FIREFOX_MINUS);
  camera.movement.input.addEntry({
    source: 'keyboard',
    key: [...FIREFOX_PLUS, ...FIREFOX_MINUS],
    interaction: 'zoom',
  });
}

/** What is to be seen: the figure's size, how far it reaches beyond that to its left, and how near one may come, metres. */
export interface Framing extends FigureSize {
  readonly beside: number;
  readonly nearest: number;
}

/** Shows a figure that stands at the origin, and what stands beside it, whole and from the front. */
export function frameFigure(
  camera: ArcRotateCamera,
  { height, width, beside, nearest }: Framing,
  aspect: number,
): void {
  const widest = Math.max(height * ARM_SPAN, width * MARGIN) + beside;
  const radius = Math.max(height * TALL, widest / aspect) / 2 / Math.tan(FIELD_OF_VIEW / 2);
  camera.minZ = height * 0.05;
  camera.maxZ = height * 60;
  camera.lowerRadiusLimit = nearest;
  camera.upperRadiusLimit = radius * 2.5;
  camera.setTarget(new Vector3(beside / 2, height * 0.55, 0));
  camera.alpha = FRONT;
  camera.beta = SLIGHTLY_ABOVE;
  camera.radius = radius;
  camera.inertialAlphaOffset = camera.inertialBetaOffset = camera.inertialRadiusOffset = 0;
}
