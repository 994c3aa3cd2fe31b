import { Vector3 } from '@babylonjs/core/Maths/math.vector.js';
import { danceClip, makeFigure, writeFigure } from '@kinora/performer';
import type { CastName } from '@kinora/performer';
import { createStage, loadAvatar } from '@kinora/viewer';
import type { Avatar, Stage } from '@kinora/viewer';
import { BufferTarget, CanvasSource, Mp4OutputFormat, Output, Quality } from 'mediabunny';

/** One of the cast, who dances while going from place to place. */
export interface Walker {
  readonly name: CastName;
  /** Where it is: metres to the right of the middle of the picture and towards the camera. Out of sight far away. */
  readonly place: (seconds: number) => readonly [right: number, near: number];
}

export interface PeopleFilm {
  readonly walkers: readonly Walker[];
  readonly seconds: number;
  readonly rate: number;
  readonly width: number;
  readonly height: number;
}

const CAMERA = { fieldOfView: 0.62, distance: 4.6, height: 0.9, down: 0.06 };

/** Films people on the viewer's stage, all of them with the dance of the sample: an MP4 with H.264. */
export async function filmPeople({ walkers, seconds, rate, width, height }: PeopleFilm): Promise<File> {
  const canvas = document.createElement('canvas');
  canvas.style.cssText = `display: block; width: ${width}px; height: ${height}px`;
  document.body.append(canvas);
  const stage = createStage(canvas, {
    colorScheme: 'light',
    renderMode: 'onDemand',
    controls: false,
    follow: false,
    resolution: 'full',
  });
  try {
    const avatars = await loadWalkers(stage, walkers);
    placeCamera(stage);
    // The first drawing compiles shaders and can stay blank.
    stage.render();
    await stage.scene.whenReadyAsync();
    const draw = (time: number): void => {
      avatars.forEach((avatar, i) => {
        const [right, near] = walkers[i]!.place(time);
        avatar.root.position.x = right;
        avatar.root.position.z = near;
        avatar.player.seek(time);
      });
      stage.render();
    };
    return new File([await record(canvas, draw, seconds, rate)], 'people.mp4', { type: 'video/mp4' });
  } finally {
    stage.dispose();
    canvas.remove();
  }
}

async function loadWalkers(stage: Stage, walkers: readonly Walker[]): Promise<Avatar[]> {
  const avatars: Avatar[] = [];
  for (const { name } of walkers) {
    const figure = writeFigure(makeFigure(name));
    // A stage stands its own avatar in its light; the others come as guests.
    const avatar = await (avatars.length === 0 ? stage.loadAvatar(figure) : loadAvatar(stage.scene, figure));
    avatar.player.play(danceClip());
    avatar.player.pause();
    avatars.push(avatar);
  }
  return avatars;
}

function placeCamera({ camera }: Stage): void {
  camera.fov = CAMERA.fieldOfView;
  camera.setTarget(new Vector3(0, CAMERA.height, 0));
  camera.alpha = Math.PI / 2;
  camera.beta = Math.PI / 2 - CAMERA.down;
  camera.radius = CAMERA.distance;
  camera.getViewMatrix(true);
}

async function record(
  canvas: HTMLCanvasElement,
  draw: (time: number) => void,
  seconds: number,
  rate: number,
): Promise<ArrayBuffer> {
  const target = new BufferTarget();
  const output = new Output({ format: new Mp4OutputFormat({ fastStart: 'in-memory' }), target });
  const quality = new Quality({ bitrate: 2_000_000 });
  const source = new CanvasSource(canvas, { codec: 'avc', quality, latencyMode: 'quality' });
  output.addVideoTrack(source, { frameRate: rate });
  await output.start();
  for (let frame = 0; frame < seconds * rate; frame++) {
    draw(frame / rate);
    await source.add(frame / rate, 1 / rate);
  }
  await output.finalize();
  if (!target.buffer) throw new Error('The encoder wrote nothing');
  return target.buffer;
}
