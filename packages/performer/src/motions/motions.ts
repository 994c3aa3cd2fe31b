import type { Clip } from '@kinora/core/motion';
import type { Skeleton } from '../skeleton.ts';
import { jumpClip } from './jump.ts';
import { walkClip } from './walk/walk.ts';
import { waveAndSquatClip } from './wave-and-squat.ts';

/** Motions that fit any person: their steps and depths are shares of the legs. The dance is made for one body alone. */
export const MOTIONS = {
  'wave-and-squat': waveAndSquatClip,
  walk: walkClip,
  jump: jumpClip,
} as const satisfies Readonly<Record<string, (skeleton: Skeleton) => Clip>>;

export type MotionName = keyof typeof MOTIONS;
