import { composeMat4, invertMat4, multiplyMat4 } from '../../../math/mat4.ts';
import { multiplyQuat, normalizeQuat, rotateVec3 } from '../../../math/quat.ts';
import { addVec3 } from '../../../math/vec3.ts';
import { eulerQuat, INHERIT } from './model-transform.ts';
import type { ModelTransform } from './model-transform.ts';

/** Where models stand at one instant, in the file's space and unit. */
export interface Places {
  /** [joints × 3] */
  readonly positions: Float64Array;
  /** [joints × 4] turns alone: no scale, no mirroring. */
  readonly rotations: Float64Array;
}

/** The animated values of all joints at one instant, each [joints × 3]. */
export interface LocalValues {
  readonly translations: Float64Array;
  /** Degrees. */
  readonly rotations: Float64Array;
  readonly scalings: Float64Array;
}

export function createPlaces(joints: number): Places {
  return { positions: new Float64Array(joints * 3), rotations: new Float64Array(joints * 4) };
}

const ORIGIN = new Float64Array(3);
const UPRIGHT = Float64Array.of(0, 0, 0, 1);
/** A scale of nothing cannot be taken back out of a child. */
const SMALLEST_SCALE = 1e-9;

/**
 * Places joints by their parents, with every way of FBX to inherit scale: turns go down as they are, and beside them
 * goes a matrix of all scales, so that a joint's turn never holds shear.
 */
export class JointPlacer {
  readonly #transforms: readonly ModelTransform[];
  readonly #parents: ArrayLike<number>;
  /** [joints × 16] what the scales make of a joint's own space, before its turn. */
  readonly #scales: Float64Array;
  readonly #turn: Float64Array = new Float64Array(4);
  readonly #matrix: Float64Array = new Float64Array(16);
  readonly #product: Float64Array = new Float64Array(16);
  readonly #inheritedScale: Float64Array = new Float64Array(16);
  readonly #offset: Float64Array = new Float64Array(3);

  /** @param parents - [joints] parents first, −1 for a root. */
  constructor(transforms: readonly ModelTransform[], parents: ArrayLike<number>) {
    this.#transforms = transforms;
    this.#parents = parents;
    this.#scales = new Float64Array(transforms.length * 16);
  }

  place(values: LocalValues, out: Places): void {
    for (let joint = 0; joint < this.#transforms.length; joint++) {
      this.#turnJoint(joint, values);
      this.#moveJoint(joint, values, out);
      const parent = this.#parents[joint]!;
      if (parent < 0) out.rotations.set(this.#turn, joint * 4);
      else multiplyQuat(out.rotations, joint * 4, out.rotations, parent * 4, this.#turn, 0);
      normalizeQuat(out.rotations, joint * 4, out.rotations, joint * 4);
      this.#scaleJoint(joint, values);
    }
  }

  /** Rpre · R · Rpost⁻¹ */
  #turnJoint(joint: number, { rotations }: LocalValues): void {
    const { before, after, order } = this.#transforms[joint]!;
    const turn = this.#turn;
    eulerQuat(turn, 0, rotations.subarray(joint * 3, joint * 3 + 3), order);
    multiplyQuat(turn, 0, before, 0, turn, 0);
    multiplyQuat(turn, 0, turn, 0, after, 0);
  }

  /** The point that the whole local transform brings the origin to, seen by the parent with its scale. */
  #moveJoint(joint: number, { translations, scalings }: LocalValues, { positions, rotations }: Places): void {
    const { rotationShift, pivotShift, scalingPivot } = this.#transforms[joint]!;
    const offset = this.#offset;
    for (let axis = 0; axis < 3; axis++) {
      offset[axis] = pivotShift[axis]! - scalings[joint * 3 + axis]! * scalingPivot[axis]!;
    }
    rotateVec3(offset, 0, this.#turn, 0, offset, 0);
    addVec3(offset, 0, offset, 0, rotationShift, 0);
    addVec3(offset, 0, offset, 0, translations, joint * 3);
    const parent = this.#parents[joint]!;
    if (parent < 0) {
      positions.set(offset, joint * 3);
      return;
    }
    transformDirection(offset, this.#scales, parent * 16);
    rotateVec3(offset, 0, rotations, parent * 4, offset, 0);
    addVec3(positions, joint * 3, positions, parent * 3, offset, 0);
  }

  #scaleJoint(joint: number, { scalings }: LocalValues): void {
    const parent = this.#parents[joint]!;
    const scales = this.#scales;
    const [matrix, product] = [this.#matrix, this.#product];
    composeMat4(matrix, 0, ORIGIN, 0, UPRIGHT, 0, scalings, joint * 3);
    if (parent < 0) {
      scales.set(matrix, joint * 16);
      return;
    }
    this.#inherited(joint, parent, scalings);
    multiplyMat4(product, 0, this.#inheritedScale, 0, matrix, 0);
    scales.set(product, joint * 16);
  }

  /** What of the parent's scale goes down to the joint's own space. */
  #inherited(joint: number, parent: number, scalings: Float64Array): void {
    const out = this.#inheritedScale;
    const { inherit } = this.#transforms[joint]!;
    const above = this.#scales.subarray(parent * 16, parent * 16 + 16);
    if (inherit === INHERIT.rotateThenParentScale) {
      out.set(above);
      return;
    }
    const [matrix, product] = [new Float64Array(16), new Float64Array(16)];
    if (inherit === INHERIT.plain) {
      // The parent's scale acts before the joint's turn: R⁻¹ · S · R, seen from the turned joint.
      composeMat4(matrix, 0, ORIGIN, 0, this.#turn, 0, Float64Array.of(1, 1, 1), 0);
      multiplyMat4(product, 0, above, 0, matrix, 0);
      invertMat4(matrix, 0, matrix, 0);
      multiplyMat4(out, 0, matrix, 0, product, 0);
      return;
    }
    const own = Float64Array.from(scalings.subarray(parent * 3, parent * 3 + 3), (scale) =>
      Math.abs(scale) < SMALLEST_SCALE ? 1 : 1 / scale,
    );
    composeMat4(matrix, 0, ORIGIN, 0, UPRIGHT, 0, own, 0);
    multiplyMat4(out, 0, above, 0, matrix, 0);
  }
}

function transformDirection(vector: Float64Array, matrix: Float64Array, at: number): void {
  const [x, y, z] = [vector[0]!, vector[1]!, vector[2]!];
  for (let row = 0; row < 3; row++) {
    vector[row] = matrix[at + row]! * x + matrix[at + 4 + row]! * y + matrix[at + 8 + row]! * z;
  }
}
