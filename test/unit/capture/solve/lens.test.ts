import { describe, expect, test } from 'vitest';

import { solveMotion } from '../../../../packages/capture/src/solve/solve-motion.ts';
import type { SolveOptions } from '../../../../packages/capture/src/solve/solve-motion.ts';
import { jointPosition } from '../../../support/clip-joints.ts';
import { FIGURE, figureTrack, standing } from '../../../support/figure.ts';
import type { FigurePose } from '../../../support/figure.ts';

const STEP = 0.5;
const SECONDS = 3;
const LONG_LENS = (33 * Math.PI) / 180;

/** Two steps a second towards the camera, one foot standing while the other swings. */
function walking(time: number): FigurePose {
  const crouch = 0.08;
  const ankle = (side: 1 | -1): readonly [number, number, number] => {
    const phase = time + (side > 0 ? 0 : 0.5);
    const swing = Math.min(1, (phase % 1) / 0.5);
    const z = 2 * STEP * (Math.floor(phase) + swing) - (side > 0 ? STEP : 2 * STEP);
    return [side * FIGURE.hip, FIGURE.ankle + 0.08 * Math.sin(Math.PI * swing), z - 1.5];
  };
  const { hips } = standing(0, 0, crouch);
  return { hips: [0, hips[1], 2 * STEP * time - 1.5 - STEP / 2], ankles: [ankle(1), ankle(-1)] };
}

const track = figureTrack({ seconds: SECONDS, fps: 30, pose: walking, fieldOfView: LONG_LENS, distance: 7 });

function wayAlongTheView(options: SolveOptions): number {
  const clip = solveMotion(track, options);
  return jointPosition(clip, SECONDS, 'hips_JNT')[2] - jointPosition(clip, 0, 'hips_JNT')[2];
}

describe('a walk towards the camera, filmed through a long lens', () => {
  const truth = 2 * STEP * SECONDS;

  test.each(['auto', 'grounding', 'never'] as const)('is as long as it was where the lens is told, feet %s', (feet) => {
    const way = wayAlongTheView({ feet, fieldOfView: LONG_LENS });
    expect(way).toBeGreaterThan(0.9 * truth);
    expect(way).toBeLessThan(1.1 * truth);
  });

  test('comes out short where it is not', () => {
    expect(wayAlongTheView({})).toBeLessThan(0.6 * truth);
  });

  test('has feet that stand, nevertheless', () => {
    const { contacts = [] } = solveMotion(track, { fieldOfView: LONG_LENS });
    expect(contacts.length).toBeGreaterThan(3);
  });
});

test('somebody who stands still stays where the lens is told', () => {
  const still = figureTrack({ seconds: 2, fps: 30, pose: () => standing(), fieldOfView: 1.2, noise: 0.004 });
  const clip = solveMotion(still, { fieldOfView: 1.2 });
  for (const time of [0.5, 1, 2]) {
    const [x, , z] = jointPosition(clip, time, 'hips_JNT');
    expect(Math.hypot(x, z)).toBeLessThan(0.02);
  }
});
