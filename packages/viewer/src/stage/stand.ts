import { Quaternion, Vector3 } from '@babylonjs/core/Maths/math.vector.js';
import { restModel, type HumanoidBone, type HumanoidMap, type Rig } from '@kinora/core/motion';
import type { Avatar } from '../load/avatar.ts';

/** Metres, of a figure that looks at the camera. */
export interface FigureSize {
  readonly height: number;
  readonly width: number;
}

/** Who is expected on an empty stage. */
export const PERSON: FigureSize = { height: 1.75, width: 1.75 };

/** An authored turn this small is style, or noise: it stays. */
const KEPT_TURN = Math.PI / 18;

/**
 * Turns an avatar to the camera and puts it on the floor, in the middle: VRM 0 files face away, others float or stand
 * beside the origin. Moves the import root alone.
 *
 * @returns the size of what is seen at rest.
 */
export function standAvatar(avatar: Avatar): FigureSize {
  const yaw = facing(avatar.rig, avatar.map);
  const { root } = avatar;
  root.rotationQuaternion = Quaternion.RotationYawPitchRoll(Math.abs(yaw) > KEPT_TURN ? -yaw : 0, 0, 0);
  root.position.setAll(0);
  const { min, max } = visibleBounds(avatar);
  const height = max.y - min.y;
  if (!(height > 0)) return PERSON;
  // The hips over the origin: the middle of what is seen would lean to the hand that holds a sword.
  const { x, z } = avatar.target.nodes[avatar.map.bones.hips!.joint]!.absolutePosition;
  root.position.set(-x, -min.y, -z);
  root.computeWorldMatrix(true);
  return { height, width: max.x - min.x };
}

/** Turn about +Y from +Z to where the figure looks at rest, radians, 0 where its limbs do not say. */
function facing(rig: Rig, { bones }: HumanoidMap): number {
  const { positions } = restModel(rig);
  let x = 0;
  let z = 0;
  const addLeftward = (left: HumanoidBone, right: HumanoidBone): void => {
    const from = bones[right];
    const to = bones[left];
    if (!from || !to) return;
    x += positions[to.joint * 3]! - positions[from.joint * 3]!;
    z += positions[to.joint * 3 + 2]! - positions[from.joint * 3 + 2]!;
  };
  addLeftward('leftUpperLeg', 'rightUpperLeg');
  addLeftward('leftUpperArm', 'rightUpperArm');
  // Forward is left × up.
  return x === 0 && z === 0 ? 0 : Math.atan2(-z, x);
}

function visibleBounds(avatar: Avatar): { min: Vector3; max: Vector3 } {
  const min = new Vector3(Infinity, Infinity, Infinity);
  const max = min.negate();
  avatar.root.computeWorldMatrix(true);
  for (const node of avatar.root.getChildTransformNodes()) node.computeWorldMatrix(true);
  for (const mesh of avatar.meshes) {
    mesh.skeleton?.prepare(true);
    // As skinned: vertices of many files lie elsewhere, or in centimetres, before their bones move them.
    mesh.refreshBoundingInfo({ applySkeleton: true, applyMorph: false });
    const { minimumWorld, maximumWorld } = mesh.getBoundingInfo().boundingBox;
    min.minimizeInPlace(minimumWorld);
    max.maximizeInPlace(maximumWorld);
  }
  return { min, max };
}
