import { createRetargetPlan, retargetClip } from '@kinora/core/motion';
import type { Clip, Face } from '@kinora/core/motion';
import { describe, expect, test } from 'vitest';
import { standingClip } from '../../../support/standing-clip.ts';
import { syntheticPerson } from '../../../support/synthetic-rig.ts';

const MORPHS = { names: ['eyeBlinkLeft', 'jawOpen'], weights: Float32Array.of(0, 1, 0.5, 0, 1, 0.25) };
const FACE: Face = { blendshapes: ['Blink_L', 'Brow'] };

const person = syntheticPerson().rig;
const clip: Clip = { ...standingClip(person, 2, () => [0, 0, 0], { rate: 1 }), morphs: MORPHS };

describe('retargetClip() with a face', () => {
  test.each([
    ['the same skeleton', person],
    ['another skeleton', { ...person, restTranslations: person.restTranslations.map((metres) => metres * 2) }],
  ])('moves the blendshapes of the target, on %s', (_, target) => {
    const plan = createRetargetPlan(person, target);
    const { morphs } = retargetClip(plan, clip, { face: FACE });
    expect(morphs).toEqual({ names: ['Blink_L'], weights: Float32Array.of(0, 0.5, 1) });
    expect(retargetClip(plan, clip, { face: { blendshapes: ['Brow'] } })).not.toHaveProperty('morphs');
    expect(retargetClip(plan, clip).morphs).toEqual(MORPHS);
  });
});
