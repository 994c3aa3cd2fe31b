import { ArcRotateCamera } from '@babylonjs/core/Cameras/arcRotateCamera.js';
import { Color4 } from '@babylonjs/core/Maths/math.color.js';
import { Vector3 } from '@babylonjs/core/Maths/math.vector.js';
import { makeFigure, writeFigure } from '@kinora/performer';
import type { CastName } from '@kinora/performer';
import { createStage } from '@kinora/viewer';
import type { Avatar, Stage } from '@kinora/viewer';
import { idleClip } from '../src/idle.ts';

/** What `scripts/demo-pictures.mjs` calls. Each gives a WebP as base64. */
interface Studio {
  poster(scheme: 'light' | 'dark', width: number, height: number, quality: number): Promise<string>;
  portrait(name: CastName, size: number, backdrop: string, quality: number): Promise<string>;
  still(url: string, second: number, width: number, height: number, quality: number): Promise<string>;
}

/** A picture is drawn so many times as large and made smaller: smoother than what the graphics card smooths. */
const FINER = 2;

const studio: Studio = {
  /** Leo as he waits on the stage: what a visitor sees until the real stage has been loaded, and then again. */
  async poster(scheme, width, height, quality) {
    const stage = openStage(width, height, scheme);
    const avatar = await enter(stage, 'leo');
    avatar.player.seek(0);
    return close(stage, width, height, quality);
  },

  async portrait(name, size, backdrop, quality) {
    const stage = openStage(size, size, 'light');
    stage.scene.clearColor = Color4.FromHexString(backdrop);
    const avatar = await enter(stage, name);
    stage.scene.getMeshByName('floor')?.setEnabled(false);
    avatar.player.seek(0);
    lookAtHead(stage, avatar);
    return close(stage, size, size, quality);
  },

  async still(url, second, width, height, quality) {
    const video = document.createElement('video');
    video.muted = true;
    video.src = url;
    video.currentTime = second;
    await new Promise((resolve, reject) => {
      video.onseeked = resolve;
      video.onerror = reject;
    });
    return smaller(video, video.videoWidth, video.videoHeight, width, height, quality);
  },
};
Object.assign(globalThis, { studio });

function openStage(width: number, height: number, colorScheme: 'light' | 'dark'): Stage {
  const canvas = document.querySelector('canvas')!;
  canvas.style.cssText = `display: block; width: ${width * FINER}px; height: ${height * FINER}px`;
  return createStage(canvas, { colorScheme, renderMode: 'onDemand', resolution: 'full', follow: false });
}

async function enter(stage: Stage, name: CastName): Promise<Avatar> {
  const avatar = await stage.loadAvatar(writeFigure(makeFigure(name)));
  avatar.player.play(idleClip(), { loop: true });
  avatar.player.pause();
  return avatar;
}

/** Head and shoulders, from a little to the side. */
function lookAtHead({ camera, scene }: Stage, { map, rig, meshes }: Avatar): void {
  const head = scene.getTransformNodeByName(rig.names[map.bones.head!.joint]!)!.getAbsolutePosition();
  const top = Math.max(...meshes.map((mesh) => mesh.getHierarchyBoundingVectors().max.y));
  const tall = top - head.y;
  const portrait = new ArcRotateCamera(
    'portrait',
    Math.PI / 2 - 0.28,
    Math.PI / 2 - 0.04,
    (tall * 1.12) / Math.tan(camera.fov / 2),
    new Vector3(head.x, head.y + tall * 0.3, head.z),
    scene,
  );
  portrait.fov = camera.fov;
  portrait.minZ = 0.01;
  scene.activeCamera = portrait; // The stage's own keeps its distance.
}

async function close(stage: Stage, width: number, height: number, quality: number): Promise<string> {
  await stage.scene.whenReadyAsync();
  stage.engine.resize();
  stage.render();
  const canvas = stage.engine.getRenderingCanvas()!;
  const picture = smaller(canvas, canvas.width, canvas.height, width, height, quality);
  stage.dispose();
  canvas.replaceWith(document.createElement('canvas'));
  return picture;
}

/** Cuts the middle out of a picture, in the shape that is asked for. */
async function smaller(
  source: CanvasImageSource,
  sourceWidth: number,
  sourceHeight: number,
  width: number,
  height: number,
  quality: number,
): Promise<string> {
  const canvas = new OffscreenCanvas(width, height);
  const pen = canvas.getContext('2d')!;
  pen.imageSmoothingQuality = 'high';
  const scale = Math.max(width / sourceWidth, height / sourceHeight);
  const [drawnWidth, drawnHeight] = [sourceWidth * scale, sourceHeight * scale];
  pen.drawImage(source, (width - drawnWidth) / 2, (height - drawnHeight) / 2, drawnWidth, drawnHeight);
  const blob = await canvas.convertToBlob({ type: 'image/webp', quality });
  const bytes = new Uint8Array(await blob.arrayBuffer());
  return btoa(String.fromCharCode(...bytes));
}
