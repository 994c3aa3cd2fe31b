import type { MorphTarget } from '@babylonjs/core/Morph/morphTarget.js';
import type { Avatar } from '@kinora/viewer';
import type { SampleFilm } from './samples.ts';

/** Half of the time that lids take to close and open, seconds. */
const BLINK = 0.09;

/** Holds an expression, and blinks: without it the best face is a mask. */
export function makeFace(avatar: Avatar, { face = {}, blinks = [] }: SampleFilm): (time: number) => void {
  const targets = new Map<string, MorphTarget>();
  for (const { morphTargetManager: morphs } of avatar.meshes) {
    for (let i = 0; morphs && i < morphs.numTargets; i++) targets.set(morphs.getTarget(i).name, morphs.getTarget(i));
  }
  const show = (name: string, weight: number): void => {
    const target = targets.get(name);
    if (!target) throw new Error(`The performer has no blendshape ${name}`);
    target.influence = weight;
  };
  for (const [name, weight] of Object.entries(face)) show(name, weight);
  return (time) => {
    const closed = Math.max(0, ...blinks.map((at) => 1 - Math.abs(time - at) / BLINK));
    if (blinks.length > 0) for (const side of ['Left', 'Right']) show(`eyeBlink${side}`, closed);
  };
}
