import {
  addClipToGlb,
  createRetargetPlan,
  mapHumanoid,
  retargetClip,
  writeBvh,
  writeGlbClip,
} from '@kinora/core/motion';
import type { Clip } from '@kinora/core/motion';
import { isKinoraError, KinoraError } from '@kinora/core/protocol';
import { assertShowsFace } from './captured-face.ts';
import type { Character } from './character.ts';
import { addRootNode } from './root/glb-root-node.ts';
import type { JobParams, MadeFormat } from './job-params.ts';
import { withRootJoint } from './root/root-joint.ts';
import { keepArmsOut } from './sim/keep-arms-out.ts';

/** Numbers of the documents. */
const CANNOT_COPY = 903;
const CANNOT_EXPORT = 904;

/** A motion on its character, or on the person who was captured. */
export interface Motion {
  /** Its joints, before any root that was asked for. */
  readonly clip: Clip;
  readonly character: Character | undefined;
}

/**
 * Puts a captured motion onto a character, by the character's own joints and blendshapes.
 *
 * @throws `animate3d/bad-character`, 903; 906 where a face was asked for and the character shows less than half of it.
 */
export function motionOn(captured: Clip, character: Character | undefined, { tuning, sim, extras }: JobParams): Motion {
  if (extras.face && character && captured.morphs) assertShowsFace(character, captured.morphs.names);
  const clip = character ? copied(captured, character, tuning) : captured;
  return { clip: sim ? keepArmsOut(clip, character?.map ?? mapHumanoid(clip.rig)) : clip, character };
}

function copied(captured: Clip, character: Character, { feet }: JobParams['tuning']): Clip {
  return guarded(CANNOT_COPY, 'The motion cannot be put onto the character', () => {
    const plan = createRetargetPlan(captured.rig, character.rig, { targetMap: character.map, sourceClip: captured });
    // In the air and in water no foot is to be held to any ground.
    return retargetClip(plan, captured, { ik: feet !== 'never', face: character.face ?? { blendshapes: [] } });
  });
}

/** @throws `animate3d/bad-character`, 904. */
export function writeMotion({ clip, character }: Motion, format: MadeFormat, { rootAtOrigin }: JobParams): Uint8Array {
  return guarded(CANNOT_EXPORT, `The motion cannot be written as ${format}`, () => {
    const file = format === 'glb' ? character?.file : undefined;
    if (file) {
      const animated = addClipToGlb(file, clip);
      return rootAtOrigin ? addRootNode(animated) : animated;
    }
    const whole = rootAtOrigin ? withRootJoint(clip) : clip;
    return format === 'bvh' ? writeBvh(whole) : writeGlbClip(whole);
  });
}

function guarded<T>(jobCode: number, what: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!isKinoraError(error)) throw error;
    const hint = error.hint === undefined ? {} : { hint: error.hint };
    throw new KinoraError('animate3d/bad-character', `${what}: ${error.message}`, {
      ...hint,
      details: { jobCode },
      cause: error,
    });
  }
}
