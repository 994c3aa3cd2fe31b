import { Color3 } from '@babylonjs/core/Maths/math.color.js';
import { Vector3 } from '@babylonjs/core/Maths/math.vector.js';
import { CreateLineSystem } from '@babylonjs/core/Meshes/Builders/linesBuilder.js';
import { readFbx } from '@kinora/core/fbx';
import { parseMotion, type Clip } from '@kinora/core/motion';
import { createStage, type Avatar, type Stage } from '@kinora/viewer';

// The page that `npm run pictures` opens: it draws one clip on one avatar, on the viewer's own stage, frame by frame.

export interface SheetRequest {
  /** URL of the avatar. */
  readonly avatar: string;
  /** URL of the file that holds the clip. */
  readonly clip: string;
  /** Name of the clip, where the file holds several. Default the first. */
  readonly name?: string;
  /** Beginning of the names of the meshes to draw, where an avatar carries things that hide it. Default all. */
  readonly only?: string;
  readonly caption: string;
}

declare global {
  /** A PNG, base64. */
  var contactSheet: (request: SheetRequest) => Promise<string>;
}

const FRAMES = 10;
const COLUMNS = 5;
const CAPTION_HEIGHT = 28;
/** Of the grid in each direction, in its own squares: a quarter of the avatar's height. */
const REACH = 14;
/** From the front with the source's skeleton beside; then from the avatar's left, where knees and soles are seen, with it over. */
const VIEWS = [
  { place: 'beside', alpha: Math.PI / 2 },
  { place: 'over', alpha: 0 },
] as const;

globalThis.contactSheet = async ({ avatar: avatarUrl, clip: clipUrl, name, only = '', caption }) => {
  const canvas = document.querySelector('canvas')!;
  const stage = createStage(canvas, {
    colorScheme: 'light',
    renderMode: 'onDemand',
    controls: false,
    resolution: 'full',
  });
  try {
    const avatar = await stage.loadAvatar(avatarUrl);
    for (const mesh of avatar.meshes) if (!mesh.name.startsWith(only)) mesh.setEnabled(false);
    const clip = await fetchClip(clipUrl, name);
    drawGrid(stage, avatar);
    avatar.player.play(clip);
    avatar.player.pause();
    const sheet = new OffscreenCanvas(canvas.width * COLUMNS, canvas.height * 4 + CAPTION_HEIGHT);
    await drawViews(stage, avatar, clip, sheet);
    drawCaption(sheet, caption, avatar.player.report?.warnings ?? []);
    return await toBase64(await sheet.convertToBlob({ type: 'image/png' }));
  } finally {
    stage.dispose();
  }
};

async function fetchClip(url: string, name: string | undefined): Promise<Clip> {
  const response = await fetch(url);
  const bytes = new Uint8Array(await response.arrayBuffer());
  const { clips } = parseMotion(bytes, url.slice(url.lastIndexOf('/') + 1), { fbx: readFbx });
  const clip = name === undefined ? clips[0] : clips.find((candidate) => candidate.name === name);
  if (!clip) throw new Error(`${url} holds no clip "${name ?? ''}": it holds ${clips.map((c) => c.name).join(', ')}`);
  return clip;
}

async function drawViews(stage: Stage, avatar: Avatar, clip: Clip, sheet: OffscreenCanvas): Promise<void> {
  const { player } = avatar;
  const canvas = stage.engine.getRenderingCanvas()!;
  const context = sheet.getContext('2d')!;
  context.font = '14px sans-serif';
  for (const [row, { place, alpha }] of VIEWS.entries()) {
    // The camera starts in the middle of the figure's first frame, whichever view was drawn before.
    player.seek(0);
    stage.ghost(clip, { place });
    stage.camera.alpha = alpha;
    // The first drawing compiles shaders and can stay blank.
    stage.render();
    await stage.scene.whenReadyAsync();
    for (let frame = 0; frame < FRAMES; frame++) {
      const time = (player.duration * frame) / (FRAMES - 1);
      player.seek(time);
      stage.render();
      const x = (frame % COLUMNS) * canvas.width;
      const y = CAPTION_HEIGHT + (Math.floor(frame / COLUMNS) * VIEWS.length + row) * canvas.height;
      context.drawImage(canvas, x, y);
      context.fillText(`${time.toFixed(2)} s`, x + 8, y + 18);
    }
  }
}

function drawCaption(sheet: OffscreenCanvas, caption: string, warnings: readonly string[]): void {
  const context = sheet.getContext('2d')!;
  context.fillStyle = 'white';
  context.fillRect(0, 0, sheet.width, CAPTION_HEIGHT);
  context.fillStyle = 'black';
  context.fillText([caption, ...warnings].join(' · '), 8, 19);
}

/** Lines on the floor, a quarter of the avatar's height apart, that stay where they are: a foot that slides is seen to. */
function drawGrid({ scene, camera }: Stage, { root, meshes }: Avatar): void {
  const top = Math.max(...meshes.map((mesh) => mesh.getBoundingInfo().boundingBox.maximumWorld.y));
  const step = (top - Math.min(0, root.position.y)) / 4;
  const lines: Vector3[][] = [];
  // Square by square: what a line has behind the camera may take the rest of it out of the picture.
  const marks = Array.from({ length: 2 * REACH + 1 }, (_, i) => (i - REACH) * step);
  for (const across of marks) {
    lines.push(marks.map((along) => new Vector3(across, 0, along)));
    lines.push(marks.map((along) => new Vector3(along, 0, across)));
  }
  const grid = CreateLineSystem('grid', { lines }, scene);
  grid.color = new Color3(0.62, 0.66, 0.7);
  grid.layerMask = camera.layerMask;
  // Just above the floor, which would hide it by halves.
  grid.position.y = step * 0.004;
}

async function toBase64(blob: Blob): Promise<string> {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let binary = '';
  for (let at = 0; at < bytes.length; at += 0x8000) binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(binary);
}
