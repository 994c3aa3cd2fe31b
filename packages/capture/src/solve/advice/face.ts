import type { CaptureAdvice, ClipMorphs } from '@kinora/core/motion';
import type { Take } from './advice.ts';
import { ASIDE, frontality } from './framing.ts';
import { adviseEach, stretchesOf } from './stretches.ts';

const LONG_UNSEEN = 1;

const FACE_NOT_SEEN: CaptureAdvice = {
  code: 'face-not-seen',
  text: 'The face was too small, blurred, covered or turned away: what it did there is not in the animation. Come nearer and look towards the camera, or film in a higher resolution, with light from the front.',
};

/**
 * Where a face was asked for, and somebody who faces the camera shows none; or nothing came of it in the whole clip, whatever
 * the reason is.
 */
export function adviseOnFace({ frames, times }: Take, morphs: ClipMorphs | undefined): CaptureAdvice[] {
  if (!morphs && frames.some(({ face, lacksFace }) => face !== undefined || lacksFace)) return [FACE_NOT_SEEN];
  const stretches = stretchesOf(
    times,
    (frame) => {
      const { landmarks, lacksFace = false } = frames[frame]!;
      return lacksFace && landmarks !== undefined && frontality(landmarks) >= ASIDE;
    },
    LONG_UNSEEN,
  );
  return adviseEach(stretches, times, () => FACE_NOT_SEEN);
}
