import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readFbx } from '@kinora/core/fbx';
import {
  createRetargetPlan,
  humanoidRig,
  mapHumanoid,
  parseMotion,
  resampleClip,
  retargetClip,
  trimClip,
  writeVrma,
  type Clip,
} from '@kinora/core/motion';
import { syntheticPerson, type SyntheticOptions } from '../../test/support/synthetic-rig.ts';
import type { Job, Turn } from './job.ts';

/** How a file's figure stands in it: known by looking at it, not by asking the code that is compared. */
type Axes = 'as is' | 'faces −Z' | '+Z up, faces −Y';

const HALF = Math.SQRT1_2;
const TURNS: Readonly<Record<Axes, Turn>> = {
  'as is': [0, 0, 0, 1],
  'faces −Z': [0, 1, 0, 0],
  '+Z up, faces −Y': [-HALF, 0, 0, HALF],
};

/** Nothing is gained by a minute of the same dance. */
const LONGEST = 12;

interface RealPair {
  readonly clip: string;
  readonly name?: string;
  readonly clipAxes?: Axes;
  readonly avatar: string;
  readonly avatarAxes?: Axes;
  readonly vrm?: '0' | '1';
}

const CRYPTOVOXELS = { avatar: 'avatars/cryptovoxels_vrm0.vrm', avatarAxes: 'faces −Z', vrm: '0' } as const;

const REAL: readonly RealPair[] = [
  { clip: 'bvh/pybvh_cmu_12_01_walk.bvh', avatar: 'avatars/KayKit_Knight.glb' },
  { clip: 'bvh/pybvh_cmu_12_01_walk.bvh', avatar: 'avatars/mh_mixamorig_cm.glb' },
  { clip: 'bvh/ad_jesse_dance.bvh', avatar: 'avatars/mh_unreal_names.glb' },
  { clip: 'bvh/ad_jumping_jacks.bvh', avatar: 'avatars/babylon_riggedMesh.glb' },
  { clip: 'bvh/ad_zombie.bvh', clipAxes: '+Z up, faces −Y', avatar: 'avatars/RobotExpressive_raylib.glb' },
  { clip: 'bvh/20tab_mocapbank.bvh', avatar: 'avatars/CesiumMan.glb' },
  { clip: 'bvh/loth_walk.bvh', avatar: 'avatars/CesiumMan.glb' },
  { clip: 'bvh/mh_walk1.bvh', clipAxes: '+Z up, faces −Y', avatar: 'avatars/mh_mixamorig_cm.glb' },
  { clip: 'fbx/ozz_walk.fbx', avatar: 'avatars/mh_mixamorig_cm.glb' },
  { clip: 'anims/dcl_Crafting.glb', avatar: 'avatars/mh_rpmlike_arkit22.glb' },
  { clip: 'anims/KayKit_Med_Simulation.glb', name: 'Rig_Medium|Cheering', avatar: 'avatars/mh_unreal_names.glb' },
  { clip: 'anims/KayKit_Med_MovementBasic.glb', name: 'Rig_Medium|Walking_A', ...CRYPTOVOXELS },
  { clip: 'bvh/20tab_mocapbank.bvh', ...CRYPTOVOXELS },
  { clip: 'anims/hips_spine_twisting.vrma', ...CRYPTOVOXELS },
  { clip: 'anims/three-vrm_test.vrma', avatar: 'avatars/debug_robot_vrm1.vrm', vrm: '1' },
];

interface SyntheticPair {
  readonly title: string;
  readonly source?: SyntheticOptions;
  readonly target?: SyntheticOptions;
}

/** One thing changed at a time: what is wrong with a tool is seen here best. */
const SYNTHETIC: readonly SyntheticPair[] = [
  { title: 'T-pose → T-pose' },
  { title: 'T-pose → T-pose with arbitrary bone axes', target: { axes: 7 } },
  { title: 'T-pose → A-pose (45°)', target: { armsDown: 45 } },
  { title: 'A-pose (45°) → T-pose', source: { armsDown: 45 } },
  { title: 'T-pose → one spine bone', target: { without: ['chest', 'upperChest'] } },
  { title: 'T-pose → legs × 0.6', target: { legs: 0.6 } },
  { title: 'T-pose → below a moved and turned armature', target: { armature: true, axes: 3 } },
];

const assets = fileURLToPath(new URL('../../../shared/assets/', import.meta.url));

/** False in a bare clone, where only the synthetic pairs can be compared. */
export const hasRealFiles: boolean = existsSync(assets);

export function syntheticJobs(): Job[] {
  return SYNTHETIC.map(({ title, source, target }) => {
    const [from, to] = [syntheticPerson(source), syntheticPerson(target)];
    const turn = TURNS['as is'];
    return {
      title,
      clip: from.clip,
      sourceMap: from.map,
      sourceTurn: turn,
      target: to.rig,
      targetMap: to.map,
      targetTurn: turn,
    };
  });
}

export function realJobs(): Job[] {
  return hasRealFiles ? REAL.map(realJob) : [];
}

function realJob({ clip: clipPath, name, clipAxes = 'as is', avatar, avatarAxes = 'as is', vrm }: RealPair): Job {
  const bytes = new Uint8Array(readFileSync(assets + clipPath));
  const clip = evenClip(bytes, clipPath, name);
  const target = parseMotion(new Uint8Array(readFileSync(assets + avatar)), avatar).rig;
  return {
    title: `${stem(clipPath)}${name ? ` ${name.split('|').at(-1)!}` : ''} → ${stem(avatar)}`,
    clip,
    sourceMap: mapHumanoid(clip.rig),
    sourceTurn: TURNS[clipAxes],
    target,
    targetMap: mapHumanoid(target),
    targetTurn: TURNS[avatarAxes],
    ...(vrm && { vrm, vrma: clipPath.endsWith('.vrma') ? bytes : toVrma(clip) }),
  };
}

/** In the T-pose that VRMA asks for: what other converters leave to the animator. */
function toVrma(clip: Clip): Uint8Array<ArrayBuffer> {
  const body = humanoidRig();
  return writeVrma(retargetClip(createRetargetPlan(clip.rig, body, { sourceClip: clip }), clip, { ik: false }));
}

function evenClip(bytes: Uint8Array, path: string, name: string | undefined): Clip {
  const { clips } = parseMotion(bytes, path, { fbx: readFbx });
  const clip = name === undefined ? clips[0] : clips.find((candidate) => candidate.name === name);
  if (!clip) throw new Error(`${path} holds no clip "${name ?? ''}"`);
  const even = clip.times ? resampleClip(clip, clip.rate) : clip;
  return even.frames / even.rate > LONGEST ? trimClip(even, 0, LONGEST) : even;
}

function stem(path: string): string {
  return path.replace(/^.*\/|\.\w+$/g, '');
}
