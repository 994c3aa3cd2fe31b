import { KinoraError } from '../errors.ts';
import type { Clip } from './clip.ts';

/**
 * Refuses a clip that would make a player show nonsense: wrong lengths, times that do not rise, numbers that are not finite.
 *
 * @throws KinoraError `clip/invalid` with the first fault that is found.
 */
export function validateClip(clip: Clip): void {
  const joints = clip.rig.names.length;
  const { frames, rate, times, translated } = clip;
  if (!Number.isInteger(frames) || frames < 1) fail(clip, `it has ${frames} frames, at least 1 is needed`);
  if (!(rate > 0) || !Number.isFinite(rate)) fail(clip, `its rate is ${rate} frames per second`);
  checkLength(clip, 'rotations', clip.rotations, frames * joints * 4);
  checkLength(clip, 'translations', clip.translations, frames * translated.length * 3);
  if (clip.confidence) checkLength(clip, 'confidence', clip.confidence, frames * joints);
  if (clip.rootMotion) checkLength(clip, 'root motion', clip.rootMotion, frames * 4);
  if (clip.morphs) checkLength(clip, 'blendshape weights', clip.morphs.weights, frames * clip.morphs.names.length);
  for (let i = 0; i < translated.length; i++) {
    const joint = translated[i]!;
    if (joint < 0 || joint >= joints) fail(clip, `it translates joint ${joint}, the rig has ${joints}`);
    if (i > 0 && joint <= translated[i - 1]!) fail(clip, 'its translated joints do not rise');
  }
  if (times) checkTimes(clip, times);
  checkRotations(clip);
}

function checkTimes(clip: Clip, times: Float32Array): void {
  checkLength(clip, 'times', times, clip.frames);
  if (times[0] !== 0) fail(clip, `its first time is ${times[0]!} s, it must be 0`);
  for (let frame = 1; frame < times.length; frame++) {
    if (!(times[frame]! > times[frame - 1]!)) fail(clip, `its times do not rise at frame ${frame}`);
  }
}

function checkRotations(clip: Clip): void {
  const { rotations } = clip;
  const joints = clip.rig.names.length;
  for (let at = 0; at < rotations.length; at += 4) {
    const length = Math.hypot(rotations[at]!, rotations[at + 1]!, rotations[at + 2]!, rotations[at + 3]!);
    // Three halves of a per mille is what a quaternion of four 16-bit numbers may lose.
    if (!(Math.abs(length - 1) < 1.5e-3)) {
      const key = at / 4;
      fail(
        clip,
        `the rotation of "${clip.rig.names[key % joints]!}" at frame ${Math.floor(key / joints)} has length ${length}`,
      );
    }
  }
}

function checkLength(clip: Clip, what: string, array: Float32Array, expected: number): void {
  if (array.length !== expected) fail(clip, `its ${what} hold ${array.length} numbers, ${expected} are needed`);
  // Rotations are checked by their length, which names the joint.
  if (what !== 'rotations' && !array.every(Number.isFinite)) fail(clip, `its ${what} hold a number that is not finite`);
}

function fail(clip: Clip, fact: string): never {
  throw new KinoraError('clip/invalid', `Cannot use clip "${clip.name}": ${fact}`, { details: { clip: clip.name } });
}
