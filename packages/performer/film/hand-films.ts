import type { PersonName } from '@kinora/performer';
import type { CameraPlace, SampleFilm } from './samples.ts';
import { standingClip, type Turns } from './standing-clip.ts';

type Quat = readonly [number, number, number, number];
type Vec = readonly [number, number, number];

const FINGERS = ['Thumb', 'Index', 'Middle', 'Ring', 'Pinky'] as const;

/** How far each finger is closed, thumb first, 0 to 1, and how far they are spread, 0 to 1. */
interface Gesture {
  readonly closed: readonly [number, number, number, number, number];
  readonly spread: number;
}

/** A flat hand, a fist, a spread, and counting from one to four. */
const GESTURES: readonly Gesture[] = [
  { closed: [0, 0, 0, 0, 0], spread: 0 },
  { closed: [1, 1, 1, 1, 1], spread: 0 },
  { closed: [0, 0, 0, 0, 0], spread: 1 },
  { closed: [1, 0, 1, 1, 1], spread: 0 },
  { closed: [1, 0, 0, 1, 1], spread: 0.6 },
  { closed: [1, 0, 0, 0, 1], spread: 0.6 },
  { closed: [1, 0, 0, 0, 0], spread: 0.6 },
];

/** Seconds from one gesture to the next, and how many of them the hand is on its way. */
const EACH = 0.8;
const WAY = 0.4;
/** The right hand is so many gestures ahead: whoever mixes the hands up is found out. */
const AHEAD = 3;
/** Degrees at the three joints of a closed finger. */
const FIST = [75, 95, 60] as const;
const FIST_OF_THUMB = [30, 35, 45] as const;
/** Degrees to the side of spread fingers, towards the thumb. */
const SPREAD = [-12, 12, 3, -6, -14] as const;
/** Where upper arm and forearm of the left side point: the hand is beside the shoulder. */
const UPPER_ARM: Vec = [0.36, -0.9, 0.25];
const FOREARM: Vec = [0.24, 0.95, 0.2];

/** From the waist up, as a webcam sees somebody, and from head to feet. */
const NEAR: CameraPlace = {
  width: 720,
  height: 720,
  fieldOfView: 0.6,
  position: [0, 1.35, 1.9],
  target: [0, 1.3, 0],
  roll: 0,
};
const FAR: CameraPlace = {
  ...NEAR,
  width: 540,
  height: 960,
  fieldOfView: 0.62,
  position: [0, 1.2, 3.2],
  target: [0, 0.9, 0],
};

/** The films that `npm run hands` measures the capture of fingers on, by name. */
export const HAND_FILMS: Readonly<Record<string, SampleFilm>> = {
  'leo-hands': handFilm('leo', NEAR),
  'leo-hands-far': handFilm('leo', FAR),
};

function handFilm(performer: PersonName, camera: CameraPlace): SampleFilm {
  return {
    performer,
    clip: () => standingClip('hands', performer, GESTURES.length * EACH, raisedHands),
    background: 'a plain studio',
    colorScheme: 'light',
    camera,
    bitrate: 4_000_000,
  };
}

/** Both hands are raised, palms to the camera, and go through the gestures. */
function raisedHands(time: number): Turns {
  const turns = (['Left', 'Right'] as const).flatMap((side) =>
    Object.entries(armTurns(gestureAt(time / EACH + (side === 'Left' ? 0 : AHEAD)))).map(
      // In a mirror what turns about x stays, and the rest turns the other way.
      ([name, [x, y, z, w]]) => [side + name, side === 'Left' ? [x, y, z, w] : [x, -y, -z, w]] as const,
    ),
  );
  return Object.fromEntries(turns);
}

/** @param place - in gestures from the first one on. */
function gestureAt(place: number): Gesture {
  const at = (index: number): Gesture => GESTURES[index % GESTURES.length]!;
  const [before, after] = [at(Math.floor(place)), at(Math.floor(place) + 1)];
  const t = Math.max(0, 1 - ((1 - (place % 1)) * EACH) / WAY);
  const way = t * t * (3 - 2 * t);
  const mix = (a: number, b: number): number => a + (b - a) * way;
  return {
    closed: before.closed.map((value, i) => mix(value, after.closed[i]!)) as unknown as Gesture['closed'],
    spread: mix(before.spread, after.spread),
  };
}

/** Joint of the left arm → its turn against its parent. In a T-pose, palms down, no joint is turned. */
function armTurns({ closed, spread }: Gesture): Record<string, Quat> {
  const upper = facing(UPPER_ARM);
  const turns: Record<string, Quat> = {
    Shoulder: [0, 0, 0, 1],
    Arm: upper,
    ForeArm: multiply(conjugate(upper), facing(FOREARM)),
    Hand: [0, 0, 0, 1],
  };
  FINGERS.forEach((finger, i) => {
    const isThumb = i === 0;
    [0, 1, 2].forEach((joint) => {
      const bent = closed[i]! * (isThumb ? FIST_OF_THUMB : FIST)[joint]!;
      // A finger bends into the palm, a thumb across it.
      const bend = isThumb ? about([0, 1, 0], bent) : about([0, 0, -1], bent);
      const aside = joint === 0 ? about([0, -1, 0], spread * SPREAD[i]!) : about([0, 1, 0], 0);
      turns[`Hand${finger}${joint + 1}`] = multiply(bend, aside);
    });
  });
  return turns;
}

/** Takes +x to a direction, and what is down as near to the front as it goes. */
function facing(direction: Vec): Quat {
  const x = unit(direction);
  const dot = x[2];
  const down = unit([-x[0] * dot, -x[1] * dot, 1 - x[2] * dot]);
  const y: Vec = [-down[0], -down[1], -down[2]];
  const z: Vec = [x[1] * y[2] - x[2] * y[1], x[2] * y[0] - x[0] * y[2], x[0] * y[1] - x[1] * y[0]];
  return quatOf(x, y, z);
}

/** Of the axes that a rotation takes x, y and z to. */
function quatOf(x: Vec, y: Vec, z: Vec): Quat {
  const parts: Quat = [1 + x[0] - y[1] - z[2], 1 - x[0] + y[1] - z[2], 1 - x[0] - y[1] + z[2], 1 + x[0] + y[1] + z[2]];
  const [qx, qy, qz, qw] = parts.map((part) => Math.sqrt(Math.max(0, part)) / 2) as unknown as Quat;
  return [Math.sign(y[2] - z[1]) * qx, Math.sign(z[0] - x[2]) * qy, Math.sign(x[1] - y[0]) * qz, qw];
}

function about(axis: Vec, degrees: number): Quat {
  const half = (degrees * Math.PI) / 360;
  const s = Math.sin(half);
  return [axis[0] * s, axis[1] * s, axis[2] * s, Math.cos(half)];
}

/** b first, then a. */
function multiply([ax, ay, az, aw]: Quat, [bx, by, bz, bw]: Quat): Quat {
  return [
    aw * bx + ax * bw + ay * bz - az * by,
    aw * by - ax * bz + ay * bw + az * bx,
    aw * bz + ax * by - ay * bx + az * bw,
    aw * bw - ax * bx - ay * by - az * bz,
  ];
}

function conjugate([x, y, z, w]: Quat): Quat {
  return [-x, -y, -z, w];
}

function unit([x, y, z]: Vec): Vec {
  const length = Math.hypot(x, y, z);
  return [x / length, y / length, z / length];
}
