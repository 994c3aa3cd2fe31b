import { angleBetween, smoothStep } from '../geometry.ts';
import type { FaceMeasures, Sides } from './measures.ts';

/** Blendshapes of ARKit that can be told from 468 points. The others stay at rest. */
export const FACE_SHAPES = [
  'jawOpen',
  'mouthFunnel',
  'mouthPucker',
  'mouthSmileLeft',
  'mouthSmileRight',
  'mouthFrownLeft',
  'mouthFrownRight',
  'mouthStretchLeft',
  'mouthStretchRight',
  'eyeBlinkLeft',
  'eyeBlinkRight',
  'browInnerUp',
  'browOuterUpLeft',
  'browOuterUpRight',
  'browDownLeft',
  'browDownRight',
] as const;

export type FaceShapeName = (typeof FACE_SHAPES)[number];

// What a measure changes by when a blendshape is at its full, in distances between the outer corners of the eyes: as the model
// sees the project's own performers, whose weights are known (docs/results/face.md).
const FULL = {
  jawGap: 0.25,
  narrow: 0.095,
  smile: 0.17,
  frown: 0.045,
  stretch: 0.036,
  innerUp: 0.015,
  outerUp: 0.017,
  down: 0.031,
} as const;
/** What lids leave of the contrast of an eye. */
const LID = 0.14;
/** An eye with less contrast than that is not seen well enough to tell a blink: too small, blurred, or behind glass. */
const SEEN_EYE = 0.06;
/** What an open jaw does to the corners of the mouth, for each part of the gap. */
const JAW = { up: -0.2, out: 0.15, width: 0.15 } as const;
/** A gap with which narrow lips are as much a funnel as a pucker. */
const EVEN_GAP = 0.03;
/** With that gap a jaw does half of what is seen of the corners of the mouth. */
const STILL_CLOSED = 0.1;
/** What moves less is told from the front alone, and not from 35° to the side: cosines. */
const FAINT = [0.82, 0.93] as const;
/** What moves least, only while the face looks nearly where it looks at rest, and not from 30° off: radians. */
const FAINTEST = [-0.52, -0.2] as const;
/** Less than this share of a full blendshape is noise, and a face at rest keeps still. */
const NOISE = 0.12;
const BROW_NOISE = 0.3;

/**
 * Says how much of each blendshape there is in a face that differs from itself at rest.
 *
 * @returns [16] 0…1, in the order of `FACE_SHAPES`.
 */
export function estimate(face: FaceMeasures, neutral: FaceMeasures): number[] {
  const gap = face.gap - neutral.gap;
  const open = Math.max(gap, 0);
  const [jaw, funnel, pucker] = mouthOf(open, face.width - neutral.width - JAW.width * open);
  const frontal = smoothStep(face.front[2], ...FAINT);
  const asAtRest = smoothStep(-angleBetween(face.front, neutral.front), ...FAINTEST);
  const faintly = (frontal * STILL_CLOSED) / (STILL_CLOSED + open);
  const corners = sides((side) => cornerOf(face, neutral, open, side));
  return [
    jaw,
    funnel,
    pucker,
    ...distinct(
      corners.map(({ up, out }) => up + out),
      FULL.smile,
    ),
    ...alike(corners.map(({ up }) => faintly * share(-up, FULL.frown))),
    ...alike(corners.map(({ up, out }) => faintly * share(out - 1.4 * Math.max(up, 0), FULL.stretch))),
    ...sides((side) => blinkOf(face.eyes[side], neutral.eyes[side])),
    ...browsOf(difference(face.browInner, neutral.browInner), difference(face.browOuter, neutral.browOuter)).map(
      (weight) => frontal * asAtRest * weight,
    ),
  ];
}

/** A frown or a stretch of one side alone is rather a head that is turned. */
function alike([left, right]: readonly number[]): Sides {
  return [Math.min(left!, 2 * right!), Math.min(right!, 2 * left!)];
}

/** Lips that are narrower than the jaw leaves them are a pucker while they are closed, and a funnel the more they open. */
function mouthOf(open: number, wider: number): [jaw: number, funnel: number, pucker: number] {
  const narrow = Math.max(-wider, 0);
  const isOpen = open / (open + EVEN_GAP);
  const funnel = share(narrow * isOpen, FULL.narrow * 0.72);
  return [share(open - 0.8 * narrow * isOpen, FULL.jawGap), funnel, share(narrow * (1 - isOpen), FULL.narrow)];
}

/** How far a corner of the mouth has gone, beside what the jaw does to it. */
function cornerOf(face: FaceMeasures, neutral: FaceMeasures, open: number, side: 0 | 1): { up: number; out: number } {
  return {
    up: face.cornerUp[side] - neutral.cornerUp[side] - JAW.up * open,
    out: face.cornerOut[side] - neutral.cornerOut[side] - JAW.out * open,
  };
}

/** The model takes faces for more even than they are: what tells one side from the other counts half as much again. */
function distinct([left, right]: readonly number[], full: number): Sides {
  const half = (left! - right!) / 2;
  return [share(left! + half, full), share(right! - half, full)];
}

function blinkOf(contrast: number, neutral: number): number {
  if (!(neutral >= SEEN_EYE)) return 0;
  return share(1 - contrast / neutral, 1 - LID);
}

/** Both ends of a brow move in nearly all that brows do: one is told from the other by what it does more. */
function browsOf(inner: Sides, outer: Sides): number[] {
  const innerUp = (inner[0] + inner[1]) / 2;
  const outerUp = (outer[0] + outer[1]) / 2;
  return [
    share(innerUp - 0.5 * Math.max(outerUp, 0), FULL.innerUp, BROW_NOISE),
    ...sides((side) => share(outer[side] - 0.2 * Math.max(inner[side], 0), FULL.outerUp, BROW_NOISE)),
    ...sides((side) => share(-(inner[side] + outer[side]) / 2, FULL.down, BROW_NOISE)),
  ];
}

function share(value: number, full: number, noise: number = NOISE): number {
  return Math.min(Math.max((value / full - noise) / (1 - noise), 0), 1);
}

function sides<T>(of: (side: 0 | 1) => T): [left: T, right: T] {
  return [of(0), of(1)];
}

function difference(a: Sides, b: Sides): Sides {
  return [a[0] - b[0], a[1] - b[1]];
}
