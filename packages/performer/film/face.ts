import type { MorphTarget } from '@babylonjs/core/Morph/morphTarget.js';
import type { Avatar } from '@kinora/viewer';
import type { SampleFilm } from './samples.ts';

/** Half of the time that lids take to close and open, seconds. */
const BLINK = 0.09;

/** Holds an expression, and blinks: without it the best face is a mask. Or goes through a course of its own. */
export function makeFace(avatar: Avatar, { face = {}, blinks = [], course }: SampleFilm): (time: number) => void {
  // Each mesh of a figure has a part of the same blendshape: skin, lids, teeth.
  const targets = new Map<string, MorphTarget[]>();
  for (const { morphTargetManager: morphs } of avatar.meshes) {
    for (let i = 0; morphs && i < morphs.numTargets; i++) {
      const target = morphs.getTarget(i);
      targets.set(target.name, [...(targets.get(target.name) ?? []), target]);
    }
  }
  const show = (name: string, weight: number): void => {
    const parts = targets.get(name);
    if (!parts) throw new Error(`The performer has no blendshape ${name}`);
    for (const part of parts) part.influence = weight;
  };
  const showAll = (weights: Readonly<Record<string, number>>): void => {
    for (const [name, weight] of Object.entries(weights)) show(name, weight);
  };
  if (course) return (time) => showAll(course(time));
  showAll(face);
  return (time) => {
    const closed = Math.max(0, ...blinks.map((at) => 1 - Math.abs(time - at) / BLINK));
    if (blinks.length > 0) for (const side of ['Left', 'Right']) show(`eyeBlink${side}`, closed);
  };
}
