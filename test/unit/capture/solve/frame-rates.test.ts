import type { Clip } from '@kinora/core/motion';
import { beforeAll, describe, expect, test } from 'vitest';
import { solveMotion } from '../../../../packages/capture/src/solve/solve-motion.ts';
import { distance, jointPosition } from '../../../support/clip-joints.ts';
import { figureTrack, standing } from '../../../support/figure.ts';
import type { FigurePose } from '../../../support/figure.ts';
import { limbPositions } from '../../../support/limb-error.ts';

const SECONDS = 4;
/** Of all rates. */
const TIMES = Array.from({ length: SECONDS * 5 + 1 }, (_, i) => i / 5);

/** Down and up again in two seconds, with arms that rise meanwhile: hips fall by 26 cm. */
function squat(time: number): FigurePose {
  const down = (1 - Math.cos(Math.PI * time)) / 2;
  return { ...standing(0, 0, 0.02 + 0.26 * down), raise: 0.3 + down };
}

function filmedAt(fps: number): Clip {
  return solveMotion(figureTrack({ seconds: SECONDS, fps, pose: squat, noise: 0.004 }));
}

/** Of the hips over the ground, and of the limbs from them: metres. */
function meanDistance(a: Clip, b: Clip): number {
  const offs = TIMES.flatMap((time) => {
    const [ours, theirs] = [a, b].map((clip) => limbPositions(clip)(time)) as [number[][], number[][]];
    const limbs = ours.map((place, joint) => Math.hypot(...place.map((value, axis) => value - theirs[joint]![axis]!)));
    return [distance(jointPosition(a, time, 'hips_JNT'), jointPosition(b, time, 'hips_JNT')), ...limbs];
  });
  return offs.reduce((sum, off) => sum + off, 0) / offs.length;
}

describe('a figure that squats, filmed', () => {
  let reference: Clip;

  beforeAll(() => {
    reference = filmedAt(30);
  });

  test.each([5, 12.5, 60])('at %d frames a second moves as at 30', (fps) => {
    // Less than 2 mm were measured; a smoothing that counts frames would be 17 mm off at 5 of them a second.
    expect(meanDistance(filmedAt(fps), reference)).toBeLessThan(0.005);
  });
});
