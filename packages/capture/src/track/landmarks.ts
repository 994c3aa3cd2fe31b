import type { CapturePeople } from '@kinora/core/motion';
import type { View } from '../tuning.ts';
import type { Light } from './picture/light.ts';

/**
 * Runs one model: a whole input tensor in, all output tensors out, in the order of its file.
 * The input is reused by the next call, the outputs must not be.
 */
export type Run = (input: Float32Array<ArrayBuffer>) => Promise<readonly Float32Array[]>;

/** The 33 points of BlazePose in one frame. */
export interface Landmarks {
  /** Seconds from the start of the video. */
  readonly time: number;
  /** [0, 1]: how sure the model is that the region shows a person. It is no proof of a good pose. */
  readonly score: number;
  /** [33 × 4] x px, y px, z in the scale of x and smaller towards the camera, visibility 0…1. */
  readonly image: Float32Array;
  /** Of the person and what is around. */
  readonly light?: Light;
  /** [33 × 3] metres around the middle of the hips; BlazePose axes: x right in the picture, y down, z away. */
  readonly world: Float32Array;
}

/** The 21 points of one hand in one frame: the wrist, then each finger from the thumb on, from the hand to its tip. */
export interface HandLandmarks {
  /** [0, 1]: how sure the model is that the region shows a hand. */
  readonly presence: number;
  /** [21 × 3] x px, y px, z in the scale of x and smaller towards the camera. */
  readonly image: Float32Array;
  /** [21 × 3] metres around the middle of the hand; BlazePose axes. */
  readonly world: Float32Array;
}

/** The 468 points of a face in one frame. */
export interface FaceLandmarks {
  /** [0, 1]: how sure the model is that the region shows a face. */
  readonly score: number;
  /** [468 × 3] x px, y px, z in the scale of x and smaller towards the camera. */
  readonly image: Float32Array;
  /** How abruptly lightness changes along each of the person's eyes, a share of the mean: an open one has an iris, a lid has none. */
  readonly eyes: readonly [left: number, right: number];
}

/** What was tracked in a whole video: the input of the solver. */
export interface Track {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** The part of the picture in which somebody was looked for. Default: the whole. */
  readonly view?: View;
  readonly name: string;
  /** All frames, times rising; those without a person have no landmarks. */
  readonly frames: readonly TrackedFrame[];
  /** Who was in view when it was decided whom to follow. */
  readonly people?: CapturePeople;
}

export interface TrackedFrame {
  /** Seconds from the start of the video. */
  readonly time: number;
  readonly landmarks?: Landmarks;
  /** Where hands were asked for: each of them that is seen. */
  readonly hands?: readonly [left: HandLandmarks | undefined, right: HandLandmarks | undefined];
  /** Where a face was asked for, and is seen. */
  readonly face?: FaceLandmarks;
  /** True where a face was asked for, and none is seen. */
  readonly lacksFace?: boolean;
  /** True for the first frame of another scene. */
  readonly isCut?: boolean;
  /** How fast the camera moves, sides of the picture a second. Measured a few times a second. */
  readonly cameraSpeed?: number;
}

export const LANDMARKS = 33;
export const HAND_LANDMARKS = 21;
export const FACE_LANDMARKS = 468;
