import type { Detection } from '../detection.ts';
import type { Frame } from '../frame.ts';
import type { ReadLandmarks } from '../read-landmarks.ts';
import { isUsable, MARGIN, regionAroundPerson, sideOf } from '../region.ts';
import type { Region } from '../region.ts';
import { lookOf } from './look.ts';
import type { Sighting } from './people.ts';

/** BlazePose's numbers of the points at the ends of a trunk. */
const SHOULDERS = [11, 12] as const;
const HIPS = [23, 24] as const;

/**
 * The people that the detector saw.
 *
 * @param picture - what it was shown, not turned.
 */
export function sightingsOf(frame: Frame, detections: readonly Detection[], picture: Region): Sighting[] {
  const side = sideOf(picture);
  const left = picture.centreX - side / 2;
  const top = picture.centreY - side / 2;
  return detections.flatMap(({ points, score }) => {
    // In single precision, for the mean of several detections is weighted by Math.exp, whose last bit is each engine's own.
    const places = points.map((value, i) => Math.fround(value * side + (i % 2 === 0 ? left : top)));
    const [hipsX, hipsY, edgeX, edgeY, shouldersX, shouldersY] = places as [
      ...[hipsX: number, hipsY: number, edgeX: number, edgeY: number, shouldersX: number, shouldersY: number],
    ];
    const region = regionAroundPerson(hipsX, hipsY, edgeX, edgeY);
    if (!isUsable(region)) return [];
    const look = lookOf(frame, { hipsX, hipsY, shouldersX, shouldersY });
    return [{ x: hipsX, y: hipsY, size: sideOf(region) / MARGIN, region, score, look }];
  });
}

/** The person whose landmarks were read. */
export function sightingOfLandmarks(frame: Frame, { landmarks, next }: ReadLandmarks): Sighting | undefined {
  if (!isUsable(next)) return undefined;
  const { image, score } = landmarks;
  const middle = ([a, b]: readonly [number, number], axis: 0 | 1): number =>
    (image[a * 4 + axis]! + image[b * 4 + axis]!) / 2;
  const trunk = {
    hipsX: middle(HIPS, 0),
    hipsY: middle(HIPS, 1),
    shouldersX: middle(SHOULDERS, 0),
    shouldersY: middle(SHOULDERS, 1),
  };
  const look = lookOf(frame, trunk);
  return { x: next.centreX, y: next.centreY, size: sideOf(next) / MARGIN, region: next, score, look };
}
