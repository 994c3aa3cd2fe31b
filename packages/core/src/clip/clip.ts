import type { Rig } from '../rig/rig.ts';

/**
 * A motion of one rig. Plain data that can be structured-cloned.
 *
 * Frame-major, so that one instant is one run of memory. Neighbouring keys of a joint
 * are sign-aligned: their dot product is never negative, and a player may blend them without a test.
 */
export interface Clip {
  readonly name: string;
  /** The rig that the joint numbers speak of. */
  readonly rig: Rig;
  /** Frames, at least 1. */
  readonly frames: number;
  /** Frames per second. Where `times` is present: the nominal rate. */
  readonly rate: number;
  /** [frames] seconds, rising, from 0. Absent on a uniform clip, whose frame `i` is at `i / rate`. */
  readonly times?: Float32Array;
  /** [frames × joints × 4] xyzw, local. */
  readonly rotations: Float32Array;
  /** Joints that move, normally the hips alone, rising. */
  readonly translated: Int16Array;
  /** [frames × translated × 3] local to the parent, metres. Joints that are not listed keep their rest translation. */
  readonly translations: Float32Array;
  /** Blendshapes that the motion moves: a face, mostly. */
  readonly morphs?: ClipMorphs;
  /** When the feet stand on the ground. Absent where nobody looked: `findContacts` does. */
  readonly contacts?: readonly Contact[];
  /**
   * [frames × 4] x, y, z, yaw: the way of the body since the first frame, taken out of its joints by `extractRootMotion`.
   * Metres and radians about +Y, in the frame of the body at rest: +Y up, +Z to its front, +X to its left.
   */
  readonly rootMotion?: Float32Array;
  /** [frames × joints] 0…1, how well each joint was seen. Captured clips only. */
  readonly confidence?: Float32Array;
  /** What a capture did not see, and what else a person should know. */
  readonly report?: CaptureReport;
}

/** Blendshape weights by the names of the source: ARKit, VRM expressions, Ready Player Me, or a file's own. */
export interface ClipMorphs {
  readonly names: readonly string[];
  /** [frames × names] 0…1 as a rule; files may hold less and more. */
  readonly weights: Float32Array;
}

/** A stretch in which one foot is planted: seconds of the clip, `from` ≤ `to`. */
export interface Contact {
  readonly side: 'left' | 'right';
  readonly from: number;
  readonly to: number;
}

/** What a capture saw, kept with the clip. */
export interface CaptureReport {
  /** [0, 1]: frames in which a person was tracked. */
  readonly tracked: number;
  /** Stretches that were not seen and hold the last pose: seconds, and the names of the joints. */
  readonly gaps: readonly CaptureGap[];
  readonly warnings: readonly string[];
  /** Who was in view when it was decided whom to follow. Absent in captures that did not look. */
  readonly people?: CapturePeople;
  /** What a better take would do otherwise: whom, framing, light and camera, motion. Absent in captures that did not look. */
  readonly advice?: readonly CaptureAdvice[];
}

/** The people in view at one instant. */
export interface CapturePeople {
  /** Seconds from the start of the video, as `MotionParams.person` takes them: not of the clip, which may be a part of it. */
  readonly time: number;
  /** From left to right. At most one of them is followed. */
  readonly persons: readonly CapturePerson[];
}

export interface CapturePerson {
  /** Around the whole body: edges as shares [0, 1] of the upright picture, from its upper left corner. */
  readonly box: readonly [left: number, top: number, right: number, bottom: number];
  /** [0, 1]: how sure the detector is that this is a person. */
  readonly score: number;
  /** True for the one whose motion the clip is. */
  readonly followed: boolean;
}

/** What made a capture worse than it could have been. */
export interface CaptureAdvice {
  /** Stable, to switch on and to translate by. A newer file may hold codes that are not listed yet. */
  readonly code: CaptureAdviceCode | (string & {});
  /** What happened, and what a better take does: English. */
  readonly text: string;
  /** Seconds of the clip, where it was not so all the time: `from` < `to`. Both or neither. */
  readonly from?: number;
  readonly to?: number;
  /** Names of the joints that suffered, where not all did. */
  readonly joints?: readonly string[];
}

/** Kinds of advice. Public API: add freely, never rename or reuse. */
export type CaptureAdviceCode =
  // whom
  | 'unlike-a-person'
  | 'several-people'
  | 'nobody'
  | 'hidden'
  // how the person stands in the picture
  | 'feet-out-of-picture'
  | 'hands-out-of-picture'
  | 'head-out-of-picture'
  | 'too-small'
  | 'turned-away'
  | 'face-not-seen'
  | 'hands-too-small'
  // light, time and camera
  | 'dark'
  | 'flat'
  | 'blurred'
  | 'low-frame-rate'
  | 'cut'
  | 'camera-moved'
  | 'camera-tilted'
  // what was mended
  | 'sides-untangled';

export interface CaptureGap {
  readonly from: number;
  readonly to: number;
  readonly joints: readonly string[];
}

/** Seconds from the first to the last frame. */
export function clipDuration(clip: Clip): number {
  return clip.times ? clip.times[clip.frames - 1]! : (clip.frames - 1) / clip.rate;
}
