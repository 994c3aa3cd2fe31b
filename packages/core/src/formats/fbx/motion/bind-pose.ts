import type { Pose } from '../../../clip/pose.ts';
import type { Clip } from '../../../clip/clip.ts';
import { decomposeMat4 } from '../../../math/mat4.ts';
import { angleBetweenQuats, conjugateQuat, multiplyQuat, rotateVec3 } from '../../../math/quat.ts';
import { addVec3, subtractVec3 } from '../../../math/vec3.ts';
import { childNamed, childrenNamed, numbersOf, textOf } from '../document/fbx-node.ts';
import type { FbxScene } from '../scene/fbx-scene.ts';
import type { FbxSkeleton } from '../scene/fbx-skeleton.ts';
import type { Places } from '../scene/place-joints.ts';

const DEGREE = Math.PI / 180;
/** Joints that stand further than this from the bind pose were posed. */
const POSED = 5 * DEGREE;
/** Exporters write a model and the first key of its curves from the same value. */
const SAME = DEGREE;
/** The pose turns the body, it does not throw it around; more than this means another space. */
const MAX_ROOT_TURN = 60 * DEGREE;

/**
 * Where the joints stood when the skin was bound, in the file's space: by the clusters of the skin, else by a stored
 * bind pose. The joints that neither names keep their place to their parent. Undefined where no joint is named.
 *
 * @param standing - where the models stand.
 */
export function bindPlaces(scene: FbxScene, { jointOf, parents }: FbxSkeleton, standing: Places): Places | undefined {
  const matrices = new Map<number, Float64Array>();
  for (const object of scene.objects.values()) {
    if (object.type !== 'Pose' || object.kind !== 'BindPose') continue;
    for (const node of childrenNamed(object.node, 'PoseNode')) {
      const joint = jointOf.get(textOf(childNamed(node, 'Node')?.values[0]));
      const matrix = numbersOf(node, 'Matrix');
      if (joint !== undefined && matrix.length === 16) matrices.set(joint, matrix);
    }
  }
  for (const [id, joint] of jointOf) {
    const cluster = scene.above(id).find(({ object }) => object.type === 'Deformer' && object.kind === 'Cluster');
    const matrix = cluster ? numbersOf(cluster.object.node, 'TransformLink') : undefined;
    if (matrix?.length === 16) matrices.set(joint, matrix);
  }
  return matrices.size > 0 ? placesOf(matrices, parents, standing) : undefined;
}

function placesOf(
  matrices: ReadonlyMap<number, Float64Array>,
  parents: Int16Array,
  standing: Places,
): Places | undefined {
  const places: Places = { positions: standing.positions.slice(), rotations: standing.rotations.slice() };
  const scale = new Float64Array(3);
  for (let joint = 0; joint < parents.length; joint++) {
    const parent = parents[joint]!;
    const matrix = matrices.get(joint);
    if (!matrix) {
      if (parent >= 0) follow(places, standing, joint, parent);
      continue;
    }
    decomposeMat4(matrix, 0, places.positions, joint * 3, places.rotations, joint * 4, scale, 0);
    const isTop = !matrices.has(parent);
    if (isTop && angleBetweenQuats(places.rotations, joint * 4, standing.rotations, joint * 4) > MAX_ROOT_TURN) {
      return undefined;
    }
  }
  return places;
}

/** Puts a joint where it stands to its parent. */
function follow({ positions, rotations }: Places, standing: Places, joint: number, parent: number): void {
  const turn = new Float64Array(4);
  const way = new Float64Array(3);
  conjugateQuat(turn, 0, standing.rotations, parent * 4);
  multiplyQuat(turn, 0, rotations, parent * 4, turn, 0);
  multiplyQuat(rotations, joint * 4, turn, 0, standing.rotations, joint * 4);
  subtractVec3(way, 0, standing.positions, joint * 3, standing.positions, parent * 3);
  rotateVec3(way, 0, turn, 0, way, 0);
  addVec3(positions, joint * 3, positions, parent * 3, way, 0);
}

/**
 * Whether the models hold the first frame of a clip instead of a rest pose: they do not stand as they
 * were bound, and a clip explains why. Where none does the author meant them so.
 */
export function isPosed(standing: Pose, bind: Pose, clips: readonly Clip[]): boolean {
  if (!differ(standing.rotations, bind.rotations, POSED)) return false;
  return clips.some(
    ({ rotations }) => !differ(rotations.subarray(0, standing.rotations.length), standing.rotations, SAME),
  );
}

function differ(a: Float32Array, b: Float32Array, angle: number): boolean {
  for (let at = 0; at < a.length; at += 4) if (angleBetweenQuats(a, at, b, at) > angle) return true;
  return false;
}
