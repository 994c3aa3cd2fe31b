import { clipDuration, type Clip } from '../../clip/clip.ts';
import type { Pose } from '../../clip/pose.ts';
import type { Footwork } from '../../retarget/feet/footwork.ts';
import { sampleFace, type FaceMotion } from '../face-blend.ts';
import { sampleOnto, type MotionSource } from '../motion-source.ts';

/** A clip that plays, fading in over what was there before; without motion, the fade back to the pose below. */
export interface Layer {
  readonly motion: LayerMotion | undefined;
  /** [joints] weights, or undefined for all of the body. */
  readonly mask: Float32Array | undefined;
  /** The target's pose at the layer's time. */
  readonly pose: Pose | undefined;
  /** Seconds from 0 to full weight. */
  readonly fade: number;
  fadedFor: number;
  /** [0, 1], eased. */
  weight: number;
}

export interface LayerMotion {
  readonly clip: Clip;
  readonly duration: number;
  readonly source: MotionSource;
  /** Undefined where the legs only turn as those of the clip do. */
  readonly footwork: Footwork | undefined;
  /** Undefined where the clip moves nothing of the target's face. */
  readonly face: FaceMotion | undefined;
  /** [1] seconds into the clip. In an array, since V8 boxes fractions that it hands between functions. */
  readonly clock: Float64Array;
  rate: number;
  loop: boolean;
  ended: boolean;
}

export function createLayer(parts: Pick<Layer, 'motion' | 'mask' | 'pose' | 'fade'>): Layer {
  return { ...parts, fadedFor: 0, weight: parts.fade > 0 ? 0 : 1 };
}

export function createLayerMotion(
  clip: Clip,
  source: MotionSource,
  footwork: Footwork | undefined,
  face: FaceMotion | undefined,
  rate: number,
  loop: boolean,
): LayerMotion {
  const duration = clipDuration(clip);
  const clock = Float64Array.of(rate < 0 ? duration : 0);
  return { clip, duration, source, footwork, face, clock, rate, loop, ended: false };
}

/** Moves a layer on by `dt` seconds. @returns whether anything moved. */
export function advanceLayer(layer: Layer, dt: number): boolean {
  const faded = advanceFade(layer, dt);
  return layer.motion ? advanceMotion(layer.motion, dt) || faded : faded;
}

export function sampleLayer({ motion, pose }: Layer): void {
  if (!motion || !pose) return;
  sampleOnto(motion.source, motion.clip, motion.footwork, motion.clock, pose);
  if (motion.face) sampleFace(motion.face, motion.clip, motion.clock);
}

function advanceFade(layer: Layer, dt: number): boolean {
  if (layer.weight === 1 || dt === 0) return false;
  layer.fadedFor = Math.min(layer.fade, layer.fadedFor + dt);
  // The smoothstep: no speed at either end, so that neither the start nor the end of a fade can be seen as a jerk.
  const t = layer.fadedFor / layer.fade;
  layer.weight = t * t * (3 - 2 * t);
  return true;
}

function advanceMotion(motion: LayerMotion, dt: number): boolean {
  if (motion.ended || motion.rate === 0 || dt === 0) return false;
  const { clock, duration } = motion;
  const time = clock[0]! + dt * motion.rate;
  if (motion.loop && duration > 0) {
    // [0, duration): the last frame of a loop is its first.
    const rest = time % duration;
    clock[0] = rest < 0 ? rest + duration : rest;
    return true;
  }
  clock[0] = Math.min(Math.max(time, 0), duration);
  motion.ended = motion.rate > 0 ? time >= duration : time <= 0;
  return true;
}
