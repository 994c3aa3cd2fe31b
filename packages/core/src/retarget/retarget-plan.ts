import type { Clip, Contact } from '../clip/clip.ts';
import type { RetargetMetrics } from '../metrics/retarget-metrics.ts';
import type { RestModel } from '../rig/forward-kinematics.ts';
import type { HumanoidBone, HumanoidMap } from '../rig/humanoid.ts';
import type { Rig } from '../rig/rig.ts';
import type { MorphReport } from './blendshapes/morph-plan.ts';
import type { CanonicalRig } from './canonical/canonical-rig.ts';
import type { DetachedJoints } from './detached-joints.ts';
import type { Drives } from './drives.ts';
import type { LegSteps } from './feet/leg-steps.ts';
import type { Knuckle } from './twist/finger-limits.ts';
import type { GatheredRoll, LimbRoll } from './twist/limb-rolls.ts';

/**
 * Everything about a source and a target rig that does not depend on time. It holds room to work in, so one plan
 * serves one caller at a time; it is not for keeping.
 */
export interface RetargetPlan {
  readonly source: Rig;
  readonly target: Rig;
  /** Joints of the target that it moves, rising: the hips, or what carries them, and what does not hang from its limb. */
  readonly translated: Int16Array;
  readonly report: RetargetReport;
  /** For `retargetPose` alone. */
  readonly steps: RetargetSteps;
}

/** What `retargetPose` reads, and the room that it works in. */
export interface RetargetSteps {
  readonly source: CanonicalRig;
  readonly target: CanonicalRig;
  /** A clip on its own rig stays as it is: whatever its feet do is meant. */
  readonly isSameRig: boolean;
  readonly drives: Drives;
  /** [joints × 4] local rotations of joints without a drive. */
  readonly follow: Float32Array;
  /** [4] model space of the source → model space of the target. */
  readonly bridge: Float64Array;
  /** True where one of the rigs is mirrored and the other is not. */
  readonly reflect: boolean;
  /** [4] canonical space → model space of the target. */
  readonly fromCanonical: Float64Array;
  readonly sourceHips: number;
  /** [3] place of the hips' point (`Proportions.hipsPoint`) in the space of what carries the body. */
  readonly hipsInCarrier: Float64Array;
  readonly targetRest: RestModel;
  readonly detached: DetachedJoints;
  /** All joints of the target. */
  readonly joints: Int16Array;
  readonly legs: LegSteps;
  /** Limbs of the source whose roll lies in joints below them. */
  readonly gathered: readonly GatheredRoll[];
  /** Limbs of the target whose roll is spread. */
  readonly rolls: readonly LimbRoll[];
  /** Of each finger that is driven, from the palm to the tip. */
  readonly fingers: readonly (readonly Knuckle[])[];
  /** The source in model space. */
  readonly sourceModel: RestModel;
  /** The target in model space. */
  readonly targetModel: RestModel;
  /** [8] two rotations, or a place and a rotation. */
  readonly scratch: Float64Array;
}

export interface RetargetOptions {
  /** Default: `mapHumanoid(source)`. */
  readonly sourceMap?: HumanoidMap;
  /** Default: `mapHumanoid(target)`. */
  readonly targetMap?: HumanoidMap;
  /**
   * A motion of the source, best the one that is to be retargeted. It tells where the ground is, and what a T-pose is,
   * for sources whose rest pose does not: give it for every BVH.
   */
  readonly sourceClip?: Clip;
}

/** What a plan did and what it could not do. Plain data, for a person to read. */
export interface RetargetReport {
  /** k: leg length of the target ÷ leg length of the source. Travel is scaled by it. */
  readonly hipScale: number;
  /** Bones that both rigs have. */
  readonly mapped: readonly BoneReport[];
  /** Bones that only one of the rigs has: missing in the source they stay at rest, missing in the target they are lost. */
  readonly unmapped: readonly { readonly bone: HumanoidBone; readonly missingIn: 'source' | 'target' }[];
  /**
   * What the T-pose of the source was built from: its rest pose; the first frame of the clip where that is a better
   * stance; an estimate from the motion of the clip where neither is a stance.
   */
  readonly sourceReference: 'rest' | 'firstFrame' | 'motion';
  readonly warnings: readonly string[];
}

/** What came of one clip: the plan's report, and what the result measures. Plain data. */
export interface RetargetClipReport extends RetargetReport {
  /** When the feet of the source stand, as the retargeting saw it. */
  readonly contacts: readonly Contact[];
  /** What became of the clip's blendshapes, where the face of the target was given. */
  readonly blendshapes?: MorphReport;
  /** How well the result repeats the source, measured from where the joints are. */
  readonly metrics: RetargetMetrics;
}

export interface BoneReport {
  readonly bone: HumanoidBone;
  readonly source: string;
  readonly target: string;
  /** [0, 1] how sure the map of each rig is that it is this bone. */
  readonly sourceConfidence: number;
  readonly targetConfidence: number;
  /** What the maps go by, as in `BoneMatch`. */
  readonly sourceReason: string;
  readonly targetReason: string;
  /** Angle from the rest pose to the T-pose, radians: the first thing to look at where a limb is wrong. */
  readonly sourceCorrection: number;
  readonly targetCorrection: number;
}
