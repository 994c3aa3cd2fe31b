import { readGlb, retarget, writeGlbClip } from '@kinora/core/motion';
import type { Clip } from '@kinora/core/motion';
import { makeFigure, writeFigure } from '@kinora/performer';
import { describe, expect, test } from 'vitest';

import { FACE_SHAPES } from '../../../../../packages/capture/src/solve/face/estimates.ts';
import { solveMotion } from '../../../../../packages/capture/src/solve/solve-motion.ts';
import { makeFace } from '../../../../support/face-mesh.ts';
import { figureTrack, standing } from '../../../../support/figure.ts';

const JAW_OPENS = { from: 0.8, to: 1.4 };

/** Somebody who stands, and whose mouth opens for a while. */
function capture(withFace: boolean): Clip {
  const track = figureTrack({ seconds: 2, fps: 24, pose: () => standing() });
  const frames = track.frames.map((frame) => {
    const isOpen = frame.time >= JAW_OPENS.from && frame.time < JAW_OPENS.to;
    return withFace ? { ...frame, face: makeFace({ gap: isOpen ? 0.27 : 0.02 }) } : frame;
  });
  return solveMotion({ ...track, frames });
}

function weightAt({ morphs, rate }: Clip, name: string, time: number): number {
  return morphs!.weights[Math.round(time * rate) * morphs!.names.length + morphs!.names.indexOf(name)]!;
}

const clip = capture(true);
const middle = (JAW_OPENS.from + JAW_OPENS.to) / 2;

describe('a face that was captured', () => {
  test('is in the clip at its even rate', () => {
    expect(clip.morphs!.names).toEqual(FACE_SHAPES);
    expect(clip.morphs!.weights).toHaveLength(clip.frames * FACE_SHAPES.length);
    expect(weightAt(clip, 'jawOpen', middle)).toBeGreaterThan(0.8);
    expect(weightAt(clip, 'jawOpen', 0.3)).toBe(0);
  });

  test('comes back from the GLB', () => {
    const [read] = readGlb(writeGlbClip(clip)).clips;
    expect(new Set(read!.morphs!.names)).toEqual(new Set(FACE_SHAPES));
    expect(weightAt(read!, 'jawOpen', middle)).toBeCloseTo(weightAt(clip, 'jawOpen', middle), 3);
  });

  test('moves the blendshapes of a performer by their own names', () => {
    const performer = readGlb(writeFigure(makeFigure('ines', { grain: 6 })));
    const face = { blendshapes: performer.blendshapes.map(({ name }) => name) };
    const [source] = readGlb(writeGlbClip(clip)).clips;
    const { clip: shown, report } = retarget(source!, performer.rig, { face });
    expect(report.blendshapes).toMatchObject({ lost: [] });
    expect(weightAt(shown, 'jawOpen', middle)).toBeGreaterThan(0.8);
    expect(weightAt(shown, 'eyeBlinkLeft', middle)).toBe(0);
  });

  test('is absent where no face was tracked', () => {
    expect(capture(false)).not.toHaveProperty('morphs');
  });
});
