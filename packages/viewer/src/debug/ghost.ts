import { Constants } from '@babylonjs/core/Engines/constants.js';
import { StandardMaterial } from '@babylonjs/core/Materials/standardMaterial.js';
import { Color3 } from '@babylonjs/core/Maths/math.color.js';
import { Vector3 } from '@babylonjs/core/Maths/math.vector.js';
import { CreateLineSystem } from '@babylonjs/core/Meshes/Builders/linesBuilder.js';
import { CreateSphere } from '@babylonjs/core/Meshes/Builders/sphereBuilder.js';
import type { InstancedMesh } from '@babylonjs/core/Meshes/instancedMesh.js';
import '@babylonjs/core/Meshes/instancedMesh.js';
import type { LinesMesh } from '@babylonjs/core/Meshes/linesMesh.js';
import { TransformNode } from '@babylonjs/core/Meshes/transformNode.js';
import type { Scene } from '@babylonjs/core/scene.js';
import { createPose, forwardKinematics, mapHumanoid, sampleClip, type Clip, type Pose } from '@kinora/core/motion';
import { bodyJoints } from './body-joints.ts';
import { measureBody } from './measure-body.ts';

export interface GhostOptions {
  /** Next to the avatar, or in the same place. Default `beside`. */
  readonly place?: 'beside' | 'over';
}

const COLOR = new Color3(0.95, 0.45, 0.2);
/** In heights of the figure. */
const ASIDE = 0.85;
const JOINT_SIZE = 0.022;
/** No dot is wider than this part of the shortest bone that meets in it: those of a hand would run into one. */
const OF_BONE = 0.45;
/** Babylon's second rendering group: drawn after the avatar and over it, since bones lie inside a body. */
const IN_FRONT = 1;

/** The bare body of a clip's own rig, scaled to the avatar: what the performer did, before any retargeting. */
export class Ghost {
  /** How far it stands from the avatar, on the avatar's left, metres. */
  readonly distance: number;
  readonly #clip: Clip;
  readonly #pose: Pose;
  readonly #positions: Float32Array;
  readonly #rotations: Float32Array;
  readonly #root: TransformNode;
  readonly #lines: LinesMesh;
  readonly #bones: Vector3[][];
  readonly #joints: readonly number[];
  readonly #boneJoints: readonly (readonly [parent: number, joint: number])[];
  readonly #spheres: readonly InstancedMesh[];
  #hips = 0;

  constructor(scene: Scene, clip: Clip, height: number, { place = 'beside' }: GhostOptions) {
    const { parents } = clip.rig;
    this.#clip = clip;
    this.distance = place === 'beside' ? height * ASIDE : 0;
    this.#pose = createPose(clip.rig);
    this.#positions = new Float32Array(parents.length * 3);
    this.#rotations = new Float32Array(parents.length * 4);
    this.#root = new TransformNode('ghost', scene);
    const shown = bodyJoints(clip.rig, mapHumanoid(clip.rig));
    this.#joints = Array.from(parents.keys()).filter((joint) => shown[joint] === 1);
    this.#boneJoints = this.#joints
      .map((joint) => [parents[joint]!, joint] as const)
      .filter(([parent]) => parent >= 0 && shown[parent] === 1);
    this.#bones = this.#boneJoints.map(() => [Vector3.Zero(), Vector3.Zero()]);
    this.#lines = this.#createLines(scene);
    this.#spheres = this.#createSpheres(scene, this.#joints.length);
    this.#fit(height);
  }

  /**
   * Takes the pose of the clip at a time, seconds, without its travel: it keeps its distance from the avatar.
   *
   * @param hips - of the avatar.
   */
  show(time: number, hips: Vector3): void {
    sampleClip(this.#clip, time, this.#pose);
    this.#place();
    const { position, scaling, rotationQuaternion } = this.#root;
    const own = Vector3.FromArray(this.#positions, this.#hips * 3);
    own.scaleInPlace(scaling.x).applyRotationQuaternionInPlace(rotationQuaternion!);
    position.x = hips.x + this.distance - own.x;
    position.z = hips.z - own.z;
    CreateLineSystem('ghost bones', { lines: this.#bones, instance: this.#lines });
  }

  dispose(): void {
    this.#root.dispose(false, true);
  }

  #place(): void {
    forwardKinematics(this.#clip.rig, this.#pose.rotations, this.#pose.translations, this.#positions, this.#rotations);
    this.#boneJoints.forEach(([parent, joint], bone) => {
      const [from, to] = this.#bones[bone]!;
      Vector3.FromArrayToRef(this.#positions, parent * 3, from!);
      Vector3.FromArrayToRef(this.#positions, joint * 3, to!);
    });
    this.#spheres.forEach((sphere, i) => {
      Vector3.FromArrayToRef(this.#positions, this.#joints[i]! * 3, sphere.position);
    });
  }

  /** Upright, as tall as the avatar, its lowest joint of the first frame on the floor. */
  #fit(height: number): void {
    sampleClip(this.#clip, 0, this.#pose);
    this.#place();
    const { turn, low, stature, hips } = measureBody(this.#clip, this.#positions);
    this.#hips = hips;
    const size = height / stature;
    this.#root.rotationQuaternion = turn;
    this.#root.scaling.setAll(size);
    this.#root.position.y = -low * size;
    this.#spheres.forEach((sphere, i) => {
      sphere.scaling.setAll(Math.min((height * JOINT_SIZE) / size, OF_BONE * this.#shortestBone(this.#joints[i]!)));
    });
  }

  /** Of those that are shown and meet in a joint, in lengths of the rig. */
  #shortestBone(joint: number): number {
    const lengths = this.#boneJoints.flatMap((ends, bone) => {
      const [from, to] = this.#bones[bone]!;
      const length = Vector3.Distance(from!, to!);
      return ends.includes(joint) && length > 0 ? [length] : [];
    });
    return Math.min(...lengths, Infinity);
  }

  #createLines(scene: Scene): LinesMesh {
    const lines = CreateLineSystem('ghost bones', { lines: this.#bones, updatable: true }, scene);
    lines.color = COLOR;
    lines.parent = this.#root;
    lines.isPickable = false;
    lines.renderingGroupId = IN_FRONT;
    // Its extent changes with every pose.
    lines.alwaysSelectAsActiveMesh = true;
    return lines;
  }

  #createSpheres(scene: Scene, count: number): InstancedMesh[] {
    const material = new StandardMaterial('ghost', scene);
    material.emissiveColor = COLOR;
    material.disableLighting = true;
    material.alphaMode = Constants.ALPHA_COMBINE;
    const model = CreateSphere('ghost joint', { segments: 6, diameter: 1 }, scene);
    model.material = material;
    model.parent = this.#root;
    model.isVisible = false;
    model.renderingGroupId = IN_FRONT;
    return Array.from({ length: count }, (_, joint) => {
      const sphere = model.createInstance(`ghost joint ${joint}`);
      sphere.parent = this.#root;
      sphere.isPickable = false;
      sphere.alwaysSelectAsActiveMesh = true;
      return sphere;
    });
  }
}
