type Vec = readonly [number, number, number];

/** What BlazePose makes of a figure's joints. [33] each, on the figure's axes; the second goes into the picture. */
export interface Marks {
  readonly metres: Vec[];
  readonly picture: Vec[];
}

const [LEFT_SHOULDER, LEFT_HIP, LEFT_KNEE, LEFT_ANKLE] = [11, 23, 25, 27] as const;

/**
 * Marks joints where BlazePose does: hips too wide and low, shoulders too wide and high, knees
 * too high, and in its metres people lean 3° forwards.
 *
 * @param points - [33] camera axes: x right in the picture, y up, z towards the camera.
 */
export function markJoints(points: readonly Vec[]): Marks {
  const picture = [...points];
  const trunk = subtract(middleOf(points, LEFT_SHOULDER), middleOf(points, LEFT_HIP));
  for (const right of [0, 1]) {
    const thigh = subtract(points[LEFT_KNEE + right]!, points[LEFT_HIP + right]!);
    const knee = (0.025 * Math.hypot(...trunk)) / Math.hypot(...thigh);
    picture[LEFT_KNEE + right] = along(points[LEFT_KNEE + right]!, thigh, -knee);
    picture[LEFT_HIP + right] = along(points[LEFT_HIP + right]!, trunk, -0.032);
    picture[LEFT_SHOULDER + right] = along(points[LEFT_SHOULDER + right]!, trunk, 0.0105);
  }
  const metres = lean([...picture], trunk);
  widen(picture, LEFT_SHOULDER, 1 / 0.9);
  widen(picture, LEFT_HIP, 20.6 / 18);
  widen(metres, LEFT_SHOULDER, 1 / 0.9);
  widen(metres, LEFT_HIP, 23.2 / 18);
  return { metres, picture };
}

/** Trunk and arms come nearer and legs go back, as the figure's front faces the camera. */
function lean(points: Vec[], trunk: Vec): Vec[] {
  const hips = subtract(points[LEFT_HIP]!, points[LEFT_HIP + 1]!);
  const front = cross(hips, trunk);
  const towards = front[2] / Math.hypot(...front);
  const middle = middleOf(points, LEFT_HIP);
  const height = ([, y]: Vec): number => y - middle[1];
  return points.map((point, i): Vec => {
    // Arms, hands and head go with the shoulders, feet with the ankles.
    const witness =
      i < LEFT_HIP ? middleOf(points, LEFT_SHOULDER) : i > LEFT_ANKLE + 1 ? points[27 + ((i + 1) % 2)]! : point;
    return [point[0], point[1], point[2] + 0.05 * height(witness) * towards];
  });
}

function widen(points: Vec[], left: number, factor: number): void {
  const [a, b] = [points[left]!, points[left + 1]!];
  const centre = middleOf(points, left);
  points[left] = along(centre, subtract(a, centre), factor);
  points[left + 1] = along(centre, subtract(b, centre), factor);
}

function middleOf(points: readonly Vec[], left: number): Vec {
  return along(points[left]!, subtract(points[left + 1]!, points[left]!), 0.5);
}

function along(from: Vec, direction: Vec, share: number): Vec {
  return [from[0] + direction[0] * share, from[1] + direction[1] * share, from[2] + direction[2] * share];
}

function subtract(a: Vec, b: Vec): Vec {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
}

function cross(a: Vec, b: Vec): Vec {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}
