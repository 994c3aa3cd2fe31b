import type { CaptureAdvice } from '@kinora/core/motion';
import { handSizeOf } from '../../track/hands/hand-region.ts';
import type { View } from '../../tuning.ts';
import { POINT } from '../points.ts';
import type { Take } from './advice.ts';

/** Of the hands that the body shows, the share that has to be seen. */
const ENOUGH = 0.5;
/** Pixels of a hand from wrist to finger tips: from there on the model is sure, in regions of 180. */
const LARGE = 100;
/** In smaller ones it sees fingers, and not how they are bent (docs/results/hands.md): little of them is believed. */
const SMALL = 60;
/** A visibility below this is a guess of the model's. */
const GUESSED = 0.5;

const TOO_SMALL: CaptureAdvice = {
  code: 'hands-too-small',
  text: `Hands were small in the picture: fingers were guessed, and rest where they were not seen. Come nearer, or film in a higher resolution: a hand wants ${LARGE} pixels from the wrist to the finger tips.`,
};

/** Where hands were asked for, and those that the body shows in what was looked at are small, or mostly not seen for their size. */
export function adviseOnHands({ frames, view }: Take): CaptureAdvice[] {
  const sizes: number[] = [];
  let seen = 0;
  for (const { hands, landmarks } of frames) {
    if (!hands || !landmarks) continue;
    for (const side of [0, 1] as const) {
      const at = (POINT.leftWrist + side) * 4;
      const [x, y, , visibility] = landmarks.image.subarray(at, at + 4) as unknown as [number, number, number, number];
      if (!(visibility >= GUESSED && isWithin(view, x, y))) continue;
      sizes.push(handSizeOf(landmarks));
      if (hands[side]) seen++;
    }
  }
  sizes.sort((a, b) => a - b);
  const size = sizes[sizes.length >> 1];
  if (size === undefined) return [];
  return size < (seen < ENOUGH * sizes.length ? LARGE : SMALL) ? [TOO_SMALL] : [];
}

function isWithin({ left, top, right, bottom }: View, x: number, y: number): boolean {
  return x >= left && x <= right && y >= top && y <= bottom;
}
