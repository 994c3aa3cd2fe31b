import { alignSigns } from '../../../clip/align-signs.ts';
import type { Clip, ClipMorphs } from '../../../clip/clip.ts';
import type { Rig } from '../../../rig/rig.ts';
import { tooLarge } from '../document/fbx-error.ts';
import type { Settle } from '../scene/fbx-rig.ts';
import type { FbxScene } from '../scene/fbx-scene.ts';
import type { FbxSkeleton } from '../scene/fbx-skeleton.ts';
import { createPlaces, JointPlacer } from '../scene/place-joints.ts';
import type { LocalValues } from '../scene/place-joints.ts';
import { sampleCurve } from './curve.ts';
import type { Curve } from './curve.ts';
import { readStacks } from './stack.ts';
import type { Driver } from './stack.ts';
import { timelineOf } from './timeline.ts';
import type { Timeline } from './timeline.ts';

/** Under this a joint counts as standing at its rest, metres. */
const STILL = 1e-4;
/** Over all clips of a file: 2²⁶ numbers are 256 MiB. */
const MAX_NUMBERS = 2 ** 26;

const CHANNELS = ['X', 'Y', 'Z'] as const;
const PROPERTIES = {
  'Lcl Translation': 'translations',
  'Lcl Rotation': 'rotations',
  'Lcl Scaling': 'scalings',
} as const;

export interface ClipSource {
  readonly scene: FbxScene;
  readonly skeleton: FbxSkeleton;
  readonly settle: Settle;
  /** Of a stack that has none. */
  readonly name: string;
}

/** The animation stacks of a file as uniform clips that start at their first key. */
export function readClips({ scene, skeleton, settle, name }: ClipSource, rig: Rig, warnings: string[]): Clip[] {
  let numbers = 0;
  return readStacks(scene, name).flatMap((stack) => {
    const drivers = stack.drivers.filter(
      ({ object, property }) => Object.hasOwn(PROPERTIES, property) && skeleton.jointOf.has(object.id),
    );
    const curves = drivers.flatMap((driver) => [...driver.curves.values()]);
    if (curves.length === 0) {
      warnings.push(`Animation "${stack.name}" moves no joint and was left out.`);
      return [];
    }
    if (stack.layersLeftOut.length > 0) {
      const names = stack.layersLeftOut.slice(0, 3).join(', ');
      warnings.push(`Animation "${stack.name}" has layers above its base (${names}); they were left out.`);
    }
    const morphDrivers = stack.drivers.filter(
      ({ property, curves: keyed }) => property === 'DeformPercent' && keyed.size > 0,
    );
    const timeline = timelineOf(curves, stack, scene);
    numbers += timeline.frames * (rig.names.length * 7 + curves.length + morphDrivers.length);
    if (numbers > MAX_NUMBERS)
      throw tooLarge(`with "${stack.name}" its animations take more than ${MAX_NUMBERS} numbers`);
    const clip = bake(stack.name, skeleton, rig, drivers, timeline, settle);
    return [morphDrivers.length > 0 ? { ...clip, morphs: readMorphs(morphDrivers, timeline) } : clip];
  });
}

interface Track {
  readonly into: keyof LocalValues;
  /** Index of the number that it drives, of [joints × 3]. */
  readonly at: number;
  readonly values: Float64Array;
}

function bake(
  name: string,
  skeleton: FbxSkeleton,
  rig: Rig,
  drivers: readonly Driver[],
  timeline: Timeline,
  settle: Settle,
): Clip {
  const { frames, rate } = timeline;
  const joints = rig.names.length;
  const values = restingValues(skeleton);
  const tracks = tracksOf(drivers, skeleton, timeline, values);
  const placer = new JointPlacer(skeleton.transforms, skeleton.parents);
  const places = createPlaces(joints);
  const rotations = new Float32Array(frames * joints * 4);
  const all = new Float32Array(frames * joints * 3);
  for (let frame = 0; frame < frames; frame++) {
    for (const track of tracks) values[track.into][track.at] = track.values[frame]!;
    placer.place(values, places);
    settle(places, {
      rotations: rotations.subarray(frame * joints * 4, (frame + 1) * joints * 4),
      translations: all.subarray(frame * joints * 3, (frame + 1) * joints * 3),
    });
  }
  alignSigns(rotations, frames, joints);
  const translated = translatedJoints(rig, all, frames);
  const translations = new Float32Array(frames * translated.length * 3);
  for (let frame = 0; frame < frames; frame++) {
    translated.forEach((joint, column) => {
      const from = (frame * joints + joint) * 3;
      translations.set(all.subarray(from, from + 3), (frame * translated.length + column) * 3);
    });
  }
  return { name, rig, frames, rate, rotations, translated, translations };
}

/** Where every model rests: what no curve touches stays so. */
export function restingValues({ transforms }: FbxSkeleton): LocalValues {
  const flat = (pick: (transform: FbxSkeleton['transforms'][number]) => Float64Array): Float64Array => {
    const out = new Float64Array(transforms.length * 3);
    transforms.forEach((transform, joint) => out.set(pick(transform), joint * 3));
    return out;
  };
  return {
    translations: flat(({ translation }) => translation),
    rotations: flat(({ rotation }) => rotation),
    scalings: flat(({ scaling }) => scaling),
  };
}

/** Writes the still values of the drivers into `values`, and samples their curves. */
function tracksOf(
  drivers: readonly Driver[],
  { jointOf }: FbxSkeleton,
  timeline: Timeline,
  values: LocalValues,
): Track[] {
  return drivers.flatMap(({ object, property, curves, stills }) => {
    const into = PROPERTIES[property as keyof typeof PROPERTIES];
    return CHANNELS.flatMap((channel, axis) => {
      const at = jointOf.get(object.id)! * 3 + axis;
      const curve = curves.get(channel);
      if (curve) return [{ into, at, values: sampled(curve, timeline) }];
      const still = stills.get(channel);
      if (still !== undefined) values[into][at] = still;
      return [];
    });
  });
}

function sampled(curve: Curve, { start, rate, frames }: Timeline): Float64Array {
  const out = new Float64Array(frames);
  sampleCurve(curve, start, 1 / rate, out);
  return out;
}

function translatedJoints({ names, restTranslations }: Rig, all: Float32Array, frames: number): Int16Array {
  const stride = names.length * 3;
  const moved = names.map((_, joint) => {
    for (let frame = 0; frame < frames; frame++) {
      for (let at = joint * 3; at < joint * 3 + 3; at++) {
        if (Math.abs(all[frame * stride + at]! - restTranslations[at]!) > STILL) return true;
      }
    }
    return false;
  });
  return Int16Array.from(moved.flatMap((isMoved, joint) => (isMoved ? [joint] : [])));
}

/** Shapes of a face, in hundredths in the file. */
function readMorphs(drivers: readonly Driver[], timeline: Timeline): ClipMorphs {
  const names = [...new Set(drivers.map(({ object }) => object.name))];
  const weights = new Float32Array(timeline.frames * names.length);
  for (const { object, curves } of drivers) {
    const column = names.indexOf(object.name);
    const [curve] = curves.values();
    sampled(curve!, timeline).forEach((percent, frame) => (weights[frame * names.length + column] = percent / 100));
  }
  return { names, weights };
}
