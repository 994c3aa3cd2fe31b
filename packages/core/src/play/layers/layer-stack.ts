import { createPose, type Pose } from '../../clip/pose.ts';
import type { Rig } from '../../rig/rig.ts';
import { blendLayers } from './blend-layers.ts';
import { advanceLayer, sampleLayer, type Layer, type LayerMotion } from './layer.ts';

/** More fades at once than anyone sees: the oldest is dropped. */
const MAX_LAYERS = 4;

/** What layers come to in one instant. */
export interface BlendedLayers {
  readonly pose: Pose;
  /** Oldest first. */
  readonly layers: readonly Layer[];
  /** [layers] of the whole. */
  readonly shares: Float32Array;
}

/** The clips that play on one target and fade over each other, oldest first. */
export class LayerStack {
  readonly #layers: Layer[] = [];
  readonly #blended: BlendedLayers;
  readonly #running: Float32Array;

  constructor(rig: Rig) {
    this.#blended = { pose: createPose(rig), layers: this.#layers, shares: new Float32Array(MAX_LAYERS) };
    this.#running = new Float32Array(rig.parents.length);
  }

  get isEmpty(): boolean {
    return this.#layers.length === 0;
  }

  /** What the newest layer plays. */
  get current(): LayerMotion | undefined {
    return this.#layers[this.#layers.length - 1]?.motion;
  }

  push(layer: Layer): void {
    if (this.#layers.length === MAX_LAYERS) {
      this.#layers.shift();
      // The next oldest stands in for the lost one; else the pose below would show through.
      const oldest = this.#layers[0]!;
      oldest.weight = 1;
    }
    this.#layers.push(layer);
  }

  clear(): void {
    this.#layers.length = 0;
  }

  /** Moves all layers on by `dt` seconds. @returns whether anything moved. */
  advance(dt: number): boolean {
    let moved = false;
    for (let i = 0; i < this.#layers.length; i++) moved = advanceLayer(this.#layers[i]!, dt) || moved;
    return moved;
  }

  /** Samples and blends all layers. Allocates nothing: the result is good until the next call. */
  blendOver(below: Pose): BlendedLayers {
    this.#dropCovered();
    for (let i = 0; i < this.#layers.length; i++) sampleLayer(this.#layers[i]!);
    blendLayers(this.#blended.pose, below, this.#layers, this.#blended.shares, this.#running);
    return this.#blended;
  }

  /** A fade back to the pose below is over once that is all that is left. */
  dropFinished(): void {
    const last = this.#layers[0];
    if (this.#layers.length === 1 && last!.weight === 1 && !last!.motion) this.#layers.length = 0;
  }

  /** Layers under one that has faded in completely have no share any more. */
  #dropCovered(): void {
    let newestFull = 0;
    for (let i = 1; i < this.#layers.length; i++) if (this.#layers[i]!.weight === 1) newestFull = i;
    for (let i = 0; i < newestFull; i++) this.#layers.shift();
  }
}
