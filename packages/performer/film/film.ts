import { TargetCamera } from '@babylonjs/core/Cameras/targetCamera.js';
import { ShadowGenerator } from '@babylonjs/core/Lights/Shadows/shadowGenerator.js';
import { StandardMaterial } from '@babylonjs/core/Materials/standardMaterial.js';
import { Color3 } from '@babylonjs/core/Maths/math.color.js';
import { Vector3 } from '@babylonjs/core/Maths/math.vector.js';
import { writeBvh, type Clip } from '@kinora/core/motion';
import { makePerson, PEOPLE, writeFigure } from '@kinora/performer';
import { createStage, type Stage } from '@kinora/viewer';
import { BufferTarget, CanvasSource, Mp4OutputFormat, Output, Quality } from 'mediabunny';
import { FACE_FILMS } from './face-films.ts';
import { HAND_FILMS } from './hand-films.ts';
import { makeFace } from './face.ts';
import { type CameraPlace, type SampleFilm, SAMPLES } from './samples.ts';

const FILMS: Readonly<Record<string, SampleFilm>> = { ...SAMPLES, ...FACE_FILMS, ...HAND_FILMS };

// The page that `npm run sample` opens: it films one motion on the viewer's own stage.

const RATE = 30;

/** What a sample consists of. Bytes are base64. */
export interface Film {
  readonly video: string;
  readonly motion: string;
  readonly facts: FilmFacts;
}

/** What is known of a sample beside its true motion. The space is the motion's. */
export interface FilmFacts extends CameraPlace {
  readonly rate: number;
  /** Which way is up in the picture: unit length, square to the line of sight. */
  readonly up: readonly number[];
  readonly performer: string;
  readonly background: string;
  /** Degrees: how far the camera looks up, and how far it leans to its left. */
  readonly tilt: { readonly pitch: number; readonly roll: number };
  /** As the motion lists them. */
  readonly joints: readonly string[];
  /** When each foot stands, seconds. */
  readonly contacts: Clip['contacts'];
}

declare global {
  var filmNames: readonly string[];
  var film: (name: string) => Promise<Film>;
  /** Every so many frames of a film side by side: a PNG, base64. */
  var filmStrip: (name: string, every: number) => Promise<string>;
}

globalThis.filmNames = Object.keys(SAMPLES);

globalThis.film = async (name) => {
  const take = await prepare(FILMS[name]!);
  const { camera, clip, sample } = take;
  const video = await record(take);
  const { x, y, z } = camera.getWorldMatrix().getRow(1)!;
  const sight = camera.getDirection(Vector3.Forward(true));
  return {
    video: toBase64(video),
    motion: toBase64(writeBvh(clip)),
    facts: {
      ...sample.camera,
      rate: sample.rate ?? RATE,
      up: [x, y, z],
      performer: sample.performer,
      background: sample.background,
      tilt: { pitch: degrees(Math.asin(sight.y)), roll: degrees(sample.camera.roll) },
      joints: clip.rig.names,
      contacts: clip.contacts,
    },
  };
};

globalThis.filmStrip = async (name, every) => {
  const take = await prepare(FILMS[name]!);
  const { width, height } = take.sample.camera;
  const columns = Math.floor(1920 / width);
  const frames = Array.from({ length: Math.ceil((take.clip.frames - 1) / every) }, (_, i) => i * every);
  const sheet = new OffscreenCanvas(width * columns, height * Math.ceil(frames.length / columns));
  const context = sheet.getContext('2d')!;
  frames.forEach((frame, i) => {
    take.show(frame / RATE);
    context.drawImage(take.canvas, (i % columns) * width, Math.floor(i / columns) * height);
  });
  return toBase64(new Uint8Array(await (await sheet.convertToBlob({ type: 'image/png' })).arrayBuffer()));
};

/** All that stands ready when the film begins. */
interface Take {
  readonly canvas: HTMLCanvasElement;
  readonly camera: TargetCamera;
  readonly clip: Clip;
  readonly sample: SampleFilm;
  /** Draws a moment: seconds. */
  readonly show: (time: number) => void;
}

async function prepare(sample: SampleFilm): Promise<Take> {
  const canvas = document.querySelector('canvas')!;
  canvas.style.width = `${sample.camera.width}px`;
  canvas.style.height = `${sample.camera.height}px`;
  const stage = createStage(canvas, {
    colorScheme: sample.colorScheme,
    renderMode: 'onDemand',
    controls: false,
    follow: false,
    resolution: 'full',
  });
  const clip = sample.clip();
  const avatar = await stage.loadAvatar(writeFigure(makePerson(PEOPLE[sample.performer])));
  // The stage moved the performer to its middle; the motion knows nothing of that.
  const camera = placeCamera(stage, sample.camera, avatar.root.position);
  dressStage(stage, sample);
  avatar.player.play(clip);
  avatar.player.pause();
  const showFace = makeFace(avatar, sample);
  const show = (time: number): void => {
    avatar.player.seek(time);
    showFace(time);
    stage.render();
  };
  // The first drawing compiles shaders and can stay blank: it is not filmed.
  show(0);
  await stage.scene.whenReadyAsync();
  return { canvas, camera, clip, sample, show };
}

/** The stage's own camera always stands level: this one may lean. */
function placeCamera(stage: Stage, place: CameraPlace, origin: Vector3): TargetCamera {
  const camera = new TargetCamera('film', Vector3.FromArray(place.position).add(origin), stage.scene);
  camera.fov = place.fieldOfView;
  camera.minZ = 0.1;
  camera.setTarget(Vector3.FromArray(place.target).add(origin));
  camera.rotation.z = place.roll;
  stage.scene.activeCamera = camera;
  camera.getViewMatrix(true);
  return camera;
}

function dressStage(stage: Stage, { set, tint, light = 1 }: SampleFilm): void {
  const { scene } = stage;
  scene.environmentIntensity *= light;
  const floor = scene.getMaterialByName('floor');
  if (tint !== undefined && floor instanceof StandardMaterial) {
    const colour = Color3.FromHexString(tint);
    scene.clearColor.multiplyInPlace(colour.toColor4(1));
    floor.diffuseColor.multiplyInPlace(colour);
    floor.emissiveColor.multiplyInPlace(colour);
  }
  const shadows = scene.lights.map((lamp) => lamp.getShadowGenerator()).find((found) => found !== null);
  if (!(shadows instanceof ShadowGenerator)) throw new Error('The stage has no lamp that throws shadows');
  set?.(stage, shadows);
}

async function record({ canvas, clip, sample, show }: Take): Promise<Uint8Array> {
  const target = new BufferTarget();
  const output = new Output({ format: new Mp4OutputFormat({ fastStart: 'in-memory' }), target });
  const source = new CanvasSource(canvas, {
    codec: 'avc',
    quality: new Quality({ bitrate: sample.bitrate }),
    keyFrameInterval: 1,
    latencyMode: 'quality',
  });
  const rate = sample.rate ?? RATE;
  output.addVideoTrack(source, { frameRate: rate });
  await output.start();
  const frames = Math.floor(((clip.frames - 1) * rate) / RATE);
  for (let frame = 0; frame < frames; frame++) {
    show(frame / rate);
    await source.add(frame / rate, 1 / rate);
  }
  await output.finalize();
  if (!target.buffer) throw new Error('The encoder wrote nothing');
  return new Uint8Array(target.buffer);
}

function degrees(radians: number): number {
  return (radians * 180) / Math.PI;
}

function toBase64(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += 0x8000) binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(binary);
}
