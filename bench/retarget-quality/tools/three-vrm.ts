import { VRMHumanoid, type VRMCore, type VRMHumanBones } from '@pixiv/three-vrm';
import { createVRMAnimationClip, VRMAnimationLoaderPlugin, type VRMAnimation } from '@pixiv/three-vrm-animation';
import { type AnimationClip, AnimationMixer, Group, LoopOnce, Object3D } from 'three';
import { GLTFLoader } from 'three/examples/jsm/loaders/GLTFLoader.js';
import type { Clip } from '@kinora/core/motion';
import { restingClip, type Job, type Tool } from '../job.ts';

export const threeVrm: Tool = {
  name: 'three-vrm',
  settings: '`createVRMAnimationClip`; it plays VRMA on VRM alone',
  async retarget(job) {
    const avatar = createVrm(job);
    if (!avatar || !job.vrma) return [];
    const animation = await loadVrma(job.vrma);
    return [record(job, avatar, createVRMAnimationClip(animation, avatar.vrm))];
  },
};

interface VrmAvatar {
  readonly vrm: VRMCore;
  /** [joints] */
  readonly nodes: readonly Object3D[];
}

/** The avatar's skeleton as three-vrm's own loader makes it, without meshes. Undefined for what is no VRM. */
function createVrm({ target, targetMap, vrm }: Job): VrmAvatar | undefined {
  if (!vrm) return undefined;
  const scene = new Group();
  const nodes: Object3D[] = [];
  target.names.forEach((_, joint) => {
    const node = new Object3D();
    node.name = `t${joint}`;
    node.position.fromArray(target.restTranslations, joint * 3);
    node.quaternion.fromArray(target.restRotations, joint * 4);
    (nodes[target.parents[joint]!] ?? scene).add(node);
    nodes.push(node);
  });
  const bones = Object.entries(targetMap.bones).map(([bone, { joint }]) => [bone, { node: nodes[joint]! }]);
  const humanoid = new VRMHumanoid(Object.fromEntries(bones) as VRMHumanBones);
  scene.add(humanoid.normalizedHumanBonesRoot);
  // createVRMAnimationClip asks for nothing else: faces and eyes are not compared.
  const meta = { metaVersion: vrm } as VRMCore['meta'];
  return { vrm: { scene, humanoid, meta } as unknown as VRMCore, nodes };
}

async function loadVrma(bytes: Uint8Array<ArrayBuffer>): Promise<VRMAnimation> {
  const loader = new GLTFLoader();
  loader.register((parser) => new VRMAnimationLoaderPlugin(parser));
  const { userData } = await loader.parseAsync(bytes.slice().buffer, '');
  return (userData['vrmAnimations'] as VRMAnimation[])[0]!;
}

/** Plays the clip and reads the skeleton at the times of the source's frames. */
function record(job: Job, { vrm, nodes }: VrmAvatar, animation: AnimationClip): Clip {
  const clip = restingClip(job);
  const mixer = new AnimationMixer(vrm.scene);
  const action = mixer.clipAction(animation);
  action.setLoop(LoopOnce, 1);
  action.clampWhenFinished = true;
  action.play();
  for (let frame = 0; frame < clip.frames; frame++) {
    mixer.setTime(frame / clip.rate);
    vrm.humanoid.update();
    nodes.forEach((node, joint) => node.quaternion.toArray(clip.rotations, (frame * nodes.length + joint) * 4));
    nodes[clip.translated[0]!]!.position.toArray(clip.translations, frame * 3);
  }
  return clip;
}
