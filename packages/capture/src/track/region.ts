import type { View } from '../tuning.ts';

/**
 * A square part of a picture, in pixels; it may be turned and may reach over the border.
 *
 * Turned by a vector and not by an angle: sines and cosines differ in their last bit from engine to engine, and the models
 * make much of little from frame to frame. What is only added, multiplied, divided and rooted is the same everywhere.
 */
export interface Region {
  readonly centreX: number;
  readonly centreY: number;
  /** From the middle of the left side to the middle of the right side, as the person sees it: as long as the side. */
  readonly acrossX: number;
  readonly acrossY: number;
}

// BlazePose widens the circle around the body by a quarter.
export const MARGIN = 1.25;

/** The square that holds the whole of what is looked at, centred: a letterbox. */
export function wholeView({ left, top, right, bottom }: View): Region {
  const acrossX = Math.max(right - left, bottom - top);
  return { centreX: (left + right) / 2, centreY: (top + bottom) / 2, acrossX, acrossY: 0 };
}

/**
 * The region around a person, from the two points that BlazePose gives for it: the middle of the hips, and a point on
 * the circle around the whole body, in the direction of the head. The person stands upright in the region.
 */
export function regionAroundPerson(centreX: number, centreY: number, edgeX: number, edgeY: number): Region {
  // Rows run down, so what points to the head turns clockwise into what points across.
  const acrossX = 2 * MARGIN * (centreY - edgeY);
  const acrossY = 2 * MARGIN * (edgeX - centreX);
  return { centreX, centreY, acrossX, acrossY };
}

/** Length of a side, pixels. */
export function sideOf({ acrossX, acrossY }: Region): number {
  return Math.sqrt(acrossX * acrossX + acrossY * acrossY); // Not Math.hypot, which every engine rounds its own way.
}

/** False for a region that no picture can be cut from: a model's NaN would otherwise be tracked for ever. */
export function isUsable(region: Region): boolean {
  const side = sideOf(region);
  return side >= 1 && Number.isFinite(region.centreX + region.centreY + side);
}
