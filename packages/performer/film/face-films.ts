import { type PersonName, personSkeleton, PEOPLE } from '@kinora/performer';
import { courseOf, courseSeconds, type Grimace } from './face-course.ts';
import type { CameraPlace, SampleFilm } from './samples.ts';
import { standingClip } from './standing-clip.ts';

const both = (name: string): Grimace => ({ [`${name}Left`]: 1, [`${name}Right`]: 1 });

/** What the estimate of a face is for, one after the other, and what it might mix them up with. */
export const GRIMACES: readonly Grimace[] = [
  { jawOpen: 1 },
  { eyeBlinkLeft: 1 },
  { eyeBlinkRight: 1 },
  both('mouthSmile'),
  { mouthPucker: 1 },
  { browInnerUp: 1 },
  both('browOuterUp'),
  both('browDown'),
  { mouthFunnel: 1 },
  both('mouthStretch'),
  { mouthSmileLeft: 1 },
  { mouthSmileRight: 1 },
  both('mouthFrown'),
  both('eyeWide'),
  { jawOpen: 0.5 },
  both('eyeBlink'),
  { jawOpen: 1, mouthClose: 1 },
  both('eyeSquint'),
];

/** Each needs the head turned: the face itself is at rest. Degrees, by the time in seconds. */
type HeadTurn = (time: number) => readonly [pitch: number, yaw: number, roll: number];

/** Whose head is at this height is filmed from where the cameras below stand: metres. */
const HEAD_HEIGHT = 1.55;

/** From the waist up, as a webcam sees somebody. */
const NEAR: CameraPlace = {
  width: 480,
  height: 640,
  fieldOfView: 0.5,
  position: [0, 1.52, 1.7],
  target: [0, 1.35, 0],
  roll: 0,
};

/** From head to feet, as a phone films a dance. */
const FAR: CameraPlace = {
  width: 540,
  height: 960,
  fieldOfView: 0.62,
  position: [0, 1.35, 3.2],
  target: [0, 0.9, 0],
  roll: 0,
};

const STILL: HeadTurn = () => [0, 0, 0];
const LOOKS_AROUND: HeadTurn = (time) => [
  14 * Math.sin(1.9 * time + 0.4),
  26 * Math.sin(1.3 * time),
  9 * Math.sin(2.3 * time),
];

/** The films that `scripts/face.mjs` measures the estimate of a face on, by name. */
export const FACE_FILMS: Readonly<Record<string, SampleFilm>> = {
  'ines-near': faceFilm('ines', NEAR, STILL),
  'leo-near': faceFilm('leo', NEAR, STILL),
  'zuri-near': faceFilm('zuri', NEAR, STILL),
  'otto-near': faceFilm('otto', NEAR, STILL),
  'ines-far': faceFilm('ines', FAR, STILL),
  'ines-looks-around': faceFilm('ines', NEAR, LOOKS_AROUND),
  'leo-only-turns': { ...faceFilm('leo', NEAR, LOOKS_AROUND), course: () => ({}) },
};

function faceFilm(performer: PersonName, camera: CameraPlace, turn: HeadTurn): SampleFilm {
  return {
    performer,
    clip: () => standingClip('standing', performer, courseSeconds(GRIMACES), (time) => ({ Head: quatOf(turn(time)) })),
    background: 'a plain studio',
    colorScheme: 'light',
    camera: performerCamera(performer, camera),
    bitrate: 4_000_000,
    // A drawing takes a third of a second without a graphics card, and each grimace still has ten.
    rate: 15,
    course: courseOf(GRIMACES),
  };
}

/** Who is smaller is filmed from a lower place. */
function performerCamera(performer: PersonName, camera: CameraPlace): CameraPlace {
  const height = personSkeleton(PEOPLE[performer]).find(({ name }) => name === 'Head')!.rest[1];
  const lower = HEAD_HEIGHT - height;
  const [px, py, pz] = camera.position;
  const [tx, ty, tz] = camera.target;
  return { ...camera, position: [px, py - lower, pz], target: [tx, ty - lower, tz] };
}

/** Yaw about +Y of pitch about +X of roll about +Z: xyzw. */
function quatOf([pitch, yaw, roll]: readonly [number, number, number]): readonly number[] {
  const half = (degrees: number): readonly [sin: number, cos: number] => {
    const angle = (degrees * Math.PI) / 360;
    return [Math.sin(angle), Math.cos(angle)];
  };
  const [[sx, cx], [sy, cy], [sz, cz]] = [half(pitch), half(yaw), half(roll)];
  return [
    cy * sx * cz + sy * cx * sz,
    sy * cx * cz - cy * sx * sz,
    cy * cx * sz - sy * sx * cz,
    cy * cx * cz + sy * sx * sz,
  ];
}
