import type { ArcRotateCamera } from '@babylonjs/core/Cameras/arcRotateCamera.js';
import type { AbstractEngine } from '@babylonjs/core/Engines/abstractEngine.js';
import { Vector3 } from '@babylonjs/core/Maths/math.vector.js';
import { Scene } from '@babylonjs/core/scene.js';
import { KinoraError, type Clip } from '@kinora/core/motion';
import { Ghost, type GhostOptions } from '../debug/ghost.ts';
import { abortable } from '../load/abortable.ts';
import type { Avatar } from '../load/avatar.ts';
import { loadAvatar, type LoadAvatarOptions } from '../load/load-avatar.ts';
import type { AvatarSource } from '../load/read-source.ts';
import { BodyPart } from './body-part.ts';
import { createCamera, frameFigure } from './camera/camera.ts';
import { followColorScheme, stageColors, type ColorScheme } from './color-scheme.ts';
import { createEngine } from './create-engine.ts';
import { CloseUp } from './camera/close-up.ts';
import { Follower } from './camera/follower.ts';
import { FrameLoop, type RenderMode } from './frame-loop.ts';
import { Resolution } from './resolution.ts';
import { Scenery } from './scenery.ts';
import { ShaderWatch } from './shader-watch.ts';
import { PERSON, standAvatar, type FigureSize } from './stand.ts';

export type { RenderMode } from './frame-loop.ts';

export interface StageOptions {
  /** Default `auto`. */
  readonly colorScheme?: ColorScheme;
  /** Default `continuous`. */
  readonly renderMode?: RenderMode;
  /** Whether the person may turn and zoom the camera. Default true. */
  readonly controls?: boolean;
  /** Whether the camera goes along with an avatar that walks. Default true. */
  readonly follow?: boolean;
  /** Default true. */
  readonly antialias?: boolean;
  /** `adaptive` draws more coarsely where frames are slow. Default `adaptive`. */
  readonly resolution?: 'adaptive' | 'full';
}

/** Pixels of a side of the shadow map: the one lamp of a stage has one figure to cover. */
const SHADOW_SIZE = 768;

const NO_LAYER = 0;

/**
 * One avatar on a neutral floor, in good light, before a camera.
 *
 * Its clock updates the avatar's player every frame, drawn or not.
 */
export class Stage {
  readonly engine: AbstractEngine;
  readonly scene: Scene;
  readonly camera: ArcRotateCamera;
  readonly #canvas: HTMLCanvasElement;
  readonly #scenery: Scenery;
  readonly #shaders: ShaderWatch;
  readonly #loop: FrameLoop;
  readonly #resolution: Resolution | undefined;
  readonly #ends: (() => void)[] = [];
  #endScheme: () => void = () => {};
  #colorScheme: ColorScheme;
  #avatar: Avatar | undefined;
  #size = PERSON;
  readonly #follows: boolean;
  #hips: BodyPart | undefined;
  #follower: Follower | undefined;
  #closeUp: CloseUp | undefined;
  #ghost: Ghost | undefined;
  #loading: AbortController | undefined;
  #isDisposed = false;

  constructor(canvas: HTMLCanvasElement, options: StageOptions = {}) {
    const { colorScheme = 'auto', renderMode = 'continuous', controls = true, antialias = true } = options;
    this.#canvas = canvas;
    this.#follows = options.follow ?? true;
    this.engine = createEngine(canvas, antialias);
    this.scene = new Scene(this.engine);
    // Kinora's numbers are glTF's: right-handed. The import root then has nothing to turn over.
    this.scene.useRightHandedSystem = true;
    this.scene.skipPointerMovePicking = true;
    this.camera = createCamera(this.scene);
    this.#shaders = new ShaderWatch(this.scene);
    this.#scenery = new Scenery(this.scene, SHADOW_SIZE);
    this.#resolution = options.resolution === 'full' ? undefined : new Resolution();
    this.#loop = new FrameLoop({
      onFrame: (dt) => this.#onFrame(dt),
      draw: () => this.#draw(),
      onPace: (seconds) => this.#onPace(seconds),
    });
    this.#loop.mode = renderMode;
    this.#colorScheme = colorScheme;
    this.colorScheme = colorScheme;
    this.#watchSize();
    this.camera.onAfterCheckInputsObservable.add(() => this.#closeUp?.update());
    if (controls) this.#attachControls();
    this.frame();
    this.#loop.start();
  }

  get avatar(): Avatar | undefined {
    return this.#avatar;
  }

  /** `onDemand` draws only when something changed: a pose, the camera, the size, or by `requestRender`. */
  get renderMode(): RenderMode {
    return this.#loop.mode;
  }

  set renderMode(mode: RenderMode) {
    this.#loop.mode = mode;
  }

  get colorScheme(): ColorScheme {
    return this.#colorScheme;
  }

  set colorScheme(scheme: ColorScheme) {
    this.#colorScheme = scheme;
    this.#endScheme();
    this.#endScheme = followColorScheme(scheme, (resolved) => {
      this.#scenery.paint(stageColors(resolved));
      this.requestRender();
    });
  }

  /**
   * Puts an avatar on the stage, in place of the one that stands there, which stays until the new one can be drawn.
   * A newer call ends this one.
   *
   * @throws as `loadAvatar` of a scene does; `viewer/not-drawable` where a shader cannot be made, as when the network went
   * away meanwhile; `viewer/disposed` on a stage that is gone. On abort the signal's reason; an `AbortError` where a newer
   * call took over.
   */
  async loadAvatar(source: AvatarSource, { signal }: LoadAvatarOptions = {}): Promise<Avatar> {
    this.#assertAlive();
    this.#loading?.abort();
    const loading = (this.#loading = new AbortController());
    const either = signal ? AbortSignal.any([signal, loading.signal]) : loading.signal;
    const avatar = await loadAvatar(this.scene, source, { signal: either });
    try {
      // Behind the scenes by a layer: a disabled mesh gets no light, and would be made ready for the dark.
      for (const mesh of avatar.meshes) mesh.layerMask = NO_LAYER;
      this.#scenery.castShadows(avatar.meshes);
      const size = standAvatar(avatar);
      await abortable(this.#shaders.whenDrawable(), either);
      this.#show(avatar, size);
    } catch (error) {
      avatar.dispose();
      throw error;
    } finally {
      if (this.#loading === loading) this.#loading = undefined;
    }
    return avatar;
  }

  /** Turns the camera back to the front, so that the avatar, and a ghost beside it, are seen whole. */
  frame(): void {
    const nearest = this.#closeUp?.nearest ?? this.#size.height;
    const framing = { ...this.#size, beside: this.#ghost?.distance ?? 0, nearest };
    frameFigure(this.camera, framing, this.engine.getAspectRatio(this.camera));
    if (this.#follower) this.camera.target.addInPlace(this.#follower.middle);
    this.#closeUp?.begin();
    this.requestRender();
  }

  /**
   * Shows the skeleton that a clip was recorded on, in step with the avatar's player: what the avatar should do. Nothing
   * for `undefined`.
   */
  ghost(clip: Clip | undefined, options: GhostOptions = {}): void {
    this.#assertAlive();
    this.#ghost?.dispose();
    this.#ghost = clip && new Ghost(this.scene, clip, this.#size.height, options);
    this.#placeGhost();
    this.frame();
    // Its shaders are compiled on first use, and who draws on demand would not see them arrive.
    this.scene.executeWhenReady(() => this.requestRender());
  }

  /** Draws with the next frame. Any number of calls make one drawing. */
  requestRender(): void {
    this.#loop.requestRender();
  }

  /** Draws now, in this very call. */
  render(): void {
    this.#assertAlive();
    this.#draw();
  }

  /** Draws, and gives what is seen as a PNG. */
  async screenshot(): Promise<Blob> {
    this.render();
    // In the same task as the drawing: the browser clears the canvas after it.
    const blob = await new Promise<Blob | null>((resolve) => this.#canvas.toBlob(resolve, 'image/png'));
    if (blob) return blob;
    throw new KinoraError('viewer/no-webgl', 'Cannot take a picture: the canvas has no pixels or lost its context');
  }

  /** Ends the clock and lets go of the avatar and of everything that the graphics card holds. */
  dispose(): void {
    if (this.#isDisposed) return;
    this.#isDisposed = true;
    this.#loading?.abort();
    this.#loop.stop();
    this.#endScheme();
    for (const end of this.#ends) end();
    this.#shaders.dispose();
    this.#ghost?.dispose();
    this.#avatar?.dispose();
    this.scene.dispose();
    this.engine.dispose();
  }

  #show(avatar: Avatar, size: FigureSize): void {
    this.#assertAlive();
    this.#avatar?.dispose();
    this.#avatar = avatar;
    this.#size = size;
    for (const mesh of avatar.meshes) mesh.layerMask = this.camera.layerMask;
    this.#hips = new BodyPart(avatar, 'hips');
    this.#closeUp = new CloseUp(avatar, this.camera, size.height);
    avatar.target.onWrite = () => this.#onPose();
    this.#scenery.fit(size.height);
    this.#follower = this.#follows ? new Follower(avatar, this.camera, this.#scenery, size.height) : undefined;
    this.frame();
  }

  #onPose(): void {
    const hips = this.#hips?.locate();
    if (hips) this.#follower?.update(hips);
    this.#closeUp?.update();
    this.#placeGhost();
    this.requestRender();
  }

  #placeGhost(): void {
    this.#ghost?.show(this.#avatar?.player.time ?? 0, this.#hips?.locate() ?? Vector3.ZeroReadOnly);
  }

  #onFrame(dt: number): void {
    this.#avatar?.player.update(dt);
  }

  #draw(): void {
    this.engine.beginFrame();
    this.scene.render();
    this.engine.endFrame();
  }

  #onPace(seconds: number): void {
    if (!this.#resolution?.observe(seconds)) return;
    this.engine.setHardwareScalingLevel(this.#resolution.coarseness / devicePixelRatio);
    this.requestRender();
  }

  #watchSize(): void {
    const observer = new ResizeObserver(() => {
      this.engine.resize();
      this.requestRender();
    });
    observer.observe(this.#canvas);
    this.#ends.push(() => observer.disconnect());
  }

  #attachControls(): void {
    this.camera.attachControl(true);
    // The camera takes its turns while it draws: a stage at rest must be woken, and keeps drawing while it coasts.
    const wake = (): void => this.requestRender();
    const events = ['pointerdown', 'pointermove', 'pointerup', 'wheel', 'keydown'] as const;
    for (const event of events) this.#canvas.addEventListener(event, wake, { passive: true });
    this.camera.onViewMatrixChangedObservable.add(wake);
    this.#ends.push(() => {
      for (const event of events) this.#canvas.removeEventListener(event, wake);
    });
  }

  #assertAlive(): void {
    if (!this.#isDisposed) return;
    throw new KinoraError('viewer/disposed', 'Cannot use this stage: it is disposed', { hint: 'Make a new stage' });
  }
}

/**
 * Makes a stage on a canvas.
 *
 * @throws KinoraError `viewer/no-webgl`
 *
 * @example
 * const stage = createStage(canvas);
 * const avatar = await stage.loadAvatar('/avatars/knight.glb');
 * avatar.player.play(clip, { fade: 0.35, loop: true });
 */
export function createStage(canvas: HTMLCanvasElement, options: StageOptions = {}): Stage {
  return new Stage(canvas, options);
}
