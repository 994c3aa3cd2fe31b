import { ShadowGenerator } from '@babylonjs/core/Lights/Shadows/shadowGenerator.js';
import { Vector3 } from '@babylonjs/core/Maths/math.vector.js';
import type { Clip } from '@kinora/core/motion';
import { type CastName, makeFigure, writeFigure } from '@kinora/performer';
import { type Avatar, createStage, loadAvatar, type Stage } from '@kinora/viewer';

/** Who dances: the first in the middle, the others at their places, metres. */
const CAST: readonly { readonly name: CastName; readonly x: number; readonly z: number }[] = [
  { name: 'zuri', x: 0, z: 0 },
  { name: 'robot', x: -0.98, z: 0.22 },
  { name: 'pip', x: 0.98, z: 0.22 },
];
/** Drawn so many times as large and made smaller: smoother than what the graphics card smooths. */
const FINER = 2;
const CAMERA = { fieldOfView: 0.4, distance: 5.95, height: 0.95, down: 0.1 };
/** More of the surrounding light than usual: the picture is small. */
const LIGHT = 1.25;

/** Several avatars on the viewer's own stage, all in the same motion. */
export class Company {
  readonly #canvas: HTMLCanvasElement;
  readonly #stage: Stage;
  readonly #avatars: readonly Avatar[];

  private constructor(canvas: HTMLCanvasElement, stage: Stage, avatars: readonly Avatar[]) {
    this.#canvas = canvas;
    this.#stage = stage;
    this.#avatars = avatars;
  }

  static async enter(
    canvas: HTMLCanvasElement,
    { width, height }: { readonly width: number; readonly height: number },
    clip: Clip,
  ): Promise<Company> {
    canvas.style.cssText = `width: ${width * FINER}px; height: ${height * FINER}px`;
    const stage = createStage(canvas, {
      colorScheme: 'light',
      renderMode: 'onDemand',
      controls: false,
      follow: false,
      resolution: 'full',
    });
    stage.scene.environmentIntensity *= LIGHT;
    const avatars = [];
    for (const { name, x, z } of CAST) avatars.push(await put(stage, name, x, z));
    for (const { player } of avatars) {
      player.play(clip);
      player.pause();
    }
    placeCamera(stage);
    const company = new Company(canvas, stage, avatars);
    // The first drawing compiles shaders and can stay blank.
    company.draw(0);
    await stage.scene.whenReadyAsync();
    return company;
  }

  draw(time: number): HTMLCanvasElement {
    for (const { player } of this.#avatars) player.seek(time);
    this.#stage.render();
    return this.#canvas;
  }
}

/** The stage itself holds one avatar: the others come to it by the door that any scene has. */
async function put(stage: Stage, name: CastName, x: number, z: number): Promise<Avatar> {
  const glb = writeFigure(makeFigure(name));
  if (!stage.avatar) return stage.loadAvatar(glb);
  const avatar = await loadAvatar(stage.scene, glb);
  avatar.root.position.set(x, 0, z);
  const shadows = stage.scene.lights.map((lamp) => lamp.getShadowGenerator()).find((found) => found !== null);
  for (const mesh of avatar.meshes) {
    mesh.receiveShadows = true;
    if (shadows instanceof ShadowGenerator) shadows.addShadowCaster(mesh, false);
  }
  return avatar;
}

function placeCamera({ camera }: Stage): void {
  camera.fov = CAMERA.fieldOfView;
  camera.setTarget(new Vector3(0, CAMERA.height, 0));
  camera.alpha = Math.PI / 2;
  camera.beta = Math.PI / 2 - CAMERA.down;
  camera.radius = CAMERA.distance;
}
