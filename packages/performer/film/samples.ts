import { danceClip, MOTIONS, type PersonName, personSkeleton, PEOPLE } from '@kinora/performer';
import type { Clip } from '@kinora/core/motion';
import { furnishRoom } from './room/room.ts';
import type { FaceCourse } from './face-course.ts';
import type { FilmSet } from './film-set.ts';

/** How a sample is filmed: who, what, from where, before what. */
export interface SampleFilm {
  readonly performer: PersonName;
  readonly clip: () => Clip;
  /** What a person would say of what is behind. */
  readonly background: string;
  readonly colorScheme: 'light' | 'dark';
  readonly set?: FilmSet;
  /** Colour that the empty stage is dipped in, as CSS writes it, in hexadecimal. */
  readonly tint?: string;
  /** How much more of the surrounding light there is than on the viewer's stage. Default 1. */
  readonly light?: number;
  readonly camera: CameraPlace;
  /** Bits per second of the video. */
  readonly bitrate: number;
  /** Frames per second. Default 30. */
  readonly rate?: number;
  /** Blendshapes by name, and when the eyes close: seconds. */
  readonly face?: Readonly<Record<string, number>>;
  readonly blinks?: readonly number[];
  /** The face in motion, instead. */
  readonly course?: FaceCourse;
}

/** In the space of the motion: metres, +Y up, the performer looks along +Z at first. */
export interface CameraPlace {
  /** Of the picture, pixels: even numbers. */
  readonly width: number;
  readonly height: number;
  /** Vertical, radians. */
  readonly fieldOfView: number;
  readonly position: readonly [number, number, number];
  readonly target: readonly [number, number, number];
  /** About the line of sight, radians: how far the camera leans to its own left. */
  readonly roll: number;
}

const SMILE = { mouthSmileLeft: 0.55, mouthSmileRight: 0.5, cheekSquintLeft: 0.3, cheekSquintRight: 0.3 };

export const SAMPLES: Readonly<Record<string, SampleFilm>> = {
  dance: {
    performer: 'leo',
    clip: danceClip,
    background: 'a plain studio',
    colorScheme: 'light',
    // As a person would hold a phone: upright, at the height of the eyes, far enough for raised hands.
    camera: {
      width: 480,
      height: 640,
      fieldOfView: 0.58,
      position: [0, 1.4887769, 4.2194366],
      target: [0, 0.98, 0],
      roll: 0,
    },
    bitrate: 1_500_000,
  },
  'wave-and-squat': {
    performer: 'ines',
    clip: () => MOTIONS['wave-and-squat'](personSkeleton(PEOPLE.ines)),
    background: 'a living room: bookshelf, window, picture, plant, lamp, a patterned rug, shadows',
    colorScheme: 'light',
    set: furnishRoom,
    light: 1.2,
    // A wide lens, a little from the side.
    camera: {
      width: 540,
      height: 720,
      fieldOfView: 0.8,
      position: [0.62, 1.28, 2.95],
      target: [0.02, 0.86, 0],
      roll: 0,
    },
    bitrate: 2_200_000,
    face: SMILE,
    blinks: [0.42, 2.3, 3.7, 5.2],
  },
  walk: {
    performer: 'otto',
    clip: () => MOTIONS.walk(personSkeleton(PEOPLE.otto)),
    background: 'a plain studio, grey-blue',
    colorScheme: 'light',
    tint: '#C3D2DC',
    light: 1.25,
    // A long lens, across the room.
    camera: {
      width: 848,
      height: 480,
      fieldOfView: 0.33,
      position: [0.35, 1.3, 7],
      target: [-0.42, 0.83, 0],
      roll: 0,
    },
    bitrate: 1_800_000,
    face: { ...SMILE, mouthSmileLeft: 0.35, mouthSmileRight: 0.35 },
    blinks: [0.9, 2.55, 5.3],
  },
  jump: {
    performer: 'kofi',
    clip: () => MOTIONS.jump(personSkeleton(PEOPLE.kofi)),
    background: 'a plain studio, apricot',
    colorScheme: 'light',
    tint: '#F3DCC6',
    light: 1.5,
    // A phone that stands near the floor and leans back against a bottle: it looks up, and not quite level.
    camera: {
      width: 480,
      height: 640,
      fieldOfView: 0.75,
      position: [-0.35, 0.42, 3.7],
      target: [0, 1.25, 0.05],
      roll: 0.1,
    },
    bitrate: 1_800_000,
    face: { jawOpen: 0.06, ...SMILE },
    blinks: [0.35, 2.2],
  },
};
