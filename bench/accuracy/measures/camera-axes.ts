/** Where a film's camera stood, in the space of the motion. Metres, radians. */
export interface FilmCamera {
  readonly width: number;
  readonly height: number;
  /** Frames per second. */
  readonly rate: number;
  /** Vertical. */
  readonly fieldOfView: number;
  readonly position: readonly number[];
  readonly target: readonly number[];
  /** What is up in the picture. Default: +Y. */
  readonly up?: readonly number[];
}

/** Along the longer side of the picture, radians: what a capture can be told of a lens. */
export function longerFieldOfView({ width, height, fieldOfView }: FilmCamera): number {
  return 2 * Math.atan(Math.tan(fieldOfView / 2) * Math.max(1, width / height));
}

type Vec = readonly [number, number, number];

/** Turns directions of the world into the camera's axes: right, up, towards the camera. */
export function intoCamera(camera: FilmCamera): (x: number, y: number, z: number) => number[] {
  const back = unit(minus(camera.position, camera.target));
  const right = unit(cross(toVec(camera.up ?? [0, 1, 0]), back));
  const up = cross(back, right);
  return (x, y, z) => [right, up, back].map((axis) => axis[0] * x + axis[1] * y + axis[2] * z);
}

/** Where places of the world, metres, are in the picture: pixels from its upper left corner. */
export function intoPicture(camera: FilmCamera): (x: number, y: number, z: number) => [x: number, y: number] {
  const turn = intoCamera(camera);
  const [left, down, away] = camera.position as Vec;
  const focal = camera.height / 2 / Math.tan(camera.fieldOfView / 2);
  return (x, y, z) => {
    const [right, up, near] = turn(x - left, y - down, z - away) as [number, number, number];
    return [camera.width / 2 - (focal * right) / near, camera.height / 2 + (focal * up) / near];
  };
}

/**
 * Turns directions of the world about the vertical alone, until +Z goes towards the camera: how a capture stands, which
 * can know what is up and not where north is.
 */
export function intoHeading({ position, target }: FilmCamera): (x: number, y: number, z: number) => number[] {
  const [x, , z] = minus(position, target);
  const [front, right] = [unit([x, 0, z]), unit([z, 0, -x])];
  return (a, b, c) => [right[0] * a + right[2] * c, b, front[0] * a + front[2] * c];
}

function toVec(values: readonly number[]): Vec {
  return [values[0]!, values[1]!, values[2]!];
}

function minus(a: readonly number[], b: readonly number[]): Vec {
  return [a[0]! - b[0]!, a[1]! - b[1]!, a[2]! - b[2]!];
}

function cross(a: Vec, b: Vec): Vec {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

function unit(v: Vec): Vec {
  const size = Math.hypot(...v);
  return [v[0] / size, v[1] / size, v[2] / size];
}
