import { VRMAnimationLoaderPlugin } from '@pixiv/three-vrm-animation';
import type { VRMAnimation } from '@pixiv/three-vrm-animation';
import { VRMHumanBoneParentMap } from '@pixiv/three-vrm';
import { AnimationClip, AnimationMixer, Group, Object3D, Quaternion } from 'three';
import { GLTFLoader } from 'three/addons/loaders/GLTFLoader.js';

/** What three-vrm makes of a VRM animation. */
export async function loadInThree(file: Uint8Array<ArrayBuffer>): Promise<VRMAnimation> {
  const loader = new GLTFLoader();
  loader.register((parser) => new VRMAnimationLoaderPlugin(parser));
  const { userData } = await loader.parseAsync(file.buffer, '');
  const [animation] = userData['vrmAnimations'] as VRMAnimation[];
  if (!animation) throw new Error('three-vrm found no animation in the file');
  return animation;
}

/** A normalised humanoid of three.js that the animation moves. */
export class ThreeHumanoid {
  readonly #root = new Group();
  readonly #mixer: AnimationMixer;

  constructor({ humanoidTracks, duration }: VRMAnimation, bones: readonly string[]) {
    const parents = VRMHumanBoneParentMap as Readonly<Record<string, string | null>>;
    const nodes = new Map(bones.map((bone) => [bone, new Object3D()]));
    for (const [bone, node] of nodes) {
      node.name = bone;
      let parent = parents[bone] ?? null;
      while (parent !== null && !nodes.has(parent)) parent = parents[parent] ?? null;
      (parent === null ? this.#root : nodes.get(parent)!).add(node);
    }
    const tracks = [...humanoidTracks.rotation].map(([bone, track]) => {
      const named = track.clone();
      named.name = `${bone}.quaternion`;
      return named;
    });
    this.#mixer = new AnimationMixer(this.#root);
    this.#mixer.clipAction(new AnimationClip('motion', duration, tracks)).play();
  }

  /** How a bone is turned from its rest, in the space of the model, xyzw. */
  turnOf(bone: string, time: number): readonly number[] {
    this.#mixer.setTime(time);
    this.#root.updateMatrixWorld(true);
    return this.#root.getObjectByName(bone)!.getWorldQuaternion(new Quaternion()).toArray();
  }
}
