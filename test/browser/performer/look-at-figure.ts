import { Matrix, Vector3 } from '@babylonjs/core/Maths/math.vector.js';
import { danceClip, makeFigure, writeFigure } from '@kinora/performer';
import type { CastName } from '@kinora/performer';
import type { HumanoidBone } from '@kinora/core/motion';
import { createStage, type Avatar, type Stage } from '@kinora/viewer';
import { createModelLoader } from '../../../packages/capture/src/pose-models.ts';
import { readDetections } from '../../../packages/capture/src/track/detection.ts';
import { createTracker } from '../../../packages/capture/src/track/tracker.ts';
import type { TrackerModels } from '../../../packages/capture/src/track/tracker.ts';
import { rgbaFrame } from '../../support/rgba-frame.ts';

/** A still of a figure in its dance. */
export interface Still {
  /** Seconds into the dance. */
  readonly second: number;
  /** Degrees around the figure, 0 from the front. */
  readonly around: number;
}

/** What our own detector and tracker make of a still. */
export interface Sight extends Still {
  /** 0…1; 0 where nobody is seen. */
  readonly detector: number;
  /** Mean distance of the tracked limb joints from where they are in the picture, pixels; infinite where nobody is seen. */
  readonly error: number;
}

const WIDTH = 480;
const HEIGHT = 640;
/** Where it stood when the figure was first measured, as shares of the figure's height: 380 pixels of it. */
const CAMERA = { fieldOfView: 0.62, distance: 2.58, middle: 0.55, down: 0.05 };

/** BlazePose's points for the joints of the limbs. */
const POINTS: readonly (readonly [point: number, bone: HumanoidBone])[] = [
  [11, 'leftUpperArm'],
  [12, 'rightUpperArm'],
  [13, 'leftLowerArm'],
  [14, 'rightLowerArm'],
  [15, 'leftHand'],
  [16, 'rightHand'],
  [23, 'leftUpperLeg'],
  [24, 'rightUpperLeg'],
  [25, 'leftLowerLeg'],
  [26, 'rightLowerLeg'],
  [27, 'leftFoot'],
  [28, 'rightFoot'],
];

const loadModels = createModelLoader();

/** Draws a figure on the viewer's stage and lets our detector and tracker look at each still, knowing of no other. */
export async function lookAtFigure(name: CastName, stills: readonly Still[]): Promise<Sight[]> {
  const models = await loadModels({ quality: 'full' }, new AbortController().signal);
  const canvas = document.createElement('canvas');
  canvas.style.cssText = `display: block; width: ${WIDTH}px; height: ${HEIGHT}px`;
  document.body.append(canvas);
  const stage = createStage(canvas, {
    colorScheme: 'light',
    renderMode: 'onDemand',
    controls: false,
    follow: false,
    resolution: 'full',
  });
  try {
    const avatar = await stage.loadAvatar(writeFigure(makeFigure(name)));
    avatar.player.play(danceClip());
    avatar.player.pause();
    // The first drawing compiles shaders and can stay blank.
    stage.render();
    await stage.scene.whenReadyAsync();
    const sights: Sight[] = [];
    for (const still of stills) sights.push(await look(stage, avatar, models, still));
    return sights;
  } finally {
    stage.dispose();
    canvas.remove();
  }
}

async function look(stage: Stage, avatar: Avatar, models: TrackerModels, still: Still): Promise<Sight> {
  avatar.player.seek(still.second);
  placeCamera(stage, avatar, still.around);
  stage.render();
  const frame = rgbaFrame(readPixels(stage.engine.getRenderingCanvas()!), WIDTH, HEIGHT);
  let detector = 0;
  const tracker = createTracker({
    landmarks: models.landmarks,
    async detector(input) {
      const outputs = await models.detector(input);
      detector = readDetections(outputs)[0]?.score ?? 0;
      return outputs;
    },
  });
  // The second look is the one that counts: the first has only the detector's guess at where the person is.
  await tracker.track(frame);
  const landmarks = await tracker.track(frame);
  if (!landmarks) return { ...still, detector, error: Infinity };
  const errors = POINTS.map(([point, bone]) => {
    const [x, y] = inPicture(stage, avatar, bone);
    return Math.hypot(landmarks.image[point * 4]! - x, landmarks.image[point * 4 + 1]! - y);
  });
  return { ...still, detector, error: errors.reduce((sum, error) => sum + error, 0) / errors.length };
}

function placeCamera({ camera }: Stage, avatar: Avatar, around: number): void {
  const tall = Math.max(...avatar.meshes.map((mesh) => mesh.getBoundingInfo().boundingBox.maximumWorld.y));
  camera.fov = CAMERA.fieldOfView;
  camera.setTarget(new Vector3(0, CAMERA.middle * tall, 0));
  camera.alpha = Math.PI / 2 - (around * Math.PI) / 180;
  camera.beta = Math.PI / 2 - CAMERA.down;
  camera.radius = CAMERA.distance * tall;
  camera.getViewMatrix(true);
}

function readPixels(canvas: HTMLCanvasElement): Uint8Array {
  const context = new OffscreenCanvas(WIDTH, HEIGHT).getContext('2d')!;
  context.drawImage(canvas, 0, 0, WIDTH, HEIGHT);
  return new Uint8Array(context.getImageData(0, 0, WIDTH, HEIGHT).data.buffer);
}

/** Where a joint of the avatar is in the picture, pixels from its upper left corner. */
function inPicture({ scene, camera }: Stage, { map, rig, meshes }: Avatar, bone: HumanoidBone): [number, number] {
  const name = rig.names[map.bones[bone]!.joint]!;
  const node = meshes[0]!.skeleton!.bones.find((candidate) => candidate.name === name)!.getTransformNode()!;
  node.computeWorldMatrix(true);
  const viewport = camera.viewport.toGlobal(WIDTH, HEIGHT);
  const { x, y } = Vector3.Project(node.getAbsolutePosition(), Matrix.Identity(), scene.getTransformMatrix(), viewport);
  return [x, y];
}
