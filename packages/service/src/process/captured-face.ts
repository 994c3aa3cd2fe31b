import { createMorphPlan } from '@kinora/core/motion';
import { KinoraError } from '@kinora/core/protocol';
import type { Character } from './character.ts';

/** Number of the documents. */
const LACKS_SHAPES = 906;

/**
 * Refuses a character on which nothing of any face would be seen.
 *
 * @throws `animate3d/bad-character`, 906.
 */
export function assertHasFace({ face }: Pick<Character, 'face'>): void {
  if (!face?.blendshapes.length) throw lacking('The character has no blendshapes: all of the face would be lost');
}

/**
 * Refuses a character on which more than half of the captured face would be lost.
 *
 * @param captured - names of the blendshapes of the clip.
 * @throws `animate3d/bad-character`, 906.
 */
export function assertShowsFace(
  { face = { blendshapes: [] } }: Pick<Character, 'face'>,
  captured: readonly string[],
): void {
  const { lost } = createMorphPlan(captured, face).report;
  if (lost.length * 2 <= captured.length) return;
  throw lacking(
    `The character has nothing for ${lost.length} of the ${captured.length} blendshapes of the captured face`,
  );
}

function lacking(message: string): KinoraError {
  return new KinoraError('animate3d/bad-character', message, {
    hint: 'Run the job again without trackFace, or with a character that has the blend shapes of ARKit.',
    details: { jobCode: LACKS_SHAPES },
  });
}
