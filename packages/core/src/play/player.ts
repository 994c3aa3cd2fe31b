import type { Clip } from '../clip/clip.ts';
import { KinoraError } from '../errors.ts';
import type { RetargetReport } from '../retarget/retarget-plan.ts';
import { FaceBlend } from './face-blend.ts';
import { ClipLayers } from './layers/clip-layers.ts';
import { LayerStack } from './layers/layer-stack.ts';
import { createLayer, type Layer, type LayerMotion } from './layers/layer.ts';
import { checkedFade, checkedFinite, type PlayerOptions, type PlayOptions } from './play-options.ts';
import { PoseBelow } from './pose-below.ts';
import type { PoseTarget } from './pose-target.ts';

/**
 * Plays clips on one target, one at a time, with cross-fades between them. A clip of another rig is retargeted live,
 * by a plan that is made once per rig.
 *
 * Driven by hand: nothing moves but by `update`. Writes the target in `update` and `seek`, and only when something
 * changed; once `stop` has faded out it leaves the target alone.
 *
 * @example
 * player.play(clip, { fade: 0.35, loop: true, mask: 'upperBody' });
 * player.update(1 / 60); // every frame
 */
export class Player {
  /** Called from `update` when a clip that does not loop has reached its end and that pose is written. */
  onEnded: ((clip: Clip) => void) | undefined;

  readonly #below: PoseBelow;
  readonly #face: FaceBlend | undefined;
  readonly #clipLayers: ClipLayers;
  readonly #layers: LayerStack;
  #paused = false;
  /** Something changed that the target does not show yet. */
  #stale = false;
  #disposed = false;

  constructor(target: PoseTarget, options: PlayerOptions = {}) {
    this.#below = new PoseBelow(target);
    if (target.face && target.writeBlendshapes) this.#face = new FaceBlend(target, target.face);
    this.#clipLayers = new ClipLayers(target.rig, this.#face, options);
    this.#layers = new LayerStack(target.rig);
  }

  /** What plays, or has ended and holds its last frame. Undefined after `stop`. */
  get clip(): Clip | undefined {
    return this.#current?.clip;
  }

  /** True while the time of the clip moves on with `update`. */
  get playing(): boolean {
    return this.#current !== undefined && !this.#current.ended && !this.#paused;
  }

  /** Seconds into the clip, 0…`duration`. */
  get time(): number {
    return this.#current?.clock[0] ?? 0;
  }

  /** Seconds; 0 without a clip. */
  get duration(): number {
    return this.#current?.duration ?? 0;
  }

  /** Times the recorded speed. Kept by the clip that plays: the next one brings its own. */
  get rate(): number {
    return this.#current?.rate ?? 1;
  }

  set rate(rate: number) {
    const finite = checkedFinite(rate, 'rate');
    if (this.#current) this.#current.rate = finite;
  }

  get loop(): boolean {
    return this.#current?.loop ?? false;
  }

  set loop(loop: boolean) {
    if (!this.#current) return;
    this.#current.loop = loop;
    if (loop) this.#current.ended = false;
  }

  /** How the clip that plays was retargeted; undefined without a clip, and for one of the target's own rig. */
  get report(): RetargetReport | undefined {
    return this.#current?.source.plan?.report;
  }

  /**
   * Starts a clip from its beginning, in place of the one that plays.
   *
   * @throws KinoraError `rig/not-humanoid` where the clip's rig or the target cannot be understood, and
   * `play/disposed`. What played before goes on.
   * @throws TypeError where `prepared` is of another clip or target.
   */
  play(clip: Clip, options: PlayOptions = {}): void {
    this.#assertAlive();
    this.#push(this.#clipLayers.of(clip, options));
  }

  /** Holds everything, fades included, until `resume`. */
  pause(): void {
    this.#paused = true;
  }

  /** Goes on after `pause`; starts again a clip that has ended. */
  resume(): void {
    this.#paused = false;
    const motion = this.#current;
    if (!motion?.ended) return;
    motion.ended = false;
    motion.clock[0] = motion.rate < 0 ? motion.duration : 0;
  }

  /**
   * Goes to a time of the clip and writes that pose at once, playing or not. Does not move a fade.
   *
   * @param time - seconds, brought into 0…`duration`.
   */
  seek(time: number): void {
    this.#assertAlive();
    const motion = this.#current;
    if (!motion) return;
    motion.clock[0] = Math.min(Math.max(checkedFinite(time, 'time'), 0), motion.duration);
    motion.ended = false;
    this.#readBelow();
    this.#write();
  }

  /** Ends the clip: back to the target's own pose, its rest where nothing else moves it. */
  stop({ fade = 0 }: { readonly fade?: number } = {}): void {
    if (this.#disposed || this.#layers.isEmpty) return;
    this.#push(createLayer({ motion: undefined, mask: undefined, pose: undefined, fade: checkedFade(fade) }));
  }

  /**
   * Moves time on and writes the pose. Allocates nothing.
   *
   * @param dt - seconds since the last call, at least 0.
   */
  update(dt: number): void {
    if (!(dt >= 0) || dt === Infinity) throw new RangeError(`Time goes on by a number of seconds, not by ${dt}`);
    if (this.#disposed || this.#layers.isEmpty) return;
    const endedBefore = this.#current?.ended;
    const moved = !this.#paused && this.#layers.advance(dt);
    const undercut = this.#readBelow();
    if (moved || undercut || this.#stale) this.#write();
    const motion = this.#current;
    if (motion?.ended && endedBefore === false) this.onEnded?.(motion.clip);
  }

  /** Lets go of the target, which keeps its pose. */
  dispose(): void {
    this.#disposed = true;
    this.#layers.clear();
    this.onEnded = undefined;
  }

  get #current(): LayerMotion | undefined {
    return this.#layers.current;
  }

  #readBelow(): boolean {
    const pose = this.#below.read();
    return this.#face?.read() === true || pose;
  }

  #push(layer: Layer): void {
    this.#layers.push(layer);
    this.#paused = false;
    this.#stale = true;
  }

  #write(): void {
    const { pose, layers, shares } = this.#layers.blendOver(this.#below.pose);
    this.#below.write(pose);
    this.#face?.write(layers, shares);
    this.#stale = false;
    this.#layers.dropFinished();
  }

  #assertAlive(): void {
    if (this.#disposed) {
      throw new KinoraError('play/disposed', 'Cannot play: the player of this avatar is disposed', {
        hint: 'Take the player of the avatar that is on stage now',
      });
    }
  }
}

/** A player for any engine's target. */
export function createPlayer(target: PoseTarget, options: PlayerOptions = {}): Player {
  return new Player(target, options);
}
