import type { Clip } from '../../clip/clip.ts';
import { createPose } from '../../clip/pose.ts';
import type { HumanoidMap } from '../../rig/humanoid.ts';
import { mapHumanoid } from '../../rig/map/map-humanoid.ts';
import type { Rig } from '../../rig/rig.ts';
import { maskWeights } from '../body-mask.ts';
import type { FaceBlend } from '../face-blend.ts';
import { footworkOf, MotionSources } from '../motion-source.ts';
import { checkedFade, checkedFinite, type PlayerOptions, type PlayOptions } from '../play-options.ts';
import { createLayer, createLayerMotion, type Layer } from './layer.ts';

/** Makes clips ready to play on one target. */
export class ClipLayers {
  readonly #rig: Rig;
  readonly #face: FaceBlend | undefined;
  readonly #sources: MotionSources;
  readonly #ik: boolean;
  #map: HumanoidMap | undefined;

  constructor(rig: Rig, face: FaceBlend | undefined, { map, ik = true }: PlayerOptions) {
    this.#rig = rig;
    this.#face = face;
    this.#map = map;
    this.#ik = ik;
    this.#sources = new MotionSources(rig, this.#targetMap);
  }

  /** @throws what `Player.play` says. */
  of(clip: Clip, options: PlayOptions): Layer {
    const { fade = 0, loop = false, rate = 1, mask = 'fullBody', ik = this.#ik, prepared } = options;
    const weights = maskWeights(mask, this.#rig, this.#targetMap);
    const source = this.#sources.of(clip, prepared);
    const footwork = ik ? footworkOf(source, clip) : undefined;
    const face = clip.morphs && this.#face?.motionOf(clip, this.#headShare(weights));
    const motion = createLayerMotion(clip, source, footwork, face, checkedFinite(rate, 'rate'), loop);
    return createLayer({ motion, mask: weights, pose: createPose(this.#rig), fade: checkedFade(fade) });
  }

  /** Found when a clip or a mask first needs it. */
  readonly #targetMap = (): HumanoidMap => (this.#map ??= mapHumanoid(this.#rig));

  /** The face goes with the head. */
  #headShare(mask: Float32Array | undefined): number {
    const head = mask && this.#targetMap().bones.head;
    return head ? mask[head.joint]! : 1;
  }
}
