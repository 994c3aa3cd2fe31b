import type { Effect } from '@babylonjs/core/Materials/effect.js';
import type { Observer } from '@babylonjs/core/Misc/observable.js';
import type { Scene } from '@babylonjs/core/scene.js';
import { KinoraError } from '@kinora/core/motion';

/**
 * Hears of shaders that cannot be made. Babylon fetches their source when it first needs them, and waits for one that did
 * not arrive as it waits for one on its way: for ever.
 */
export class ShaderWatch {
  readonly #scene: Scene;
  readonly #observer: Observer<{ effect: Effect; errors: string }>;
  /** What Babylon said of the first one, as long as it was not tried again. */
  #trouble: string | undefined;
  #tell: (() => void) | undefined;

  constructor(scene: Scene) {
    this.#scene = scene;
    // Whoever waits for a slow network would never hear that it came: after two minutes Babylon forgets who asked.
    scene.onReadyTimeoutDuration = 0;
    this.#observer = scene.getEngine().onEffectErrorObservable.add(({ errors }) => {
      this.#trouble ??= errors;
      this.#tell?.();
    });
  }

  /**
   * Resolves when all that is in the scene can be drawn.
   *
   * @throws KinoraError `viewer/not-drawable`; the next call tries every shader anew.
   */
  async whenDrawable(): Promise<void> {
    if (this.#trouble !== undefined) this.#tryAnew();
    const broken = new Promise<void>((resolve) => (this.#tell = resolve));
    await Promise.race([this.#scene.whenReadyAsync(), broken]);
    if (this.#trouble === undefined) return;
    throw new KinoraError('viewer/not-drawable', 'Cannot draw the stage: a part of it could not be made ready', {
      hint: 'Check the connection, then try again: a part of the page may not have arrived',
      details: { said: this.#trouble.split('\n', 1)[0]! },
    });
  }

  dispose(): void {
    this.#observer.remove();
  }

  /** What failed once is kept as failed by the engine, and by everything that is drawn with it. */
  #tryAnew(): void {
    this.#trouble = undefined;
    this.#scene.getEngine().releaseEffects();
    for (const mesh of this.#scene.meshes) mesh.resetDrawCache();
  }
}
