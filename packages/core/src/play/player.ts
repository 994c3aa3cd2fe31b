import type { Clip } from '../clip/clip.ts';
import { createPose, type Pose } from '../clip/pose.ts';
import { KinoraError } from '../errors.ts';
import type { RetargetReport } from '../retarget/retarget-plan.ts';
import type { HumanoidMap } from '../rig/humanoid.ts';
import { mapHumanoid } from '../rig/map-humanoid.ts';
import { blendLayers } from './blend-layers.ts';
import { maskWeights, type BodyMask } from './body-mask.ts';
import { FaceBlend } from './face-blend.ts';
import { advanceLayer, createLayer, createLayerMotion, sampleLayer, type Layer, type LayerMotion } from './layer.ts';
import { footworkOf, MotionSources } from './motion-source.ts';
import { PoseBelow } from './pose-below.ts';
import type { PoseTarget } from './pose-target.ts';
import type { PreparedClip } from './prepare-clip.ts';

export interface PlayerOptions {
  /** The target's human bones. Default: found by `mapHumanoid` when a clip or a mask first needs them. */
  readonly map?: HumanoidMap;
  /**
   * Default true: feet that stand in a clip of another rig stand still on the ground. False: the legs only turn as those
   * of the clip do.
   */
  readonly ik?: boolean;
}

export interface PlayOptions {
  /** Seconds of the cross-fade from what plays now, or from the target's own pose. Default 0. */
  readonly fade?: number;
  /** Default false: the clip holds its last frame. */
  readonly loop?: boolean;
  /** Times the recorded speed; negative plays backwards from the end. Default 1. */
  readonly rate?: number;
  /** The joints that move; the others keep the target's own pose. Default `fullBody`. */
  readonly mask?: BodyMask;
  /** Whether planted feet stand still. Default: what the player was made with. */
  readonly ik?: boolean;
  /**
   * What `kinora.animations.prepare` or `prepareClip` made of this clip for this target. Kept: the clip needs it once.
   * Without it `play` prepares the clip itself, and holds up the page the first time.
   */
  readonly prepared?: PreparedClip | undefined;
}

/** More fades at once than anyone sees: the oldest is dropped. */
const MAX_LAYERS = 4;

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

  readonly #target: PoseTarget;
  readonly #below: PoseBelow;
  readonly #face: FaceBlend | undefined;
  readonly #sources: MotionSources;
  readonly #out: Pose;
  readonly #running: Float32Array;
  readonly #shares = new Float32Array(MAX_LAYERS);
  readonly #layers: Layer[] = [];
  readonly #ik: boolean;
  #map: HumanoidMap | undefined;
  #paused = false;
  /** Something changed that the target does not show yet. */
  #stale = false;
  #disposed = false;

  constructor(target: PoseTarget, options: PlayerOptions = {}) {
    this.#target = target;
    this.#map = options.map;
    this.#ik = options.ik ?? true;
    this.#sources = new MotionSources(target.rig, this.#targetMap);
    this.#below = new PoseBelow(target);
    if (target.face && target.writeBlendshapes) this.#face = new FaceBlend(target, target.face);
    this.#out = createPose(target.rig);
    this.#running = new Float32Array(target.rig.parents.length);
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
    return this.#current?.time ?? 0;
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
    const { fade = 0, loop = false, rate = 1, mask = 'fullBody', ik = this.#ik, prepared } = options;
    const weights = maskWeights(mask, this.#target.rig, this.#targetMap);
    const source = this.#sources.of(clip, prepared);
    const footwork = ik ? footworkOf(source, clip) : undefined;
    const face = clip.morphs && this.#face?.motionOf(clip, this.#headShare(weights));
    const motion = createLayerMotion(clip, source, footwork, face, checkedFinite(rate, 'rate'), loop);
    this.#push(createLayer({ motion, mask: weights, pose: createPose(this.#target.rig), fade: checkedFade(fade) }));
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
    motion.time = motion.rate < 0 ? motion.duration : 0;
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
    motion.time = Math.min(Math.max(checkedFinite(time, 'time'), 0), motion.duration);
    motion.ended = false;
    this.#readBelow();
    this.#write();
  }

  /** Ends the clip: back to the target's own pose, its rest where nothing else moves it. */
  stop({ fade = 0 }: { readonly fade?: number } = {}): void {
    if (this.#disposed || this.#layers.length === 0) return;
    this.#push(createLayer({ motion: undefined, mask: undefined, pose: undefined, fade: checkedFade(fade) }));
  }

  /**
   * Moves time on and writes the pose. Allocates nothing.
   *
   * @param dt - seconds since the last call, at least 0.
   */
  update(dt: number): void {
    if (!(dt >= 0) || dt === Infinity) throw new RangeError(`Time goes on by a number of seconds, not by ${dt}`);
    if (this.#disposed || this.#layers.length === 0) return;
    const endedBefore = this.#current?.ended;
    const moved = !this.#paused && this.#advance(dt);
    const undercut = this.#readBelow();
    if (moved || undercut || this.#stale) this.#write();
    const motion = this.#current;
    if (motion?.ended && endedBefore === false) this.onEnded?.(motion.clip);
  }

  /** Lets go of the target, which keeps its pose. */
  dispose(): void {
    this.#disposed = true;
    this.#layers.length = 0;
    this.onEnded = undefined;
  }

  get #current(): LayerMotion | undefined {
    return this.#layers[this.#layers.length - 1]?.motion;
  }

  readonly #targetMap = (): HumanoidMap => (this.#map ??= mapHumanoid(this.#target.rig));

  /** The face goes with the head. */
  #headShare(mask: Float32Array | undefined): number {
    const head = mask && this.#targetMap().bones.head;
    return head ? mask[head.joint]! : 1;
  }

  #readBelow(): boolean {
    const pose = this.#below.read();
    return this.#face?.read() === true || pose;
  }

  #push(layer: Layer): void {
    if (this.#layers.length === MAX_LAYERS) {
      this.#layers.shift();
      // The next oldest stands in for the lost one; else the pose below would show through.
      const oldest = this.#layers[0]!;
      oldest.weight = 1;
    }
    this.#layers.push(layer);
    this.#paused = false;
    this.#stale = true;
  }

  #advance(dt: number): boolean {
    let moved = false;
    for (let i = 0; i < this.#layers.length; i++) moved = advanceLayer(this.#layers[i]!, dt) || moved;
    return moved;
  }

  #write(): void {
    this.#dropCovered();
    for (let i = 0; i < this.#layers.length; i++) sampleLayer(this.#layers[i]!);
    blendLayers(this.#out, this.#below.pose, this.#layers, this.#shares, this.#running);
    this.#below.write(this.#out);
    this.#face?.write(this.#layers, this.#shares);
    this.#stale = false;
    const last = this.#layers[0];
    if (this.#layers.length === 1 && last!.weight === 1 && !last!.motion) this.#layers.length = 0;
  }

  /** Layers under one that has faded in completely have no share any more. */
  #dropCovered(): void {
    let newestFull = 0;
    for (let i = 1; i < this.#layers.length; i++) if (this.#layers[i]!.weight === 1) newestFull = i;
    for (let i = 0; i < newestFull; i++) this.#layers.shift();
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

function checkedFinite(value: number, name: string): number {
  if (!Number.isFinite(value)) throw new RangeError(`${name} is a finite number, not ${value}`);
  return value;
}

function checkedFade(fade: number): number {
  if (!(fade >= 0) || fade === Infinity) throw new RangeError(`A fade takes a number of seconds, not ${fade}`);
  return fade;
}
