/** A body's trunk as a capsule: all points within `radius` of the line from `from` to `to`, metres. */
export interface Trunk {
  readonly from: Vec;
  readonly to: Vec;
  readonly radius: number;
}

export type Vec = readonly [x: number, y: number, z: number];

/** The nearest place outside, or the point itself where it is outside already. */
export function outOf({ from, to, radius }: Trunk, point: Vec): Vec {
  const along = minus(to, from);
  const share = dot(minus(point, from), along) / Math.max(dot(along, along), 1e-12);
  const nearest = plus(from, times(along, Math.min(1, Math.max(0, share))));
  const away = minus(point, nearest);
  const distance = Math.sqrt(dot(away, away));
  // On the line itself there is no way that is shorter than another.
  if (distance >= radius || distance < 1e-6) return point;
  return plus(nearest, times(away, radius / distance));
}

export function minus(a: Vec, b: Vec): Vec {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
}

export function plus(a: Vec, b: Vec): Vec {
  return [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
}

export function times(a: Vec, factor: number): Vec {
  return [a[0] * factor, a[1] * factor, a[2] * factor];
}

export function unit(a: Vec): Vec {
  return times(a, 1 / Math.max(Math.sqrt(dot(a, a)), 1e-12));
}

function dot(a: Vec, b: Vec): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}
