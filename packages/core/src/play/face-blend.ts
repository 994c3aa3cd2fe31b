import type { Clip } from '../clip/clip.ts';
import type { Face } from '../clip/face.ts';
import { sampleMorphsAt } from '../clip/sample-clip.ts';
import { createMorphPlan, retargetMorphs } from '../retarget/blendshapes/morph-plan.ts';
import type { MorphPlan } from '../retarget/blendshapes/morph-plan.ts';
import type { PoseTarget } from './pose-target.ts';

/** A clip's blendshapes on their way to the face of a target. */
export interface FaceMotion {
  readonly plan: MorphPlan;
  /** [plan.names] place of each among the blendshapes of the face. */
  readonly places: Int32Array;
  /** Room for the weights of one instant: the clip's, and the target's. */
  readonly source: Float32Array;
  readonly weights: Float32Array;
  /** [0, 1] how much of the face the layer's mask takes. */
  readonly share: number;
}

/** What the blend needs of a layer: one without a face takes its share for the weights below. */
export interface FaceLayer {
  readonly motion: { readonly face: FaceMotion | undefined } | undefined;
}

/** Larger than what a float32 loses on its way through an engine. */
const ROUNDING = 1e-5;

/**
 * The face of a target under the layers of a player. What the engine itself moves (a blink of the game's own) is below
 * them, and goes on wherever no clip moves that blendshape.
 */
export class FaceBlend {
  readonly #target: PoseTarget;
  readonly #face: Face;
  readonly #plans = new WeakMap<Clip, MorphPlan>();
  readonly #below: Float32Array;
  readonly #held: Float32Array;
  readonly #written: Float32Array;
  readonly #out: Float32Array;

  constructor(target: PoseTarget, face: Face) {
    this.#target = target;
    this.#face = face;
    const count = face.blendshapes.length;
    this.#below = new Float32Array(count);
    this.#held = new Float32Array(count);
    this.#written = new Float32Array(count);
    this.#out = new Float32Array(count);
    target.readBlendshapes?.(this.#below);
    this.#written.set(this.#below);
  }

  /** Undefined where this face shows nothing of the clip. */
  motionOf(clip: Clip, share: number): FaceMotion | undefined {
    if (!clip.morphs) return undefined;
    let plan = this.#plans.get(clip);
    if (!plan) {
      plan = createMorphPlan(clip.morphs.names, this.#face);
      this.#plans.set(clip, plan);
    }
    if (plan.names.length === 0) return undefined;
    return {
      plan,
      places: Int32Array.from(plan.names, (name) => this.#face.blendshapes.indexOf(name)),
      source: new Float32Array(clip.morphs.names.length),
      weights: new Float32Array(plan.names.length),
      share,
    };
  }

  /** Takes over what the engine wrote since the last `write`. @returns whether it wrote anything. */
  read(): boolean {
    if (!this.#target.readBlendshapes) return false;
    const held = this.#held;
    this.#target.readBlendshapes(held);
    let changed = false;
    for (let i = 0; i < held.length; i++) {
      if (Math.abs(held[i]! - this.#written[i]!) <= ROUNDING) continue;
      changed = true;
      this.#below[i] = held[i]!;
      this.#written[i] = held[i]!;
    }
    return changed;
  }

  /**
   * Blends the sampled layers over the weights below, and writes the face where that changes anything. Allocates nothing.
   *
   * @param shares - [layers] of the whole, as `blendLayers` leaves them.
   */
  write(layers: readonly FaceLayer[], shares: Float32Array): void {
    const out = this.#out;
    const below = this.#below;
    out.set(below);
    for (let i = 0; i < layers.length; i++) {
      const face = layers[i]!.motion?.face;
      if (!face) continue;
      const share = shares[i]! * face.share;
      for (let j = 0; j < face.places.length; j++) {
        const place = face.places[j]!;
        out[place] = out[place]! + share * (face.weights[j]! - below[place]!);
      }
    }
    let changed = false;
    for (let i = 0; i < out.length; i++) changed ||= out[i] !== this.#written[i];
    if (!changed) return;
    this.#target.writeBlendshapes?.(out);
    this.#written.set(out);
  }
}

/** The weights of one time of a clip, `seconds[0]`. Allocates nothing. */
export function sampleFace({ plan, source, weights }: FaceMotion, clip: Clip, seconds: Float64Array): void {
  sampleMorphsAt(clip, seconds, source);
  retargetMorphs(plan, source, 0, weights, 0);
}
