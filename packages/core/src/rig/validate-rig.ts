import { KinoraError } from '../errors.ts';
import type { FloatArray } from '../math/float-array.ts';
import type { Rig } from './rig.ts';

/** How far a rest rotation may be from unit length: rounding of files, not a mistake. */
const UNIT_TOLERANCE = 1e-3;

/**
 * Checks what every function that takes a rig relies on.
 *
 * @throws KinoraError `rig/invalid` where arrays have wrong lengths, a parent does not come before its child, a number is
 * not finite, a rotation is not of unit length (within 1e-3), the unit is not above 0, or a tip or a declared bone points
 * at no joint.
 */
export function validateRig(rig: Rig): void {
  const count = rig.names.length;
  if (count === 0) throw invalid('it has no joints', {});
  checkLength(rig, 'parents', rig.parents.length, count);
  checkLength(rig, 'restTranslations', rig.restTranslations.length, count * 3);
  checkLength(rig, 'restRotations', rig.restRotations.length, count * 4);
  rig.parents.forEach((parent, joint) => {
    if (parent >= -1 && parent < joint) return;
    throw invalid(`the parent of joint ${joint} "${rig.names[joint] ?? ''}" is ${parent}`, { joint, parent });
  });
  checkFinite(rig, 'restTranslations', rig.restTranslations, 3);
  checkFinite(rig, 'restRotations', rig.restRotations, 4);
  checkUnitRotations(rig);
  if (!(rig.unitMetres > 0) || !Number.isFinite(rig.unitMetres)) {
    throw invalid(`its unit is ${rig.unitMetres} m`, { unitMetres: rig.unitMetres });
  }
  checkPointers(rig, count);
}

function checkLength(rig: Rig, field: keyof Rig, length: number, expected: number): void {
  if (length === expected) return;
  throw invalid(`${field} holds ${length} numbers, ${expected} are needed for ${rig.names.length} joints`, {
    field,
    length,
    expected,
  });
}

function checkFinite(rig: Rig, field: keyof Rig, values: FloatArray, perJoint: number): void {
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad < 0) return;
  const joint = Math.floor(bad / perJoint);
  throw invalid(`${field} of joint ${joint} "${rig.names[joint] ?? ''}" holds ${values[bad]!}`, { field, joint });
}

function checkUnitRotations({ names, restRotations }: Rig): void {
  for (let joint = 0; joint < names.length; joint++) {
    const length = Math.hypot(...restRotations.subarray(joint * 4, joint * 4 + 4));
    if (Math.abs(length - 1) <= UNIT_TOLERANCE) continue;
    throw invalid(`the rest rotation of joint ${joint} "${names[joint] ?? ''}" has length ${length}`, {
      joint,
      length,
    });
  }
}

function checkPointers({ tips = [], declared = {} }: Rig, count: number): void {
  for (const { joint, translation } of tips) {
    if (isJoint(joint, count) && translation.every(Number.isFinite)) continue;
    throw invalid(`a tip hangs at joint ${joint} by ${translation.join(' ')}`, { joint });
  }
  for (const [bone, joint] of Object.entries(declared)) {
    if (!isJoint(joint, count)) throw invalid(`it declares ${bone} as joint ${joint} of ${count}`, { bone, joint });
  }
}

function isJoint(joint: number, count: number): boolean {
  return Number.isInteger(joint) && joint >= 0 && joint < count;
}

function invalid(fact: string, details: Readonly<Record<string, string | number>>): KinoraError {
  return new KinoraError('rig/invalid', `Cannot use the rig: ${fact}`, { details });
}
