import {
  AnimationClip,
  Bone,
  BufferGeometry,
  Matrix4,
  Quaternion,
  QuaternionKeyframeTrack,
  Skeleton,
  SkinnedMesh,
  Vector3,
  VectorKeyframeTrack,
} from 'three';
import { retargetClip, type RetargetClipOptions } from 'three/examples/jsm/utils/SkeletonUtils.js';
import { clipDuration, restModel, type Clip, type HumanoidMap, type Rig } from '@kinora/core/motion';
import { jointPairs, restingClip, type Job, type Tool, type Turn } from '../job.ts';

/** `localOffsets` is in the documentation and the examples of three, and not yet in its types. */
interface Options extends RetargetClipOptions {
  readonly localOffsets: Record<string, Matrix4>;
}

export const three: Tool = {
  name: 'three.js',
  settings:
    '`SkeletonUtils.retargetClip`: `names`, `hip`, `scale` by the height of the hips, `localOffsets` from both rest poses',
  retarget: (job) => Promise.resolve([retargetWithThree(job)]),
};

export function retargetWithThree(job: Job): Clip {
  return readTracks(job, prepareThree(job)());
}

/** @returns does the retargeting, as often as it is called. */
export function prepareThree(job: Job): () => AnimationClip {
  const source = createSkinned(job.clip.rig, 's', job.sourceTurn);
  const target = createSkinned(job.target, 't', job.targetTurn);
  const clip = createClip(job.clip);
  const localOffsets = offsets(job, source.skeleton, target.skeleton);
  return () => {
    const options: Options = {
      names: Object.fromEntries(jointPairs(job).map(([from, to]) => [`t${to}`, `s${from}`])),
      hip: `s${job.sourceMap.bones.hips!.joint}`,
      scale: sizeRatio(job),
      localOffsets,
      // As many frames as the clip has: three divides the duration by one less than it makes.
      fps: job.clip.frames / clip.duration,
    };
    return retargetClip(target, source, clip, options);
  };
}

/** A skinned mesh without a skin. Its first bone stands for the nodes above the skeleton, and turns it upright. */
function createSkinned(rig: Rig, prefix: string, turn: Turn): SkinnedMesh {
  const root = new Bone();
  root.name = `${prefix} root`;
  root.quaternion.fromArray(turn);
  const bones: Bone[] = [];
  rig.names.forEach((_, joint) => {
    const bone = new Bone();
    bone.name = `${prefix}${joint}`;
    bone.position.fromArray(rig.restTranslations, joint * 3);
    bone.quaternion.fromArray(rig.restRotations, joint * 4);
    (bones[rig.parents[joint]!] ?? root).add(bone);
    bones.push(bone);
  });
  const mesh = new SkinnedMesh(new BufferGeometry());
  mesh.add(root);
  mesh.updateMatrixWorld(true);
  mesh.bind(new Skeleton([root, ...bones]));
  return mesh;
}

function createClip(clip: Clip): AnimationClip {
  const joints = clip.rig.parents.length;
  const times = Float32Array.from({ length: clip.frames }, (_, frame) => frame / clip.rate);
  const column = (values: Float32Array, stride: number, at: number, size: number): Float32Array =>
    Float32Array.from(
      { length: clip.frames * size },
      (_, i) => values[Math.floor(i / size) * stride + at + (i % size)]!,
    );
  const tracks = [
    ...clip.rig.names.map(
      (_, joint) =>
        new QuaternionKeyframeTrack(
          `.bones[s${joint}].quaternion`,
          times,
          column(clip.rotations, joints * 4, joint * 4, 4),
        ),
    ),
    ...Array.from(
      clip.translated,
      (joint, i) =>
        new VectorKeyframeTrack(
          `.bones[s${joint}].position`,
          times,
          column(clip.translations, clip.translated.length * 3, i * 3, 3),
        ),
    ),
  ];
  return new AnimationClip(clip.name, clipDuration(clip), tracks);
}

/** From each source bone to its target bone at rest, both in the scene: what three's examples write by hand. */
function offsets(job: Job, source: Skeleton, target: Skeleton): Record<string, Matrix4> {
  const place = new Vector3();
  const scale = new Vector3();
  // The first bone of both skeletons is the one that was put above the rig.
  return Object.fromEntries(
    jointPairs(job).map(([from, to]) => {
      const [a, b] = [new Quaternion(), new Quaternion()];
      source.bones[from + 1]!.matrixWorld.decompose(place, a, scale);
      target.bones[to + 1]!.matrixWorld.decompose(place, b, scale);
      return [`t${to}`, new Matrix4().makeRotationFromQuaternion(a.invert().multiply(b))];
    }),
  );
}

/** How much taller the target's hips stand than the source's; by the legs alone where a rest pose is no stance. */
function sizeRatio({ clip, sourceMap, sourceTurn, target, targetMap, targetTurn }: Job): number {
  const source = hipsHeight(clip.rig, sourceMap, sourceTurn);
  const ratio = hipsHeight(target, targetMap, targetTurn) / source;
  const legs = legLength(target, targetMap) / legLength(clip.rig, sourceMap);
  return source > 0.8 * legLength(clip.rig, sourceMap) ? ratio : legs;
}

/** Above the end of the left leg at rest, metres. */
function hipsHeight(rig: Rig, { bones }: HumanoidMap, turn: Turn): number {
  const { positions } = restModel(rig);
  const upright = new Quaternion().fromArray(turn);
  const heightOf = (joint: number): number => new Vector3().fromArray(positions, joint * 3).applyQuaternion(upright).y;
  const end = bones.leftToes ?? bones.leftFoot ?? bones.leftLowerLeg;
  return heightOf(bones.hips!.joint) - heightOf(end!.joint);
}

/** Thigh and shin, metres. */
function legLength(rig: Rig, { bones }: HumanoidMap): number {
  const { positions } = restModel(rig);
  const [hip, knee, ankle] = [bones.leftUpperLeg, bones.leftLowerLeg, bones.leftFoot].map((match) =>
    match ? new Vector3().fromArray(positions, match.joint * 3) : undefined,
  );
  const thigh = hip!.distanceTo(knee!);
  return thigh + (ankle ? knee!.distanceTo(ankle) : thigh);
}

/** Key by key: the tracks have the frames of the source. */
function readTracks(job: Job, { tracks }: AnimationClip): Clip {
  const clip = restingClip(job);
  const joints = job.target.parents.length;
  for (const { name, values } of tracks) {
    const [, number, property] = /^\.bones\[t(\d+)\]\.(\w+)$/.exec(name)!;
    const joint = Number(number);
    const size = property === 'position' ? 3 : 4;
    for (let frame = 0; frame < clip.frames; frame++) {
      const value = values.subarray(frame * size, frame * size + size);
      if (size === 4) clip.rotations.set(value, (frame * joints + joint) * 4);
      else clip.translations.set(value, frame * 3);
    }
  }
  return clip;
}
