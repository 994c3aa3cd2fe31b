import { MOTIONS, type PersonName, personSkeleton, PEOPLE } from '@kinora/performer';
import type { Clip } from '@kinora/core/motion';

/** Joints' turns: xyzw, against the parent, by the joint's name in the performer's rig. */
export type Turns = Readonly<Record<string, readonly number[]>>;

const RATE = 30;

/** Stands as somebody does who is about to wave, and turns the joints that are named. */
export function standingClip(
  name: string,
  performer: PersonName,
  seconds: number,
  turnsAt: (time: number) => Turns,
): Clip {
  const { rig, translated, ...wave } = MOTIONS['wave-and-squat'](personSkeleton(PEOPLE[performer]));
  const joints = rig.parents.length;
  const frames = Math.round(seconds * RATE) + 1;
  const rotations = new Float32Array(frames * joints * 4);
  const translations = new Float32Array(frames * translated.length * 3);
  for (let frame = 0; frame < frames; frame++) {
    rotations.set(wave.rotations.subarray(0, joints * 4), frame * joints * 4);
    translations.set(wave.translations.subarray(0, translated.length * 3), frame * translated.length * 3);
    for (const [joint, turn] of Object.entries(turnsAt(frame / RATE))) {
      rotations.set(turn, (frame * joints + rig.names.indexOf(joint)) * 4);
    }
  }
  return { name, rig, frames, rate: RATE, rotations, translated, translations };
}
