/** A square part of a picture, in pixels; it may be turned and may reach over the border. */
export interface Region {
  readonly centreX: number;
  readonly centreY: number;
  /** Side, pixels. */
  readonly size: number;
  /** Radians, clockwise as seen in the picture: the direction of the region's own x axis. */
  readonly angle: number;
}

// BlazePose widens the circle around the body by a quarter (`specs/capture.md` §2, tracker constants).
const MARGIN = 1.25;

/** The square that holds the whole picture, centred: a letterbox. */
export function wholePicture(width: number, height: number): Region {
  return { centreX: width / 2, centreY: height / 2, size: Math.max(width, height), angle: 0 };
}

/**
 * The region around a person, from the two points that BlazePose gives for it: the middle of the hips, and a point on
 * the circle around the whole body, in the direction of the head. The person stands upright in the region.
 */
export function regionAroundPerson(centreX: number, centreY: number, edgeX: number, edgeY: number): Region {
  const x = edgeX - centreX;
  const y = edgeY - centreY;
  return { centreX, centreY, size: 2 * Math.hypot(x, y) * MARGIN, angle: wrapAngle(Math.atan2(y, x) + Math.PI / 2) };
}

/** False for a region that no picture can be cut from: a model's NaN would otherwise be tracked for ever. */
export function isUsable({ centreX, centreY, size, angle }: Region): boolean {
  return size >= 1 && Number.isFinite(centreX + centreY + size + angle);
}

/** Into [−π, π). */
function wrapAngle(angle: number): number {
  return angle - 2 * Math.PI * Math.floor((angle + Math.PI) / (2 * Math.PI));
}
