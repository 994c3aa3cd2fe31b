import { KinoraError } from '../../../errors.ts';
import { axisAngleQuat, conjugateQuat, multiplyQuat, setQuat } from '../../../math/quat.ts';
import { badNumber } from '../document/fbx-node.ts';
import type { FbxValue } from '../document/fbx-node.ts';
import { propertiesOf } from '../document/fbx-node.ts';
import type { FbxObject, FbxScene } from './fbx-scene.ts';

/** How a model takes on the scale of its parent: FBX's `InheritType`. */
export const INHERIT = { rotateThenParentScale: 0, plain: 1, withoutParentScale: 2 } as const;

/** What of a model's transform does not move, in file units. `translation`, `rotation` and `scaling` are where it rests. */
export interface ModelTransform {
  readonly translation: Float64Array;
  /** [3] degrees. */
  readonly rotation: Float64Array;
  readonly scaling: Float64Array;
  /** Axes in the order in which they turn, 0 = x. */
  readonly order: readonly [number, number, number];
  /** [4] turns around the animated rotation: it stands between them. */
  readonly before: Float64Array;
  readonly after: Float64Array;
  /** [3] the rotation's offset and pivot together: where the model turns about. */
  readonly rotationShift: Float64Array;
  /** [3] from the rotation's pivot to the scale's. */
  readonly pivotShift: Float64Array;
  readonly scalingPivot: Float64Array;
  readonly inherit: number;
}

const ORDERS = [
  [0, 1, 2],
  [0, 2, 1],
  [1, 2, 0],
  [1, 0, 2],
  [2, 0, 1],
  [2, 1, 0],
] as const;

const AXES = Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1);
const RADIANS = Math.PI / 180;

/**
 * Reads the parts of a model's local transform (Autodesk, FBX SDK help, "Computing transformation matrices"):
 *
 *     T · Roff · Rp · Rpre · R · Rpost⁻¹ · Rp⁻¹ · Soff · Sp · S · Sp⁻¹
 *
 * The geometric transform moves meshes alone and is left out, and so are limits.
 *
 * @throws KinoraError `formats/unsupported` for the spheric rotation order, `formats/fbx-number`.
 */
export function readTransform({ node, name }: FbxObject, { modelDefaults }: FbxScene): ModelTransform {
  const own = propertiesOf(node);
  const read = (property: string): readonly FbxValue[] => own.get(property) ?? modelDefaults.get(property) ?? [];
  const vector = (property: string, otherwise = 0): Float64Array =>
    Float64Array.from([0, 1, 2], (axis) => numberOf(property, read(property)[axis], otherwise));
  // Where this switch is off, order and turns around the rotation are there but mean nothing.
  const isActive = numberOf('RotationActive', read('RotationActive')[0], 0) !== 0;
  const order = isActive ? ORDERS[numberOf('RotationOrder', read('RotationOrder')[0], 0)] : ORDERS[0];
  if (!order) {
    throw new KinoraError(
      'formats/unsupported',
      `Cannot read the FBX file: "${name}" turns by a spheric rotation order`,
      {
        hint: 'Export it with Euler angles.',
        details: { joint: name },
      },
    );
  }
  const before = new Float64Array(4);
  const after = Float64Array.of(0, 0, 0, 1);
  eulerQuat(before, 0, isActive ? vector('PreRotation') : new Float64Array(3), ORDERS[0]);
  if (isActive) eulerQuat(after, 0, vector('PostRotation'), ORDERS[0]);
  conjugateQuat(after, 0, after, 0);
  const [rotationPivot, scalingPivot] = [vector('RotationPivot'), vector('ScalingPivot')];
  const [rotationOffset, scalingOffset] = [vector('RotationOffset'), vector('ScalingOffset')];
  return {
    translation: vector('Lcl Translation'),
    rotation: vector('Lcl Rotation'),
    scaling: vector('Lcl Scaling', 1),
    order,
    before,
    after,
    rotationShift: rotationOffset.map((value, axis) => value + rotationPivot[axis]!),
    pivotShift: scalingOffset.map((value, axis) => value + scalingPivot[axis]! - rotationPivot[axis]!),
    scalingPivot,
    inherit: numberOf('InheritType', read('InheritType')[0], INHERIT.rotateThenParentScale),
  };
}

export function numberOf(name: string, value: FbxValue | undefined, otherwise: number): number {
  if (typeof value !== 'number') return otherwise;
  if (!Number.isFinite(value) || Math.abs(value) > 1e12) throw badNumber(name, value);
  return value;
}

const step = new Float64Array(4);

/** Turns about three axes, one after the other. */
export function eulerQuat(
  out: Float64Array,
  outAt: number,
  degrees: ArrayLike<number>,
  order: ModelTransform['order'],
): void {
  setQuat(out, outAt, 0, 0, 0, 1);
  for (const axis of order) {
    axisAngleQuat(step, 0, AXES, axis * 3, degrees[axis]! * RADIANS);
    multiplyQuat(out, outAt, step, 0, out, outAt);
  }
}
