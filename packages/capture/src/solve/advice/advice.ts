import type { CaptureAdvice } from '@kinora/core/motion';
import type { Track, TrackedFrame } from '../../track/landmarks.ts';
import type { View } from '../../tuning.ts';
import type { Findings } from '../report.ts';
import { adviseOnFace } from './face.ts';
import { adviseOnFraming } from './framing.ts';
import { adviseOnHands } from './hands.ts';
import { adviseOnMotion } from './motion.ts';
import { adviseOnPeople } from './people.ts';
import { adviseOnPicture } from './picture.ts';

/** What the advice is measured from. */
export interface Take {
  readonly width: number;
  readonly height: number;
  /** The part of the picture that was looked at. */
  readonly view: View;
  readonly people: Track['people'];
  /** Those whose time rises. */
  readonly frames: readonly TrackedFrame[];
  /** [frames] seconds of the clip. */
  readonly times: readonly number[];
}

/**
 * How a better take is made, measured from what the tracker saw: who was in view, how the person stood in the picture, the
 * light, the camera, and what the solver had to mend.
 */
export function adviceOf(track: Track, findings: Pick<Findings, 'tangles' | 'tilt' | 'morphs'>): CaptureAdvice[] {
  let last = -Infinity;
  const frames = track.frames.filter(({ time }) => {
    if (!(time > last)) return false;
    last = time;
    return true;
  });
  const start = frames[0]?.time ?? 0;
  const take: Take = {
    width: track.width,
    height: track.height,
    view: track.view ?? { left: 0, top: 0, right: track.width, bottom: track.height },
    people: track.people,
    frames,
    times: frames.map(({ time }) => time - start),
  };
  return [
    ...adviseOnPeople(take),
    ...adviseOnFraming(take),
    ...adviseOnFace(take, findings.morphs),
    ...adviseOnHands(take),
    ...adviseOnPicture(take, findings.tilt),
    ...adviseOnMotion(take, findings.tangles),
  ];
}
