import '@babylonjs/core/Animations/animatable.js';
import { Animation } from '@babylonjs/core/Animations/animation.js';
import { AnimationGroup } from '@babylonjs/core/Animations/animationGroup.js';
import { AnimatorAvatar, type IRetargetOptions } from '@babylonjs/core/Animations/animatorAvatar.js';
import { Bone } from '@babylonjs/core/Bones/bone.js';
import { Skeleton } from '@babylonjs/core/Bones/skeleton.js';
import { NullEngine } from '@babylonjs/core/Engines/nullEngine.js';
import { Matrix, Quaternion, Vector3 } from '@babylonjs/core/Maths/math.vector.js';
import { TransformNode } from '@babylonjs/core/Meshes/transformNode.js';
import { Logger } from '@babylonjs/core/Misc/logger.js';
import { Scene } from '@babylonjs/core/scene.js';
import type { Clip, Rig } from '@kinora/core/motion';
import { jointPairs, restingClip, type Job, type Tool, type Turn } from '../job.ts';

/**
 * Rotations alone; with the root's way scaled by its height over the ground reference; and with that reference kept as
 * high as the source's.
 */
export type BabylonSettings = 'keys' | 'root' | 'root and ground';

export const babylon: Tool = {
  name: 'Babylon.js',
  settings:
    '`AnimatorAvatar.retargetAnimationGroup`: `mapNodeNames`, `rootNodeName`, `groundReferenceNodeName`, `fixAnimations`, `fixRootPosition`, with or without `fixGroundReference` and `fixGroundReferenceDynamicRefNode`',
  retarget(job) {
    const prepared = prepareBabylon(job);
    const results = (['root', 'root and ground'] as const).map((settings) =>
      readGroup(job, prepared.retarget(settings)),
    );
    prepared.dispose();
    return Promise.resolve(results);
  },
};

export interface PreparedBabylon {
  retarget(settings: BabylonSettings): AnimationGroup;
  dispose(): void;
}

let engine: NullEngine | undefined;

/** A scene with the source's animated nodes and the avatar's skeleton, as the glTF loader would make them. */
export function prepareBabylon(job: Job): PreparedBabylon {
  Logger.LogLevels = Logger.ErrorLogLevel;
  engine ??= new NullEngine();
  const scene = new Scene(engine);
  // The numbers are right-handed, as in glTF files.
  scene.useRightHandedSystem = true;
  const source = createNodes(scene, job.clip.rig, 's', job.sourceTurn);
  standOnGround(source, job);
  const group = animate(job.clip, source, scene);
  const avatar = new AnimatorAvatar('avatar');
  avatar.skeletons.add(createSkeleton(scene, job.target, createNodes(scene, job.target, 't', job.targetTurn)));
  avatar.showWarnings = false;
  return {
    retarget: (settings) => avatar.retargetAnimationGroup(group, optionsFor(job, settings)),
    dispose: () => scene.dispose(),
  };
}

function optionsFor(job: Job, settings: BabylonSettings): IRetargetOptions {
  const { bones } = job.sourceMap;
  const both = new Map(jointPairs(job));
  // Of what both rigs have, the joint that is nearest to the ground.
  const ground = [bones.leftToes, bones.leftFoot, bones.leftLowerLeg].find((match) => match && both.has(match.joint));
  return {
    mapNodeNames: new Map([...both].map(([source, target]) => [`s${source}`, `t${target}`])),
    rootNodeName: `s${bones.hips!.joint}`,
    groundReferenceNodeName: `s${ground!.joint}`,
    groundReferenceVerticalAxis: 'Y',
    fixAnimations: true,
    fixRootPosition: settings !== 'keys',
    fixGroundReference: settings === 'root and ground',
    fixGroundReferenceDynamicRefNode: settings === 'root and ground',
  };
}

function createNodes(scene: Scene, rig: Rig, prefix: string, turn: Turn): TransformNode[] {
  const root = new TransformNode(`${prefix} root`, scene);
  root.rotationQuaternion = Quaternion.FromArray(turn);
  const nodes: TransformNode[] = [];
  rig.names.forEach((_, joint) => {
    const node = new TransformNode(`${prefix}${joint}`, scene);
    node.position = Vector3.FromArray(rig.restTranslations, joint * 3);
    node.rotationQuaternion = Quaternion.FromArray(rig.restRotations, joint * 4);
    node.parent = nodes[rig.parents[joint]!] ?? root;
    nodes.push(node);
  });
  for (const node of [root, ...nodes]) node.computeWorldMatrix(true);
  return nodes;
}

/**
 * BVH files rest with their hips in the origin, and the root's way is counted from rest: as a person would do it, the
 * source is lifted to where its feet stand on the ground.
 */
function standOnGround(nodes: readonly TransformNode[], { clip, sourceMap, sourceTurn }: Job): void {
  const hips = sourceMap.bones.hips!.joint;
  if (clip.rig.parents[hips]! >= 0) return;
  const lowest = Math.min(...nodes.map((node) => node.absolutePosition.y));
  const lift = new Vector3(0, -lowest, 0).applyRotationQuaternionInPlace(Quaternion.FromArray(sourceTurn).invert());
  nodes[hips]!.position.addInPlace(lift);
  for (const node of nodes) node.computeWorldMatrix(true);
}

function createSkeleton(scene: Scene, rig: Rig, nodes: readonly TransformNode[]): Skeleton {
  const skeleton = new Skeleton('skeleton', 'skeleton', scene);
  const bones: Bone[] = [];
  nodes.forEach((node, joint) => {
    const local = Matrix.Compose(Vector3.One(), node.rotationQuaternion!, node.position);
    const bone = new Bone(node.name, skeleton, bones[rig.parents[joint]!] ?? null, local);
    bone.linkTransformNode(node);
    bones.push(bone);
  });
  return skeleton;
}

function animate(clip: Clip, nodes: readonly TransformNode[], scene: Scene): AnimationGroup {
  const group = new AnimationGroup(clip.name, scene);
  const joints = nodes.length;
  const add = (node: TransformNode, property: string, type: number, valueAt: (frame: number) => unknown): void => {
    const animation = new Animation(`${node.name} ${property}`, property, clip.rate, type);
    animation.setKeys(Array.from({ length: clip.frames }, (_, frame) => ({ frame, value: valueAt(frame) })));
    group.addTargetedAnimation(animation, node);
  };
  nodes.forEach((node, joint) => {
    add(node, 'rotationQuaternion', Animation.ANIMATIONTYPE_QUATERNION, (frame) =>
      Quaternion.FromArray(clip.rotations, (frame * joints + joint) * 4),
    );
  });
  clip.translated.forEach((joint, i) => {
    add(nodes[joint]!, 'position', Animation.ANIMATIONTYPE_VECTOR3, (frame) =>
      Vector3.FromArray(clip.translations, (frame * clip.translated.length + i) * 3),
    );
  });
  return group;
}

/** Key by key: Babylon keeps the source's frames. */
function readGroup(job: Job, group: AnimationGroup): Clip {
  const clip = restingClip(job);
  const joints = job.target.parents.length;
  const hips = clip.translated[0];
  for (const { animation, target } of group.targetedAnimations) {
    const joint = Number((target as TransformNode).name.slice(1));
    animation.getKeys().forEach((key, frame) => {
      if (animation.targetProperty === 'rotationQuaternion') {
        clip.rotations.set((key.value as Quaternion).asArray(), (frame * joints + joint) * 4);
      } else if (joint === hips) {
        clip.translations.set((key.value as Vector3).asArray(), frame * 3);
      }
    });
  }
  return clip;
}
