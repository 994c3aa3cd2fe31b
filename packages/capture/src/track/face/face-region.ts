import type { Region } from '../region.ts';

// MediaPipe widens the box around a face by half.
const MARGIN = 1.5;

/** A square around a face whose eyes lie along a direction, from the person's right to the left. Pixels. */
export function regionAlong(centreX: number, centreY: number, alongX: number, alongY: number, size: number): Region {
  const length = Math.sqrt(alongX * alongX + alongY * alongY);
  const scale = (MARGIN * size) / length;
  return { centreX, centreY, acrossX: alongX * scale, acrossY: alongY * scale };
}

/** Length of a side of the face itself, pixels, without what the region has around it. */
export function faceSizeOf(side: number): number {
  return side / MARGIN;
}
