import { Vector3 } from '@babylonjs/core/Maths/math.vector.js';
import { writeBvh } from '@kinora/core/motion';
import { DANCE_SECONDS, danceClip, makePerson, PEOPLE, writeFigure } from '@kinora/performer';
import { type Avatar, createStage, type Stage } from '@kinora/viewer';
import { BufferTarget, CanvasSource, Mp4OutputFormat, Output, Quality } from 'mediabunny';

// The page that `npm run sample` opens: it films the dance on the viewer's own stage.

const RATE = 30;
/** Bits per second: 4 s must stay well under a megabyte. */
const BITRATE = 1_500_000;
/** As a person would hold a phone: upright, at the height of the eyes, far enough for raised hands. */
const CAMERA = { fieldOfView: 0.58, distance: 4.25, height: 0.98, down: 0.12 };

/** What the sample consists of. Bytes are base64. */
export interface Film {
  readonly video: string;
  readonly motion: string;
  readonly camera: FilmCamera;
}

/** Where the camera stood, in the space of the motion: metres, +Y up, the performer looks along +Z. */
export interface FilmCamera {
  readonly width: number;
  readonly height: number;
  readonly rate: number;
  /** Vertical, radians. */
  readonly fieldOfView: number;
  readonly position: readonly number[];
  readonly target: readonly number[];
}

declare global {
  var film: () => Promise<Film>;
}

globalThis.film = async () => {
  const canvas = document.querySelector('canvas')!;
  const stage = createStage(canvas, {
    colorScheme: 'light',
    renderMode: 'onDemand',
    controls: false,
    follow: false,
    resolution: 'full',
  });
  const clip = danceClip();
  const avatar = await stage.loadAvatar(writeFigure(makePerson(PEOPLE.leo)));
  const camera = placeCamera(stage, avatar);
  avatar.player.play(clip);
  avatar.player.pause();
  const video = await record(canvas, stage, avatar);
  return {
    video: toBase64(video),
    motion: toBase64(writeBvh(clip)),
    camera: { ...camera, width: canvas.width, height: canvas.height },
  };
};

function placeCamera(stage: Stage, { root }: Avatar): Omit<FilmCamera, 'width' | 'height'> {
  const { camera } = stage;
  camera.fov = CAMERA.fieldOfView;
  camera.setTarget(new Vector3(0, CAMERA.height, 0));
  camera.alpha = Math.PI / 2;
  camera.beta = Math.PI / 2 - CAMERA.down;
  camera.radius = CAMERA.distance;
  camera.getViewMatrix(true);
  // The stage moved the performer to its middle; the motion knows nothing of that.
  return {
    rate: RATE,
    fieldOfView: camera.fov,
    position: camera.globalPosition.subtract(root.position).asArray(),
    target: camera.target.subtract(root.position).asArray(),
  };
}

async function record(canvas: HTMLCanvasElement, stage: Stage, avatar: Avatar): Promise<Uint8Array> {
  const target = new BufferTarget();
  const output = new Output({ format: new Mp4OutputFormat({ fastStart: 'in-memory' }), target });
  const source = new CanvasSource(canvas, {
    codec: 'avc',
    quality: new Quality({ bitrate: BITRATE }),
    keyFrameInterval: 1,
    latencyMode: 'quality',
  });
  output.addVideoTrack(source, { frameRate: RATE });
  await output.start();
  // The first drawing compiles shaders and can stay blank: it is not filmed.
  stage.render();
  await stage.scene.whenReadyAsync();
  for (let frame = 0; frame < DANCE_SECONDS * RATE; frame++) {
    avatar.player.seek(frame / RATE);
    stage.render();
    await source.add(frame / RATE, 1 / RATE);
  }
  await output.finalize();
  if (!target.buffer) throw new Error('The encoder wrote nothing');
  return new Uint8Array(target.buffer);
}

function toBase64(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += 0x8000) binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(binary);
}
