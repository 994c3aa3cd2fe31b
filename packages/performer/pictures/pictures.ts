import { Vector3 } from '@babylonjs/core/Maths/math.vector.js';
import { danceClip } from '@kinora/performer';
import { createStage, type Avatar, type Stage } from '@kinora/viewer';

// The page that `npm run performers -- --pictures` opens: one figure from many sides, drawn on the viewer's own stage.

/** One picture of a sheet. Angles in degrees. */
export interface View {
  /** Turn of the camera around the figure: 0 from the front, positive from the figure's left. */
  readonly around: number;
  /** How far the camera looks down. */
  readonly down?: number;
  /** Height of the picture's middle and of what it shows, as shares of the figure's height. */
  readonly middle: number;
  readonly shows: number;
  /** Second of the dance. Default: as it rests. */
  readonly second?: number;
  /** Blendshapes by name. */
  readonly face?: Readonly<Record<string, number>>;
  readonly caption?: string;
}

export interface SheetRequest {
  readonly avatar: string;
  readonly views: readonly View[];
  readonly columns: number;
  readonly width: number;
  readonly height: number;
}

declare global {
  /** A PNG, base64. */
  var performerSheet: (request: SheetRequest) => Promise<string>;
}

const FIELD_OF_VIEW = 0.35;

globalThis.performerSheet = async ({ avatar: url, views, columns, width, height }) => {
  const canvas = document.querySelector('canvas')!;
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const stage = createStage(canvas, {
    colorScheme: 'light',
    renderMode: 'onDemand',
    controls: false,
    follow: false,
    resolution: 'full',
  });
  try {
    const avatar = await stage.loadAvatar(url);
    const sheet = new OffscreenCanvas(width * columns, height * Math.ceil(views.length / columns));
    const context = sheet.getContext('2d')!;
    context.font = '13px sans-serif';
    stage.render();
    await stage.scene.whenReadyAsync();
    for (const [index, view] of views.entries()) {
      drawView(stage, avatar, view);
      const x = (index % columns) * width;
      const y = Math.floor(index / columns) * height;
      context.drawImage(canvas, x, y, width, height);
      if (view.caption) context.fillText(view.caption, x + 6, y + 16);
    }
    const bytes = new Uint8Array(await (await sheet.convertToBlob({ type: 'image/png' })).arrayBuffer());
    return toBase64(bytes);
  } finally {
    stage.dispose();
  }
};

function drawView(stage: Stage, avatar: Avatar, view: View): void {
  const { camera } = stage;
  const tall = heightOf(avatar);
  if (view.second !== undefined) {
    avatar.player.play(danceClip());
    avatar.player.pause();
    avatar.player.seek(view.second);
  }
  for (const mesh of avatar.meshes) {
    const { morphTargetManager: morphs } = mesh;
    if (!morphs) continue;
    for (let i = 0; i < morphs.numTargets; i++) {
      const target = morphs.getTarget(i);
      target.influence = view.face?.[target.name] ?? 0;
    }
  }
  camera.fov = FIELD_OF_VIEW;
  camera.minZ = 0.05;
  camera.lowerRadiusLimit = 0;
  camera.setTarget(new Vector3(0, view.middle * tall, 0));
  camera.radius = (view.shows * tall) / 2 / Math.tan(FIELD_OF_VIEW / 2);
  camera.alpha = Math.PI / 2 - (view.around * Math.PI) / 180;
  camera.beta = Math.PI / 2 - ((view.down ?? 4) * Math.PI) / 180;
  stage.render();
}

function heightOf({ meshes }: Avatar): number {
  return Math.max(...meshes.map((mesh) => mesh.getBoundingInfo().boundingBox.maximumWorld.y));
}

function toBase64(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += 0x8000) binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(binary);
}
