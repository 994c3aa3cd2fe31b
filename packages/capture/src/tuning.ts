import type { PersonChoice } from '@kinora/core';

/** How feet are held to the ground. */
export type FeetMode = 'auto' | 'always' | 'never' | 'grounding';

/**
 * @throws RangeError for a point outside the picture, or a time before the video.
 */
export function checkPerson({ time, x, y }: PersonChoice): void {
  if (!(time >= 0 && Number.isFinite(time))) throw new RangeError(`person.time must be seconds from 0, not ${time}`);
  if (!(isShare(x) && isShare(y))) throw new RangeError(`person.x and person.y must be from 0 to 1, not ${x}, ${y}`);
}

/** What of a video is looked at, and how its motion is finished. What is absent stays as it is. */
export interface CaptureTuning {
  /** Part of the video, from and to, seconds from its start. The motion begins at its first frame. */
  readonly trim?: readonly [from: number, to: number];
  /**
   * Part of the upright picture in which the person is looked for, as shares [0, 1] from the upper left corner; its edges
   * are rounded to whole pixels. All else is black. The camera stays where it was: a person beside the middle of the
   * picture is still seen from the side.
   */
  readonly crop?: readonly [left: number, top: number, right: number, bottom: number];
  /** How many times slower the video is than life, [1, 8]. Default 1. */
  readonly slowness?: number;
  /**
   * `auto`: feet that carry stand still on the ground (default). `always`: the lower foot carries at any time.
   * `grounding`: the motion stands on the ground, and feet may glide. `never`: neither, for motions in the air or in water;
   * the first frame has its hips at standing height.
   */
  readonly feet?: FeetMode;
  /** More smoothing, [0, 1]. 0, the default, smooths over 4/30 s to each side, 1 over four times as much. */
  readonly smoothing?: number;
  /**
   * How much the lens took in along the longer side of the picture, radians, [0.2, 2.2]. Default 0.96 (55°). With a longer
   * lens than is taken for granted, ways towards the camera and away from it come out too short, with a wider one too long.
   */
  readonly fieldOfView?: number;
}

/** A part of a picture, pixels; `right` and `bottom` lie outside. */
export interface View {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

const FEET_MODES: readonly unknown[] = ['auto', 'always', 'never', 'grounding'] satisfies FeetMode[];

/** @throws RangeError for what is out of its range. */
export function checkTuning({
  trim,
  crop,
  slowness = 1,
  feet = 'auto',
  smoothing = 0,
  fieldOfView,
}: CaptureTuning): void {
  if (trim && !(trim[0] >= 0 && trim[0] < trim[1] && Number.isFinite(trim[1]))) {
    throw new RangeError(`trim must be two rising times from 0, not ${trim.join(' and ')}`);
  }
  if (crop && !isCrop(crop)) throw new RangeError(`crop must be four edges from 0 to 1, not ${crop.join(', ')}`);
  if (!(slowness >= 1 && slowness <= 8)) throw new RangeError(`slowness must be from 1 to 8, not ${slowness}`);
  if (!FEET_MODES.includes(feet)) throw new RangeError(`feet must be one of ${FEET_MODES.join(', ')}`);
  if (!(smoothing >= 0 && smoothing <= 1)) throw new RangeError(`smoothing must be from 0 to 1, not ${smoothing}`);
  if (fieldOfView !== undefined && !(fieldOfView >= 0.2 && fieldOfView <= 2.2)) {
    throw new RangeError(`fieldOfView must be from 0.2 to 2.2 radians, not ${fieldOfView}`);
  }
}

/** The tuning alone of options that hold more. */
export function tuningOf({ trim, crop, slowness, feet, smoothing, fieldOfView }: CaptureTuning): CaptureTuning {
  return {
    ...(trim && { trim }),
    ...(crop && { crop }),
    ...(slowness !== undefined && { slowness }),
    ...(feet !== undefined && { feet }),
    ...(smoothing !== undefined && { smoothing }),
    ...(fieldOfView !== undefined && { fieldOfView }),
  };
}

/** Each edge is rounded by itself, as the Animate 3D documents do: 1080 × 1920 becomes 543 × 1652 in their example. */
export function viewOf(crop: NonNullable<CaptureTuning['crop']>, width: number, height: number): View {
  const [left, top] = [Math.round(crop[0] * width), Math.round(crop[1] * height)];
  // At least a pixel: a crop of a small video may round to nothing.
  const right = Math.min(width, Math.max(left + 1, Math.round(crop[2] * width)));
  const bottom = Math.min(height, Math.max(top + 1, Math.round(crop[3] * height)));
  return { left: Math.min(left, right - 1), top: Math.min(top, bottom - 1), right, bottom };
}

function isShare(value: number): boolean {
  return value >= 0 && value <= 1;
}

function isCrop([left, top, right, bottom]: NonNullable<CaptureTuning['crop']>): boolean {
  return left >= 0 && left < right && right <= 1 && top >= 0 && top < bottom && bottom <= 1;
}
