// prettier-ignore
/** The 55 bones of the VRM 1.0 humanoid, parents before children (vrm-specification, humanoid.md). */
export const HUMANOID_BONES = [
  'hips', 'spine', 'chest', 'upperChest', 'neck', 'head', 'leftEye', 'rightEye', 'jaw',
  'leftShoulder', 'leftUpperArm', 'leftLowerArm', 'leftHand',
  'rightShoulder', 'rightUpperArm', 'rightLowerArm', 'rightHand',
  'leftUpperLeg', 'leftLowerLeg', 'leftFoot', 'leftToes',
  'rightUpperLeg', 'rightLowerLeg', 'rightFoot', 'rightToes',
  'leftThumbMetacarpal', 'leftThumbProximal', 'leftThumbDistal',
  'leftIndexProximal', 'leftIndexIntermediate', 'leftIndexDistal',
  'leftMiddleProximal', 'leftMiddleIntermediate', 'leftMiddleDistal',
  'leftRingProximal', 'leftRingIntermediate', 'leftRingDistal',
  'leftLittleProximal', 'leftLittleIntermediate', 'leftLittleDistal',
  'rightThumbMetacarpal', 'rightThumbProximal', 'rightThumbDistal',
  'rightIndexProximal', 'rightIndexIntermediate', 'rightIndexDistal',
  'rightMiddleProximal', 'rightMiddleIntermediate', 'rightMiddleDistal',
  'rightRingProximal', 'rightRingIntermediate', 'rightRingDistal',
  'rightLittleProximal', 'rightLittleIntermediate', 'rightLittleDistal',
] as const;

export type HumanoidBone = (typeof HUMANOID_BONES)[number];

// prettier-ignore
/** The bones without which VRM 1.0 calls nothing a humanoid. */
export const REQUIRED_BONES: readonly HumanoidBone[] = [
  'hips', 'spine', 'head',
  'leftUpperArm', 'leftLowerArm', 'leftHand', 'rightUpperArm', 'rightLowerArm', 'rightHand',
  'leftUpperLeg', 'leftLowerLeg', 'leftFoot', 'rightUpperLeg', 'rightLowerLeg', 'rightFoot',
];

/** Which joint plays a human bone, and how sure we are. */
export interface BoneMatch {
  readonly joint: number;
  /** [0, 1]. Under 0.6 on a required bone a person should be asked. */
  readonly confidence: number;
  /** Why, in words that a person can check: `name "mixamorig:LeftArm"`, `VRM metadata`, `structure`. */
  readonly reason: string;
  /** Up to three joints that are nearly as likely, best first. Left out where there is none. */
  readonly alternatives?: readonly BoneAlternative[];
}

/** Another joint that a bone might be. */
export type BoneAlternative = Omit<BoneMatch, 'alternatives'>;

/** A joint that only carries a share of the roll of a limb bone: it is no human bone, but a bone's skin hangs from it. */
export interface TwistJoint {
  readonly joint: number;
  /** The upper or lower arm or leg whose roll it carries. */
  readonly bone: HumanoidBone;
  /** [0, 1] where it lies along the bone: 0 at the bone's own joint. Left out where the bone has no known end or length. */
  readonly fraction?: number;
  /** True where the limb goes on below it (Daz, Rigify, HumanIK), false where it hangs beside the limb (Unreal, Biped). */
  readonly inLine: boolean;
}

/** VRM 1.0 bone → joint of one rig. Plain data. */
export interface HumanoidMap {
  readonly bones: Readonly<Partial<Record<HumanoidBone, BoneMatch>>>;
  /** In the order of the rig's joints. Empty where the rig has none. */
  readonly twists: readonly TwistJoint[];
  /** [0, 1]: the lowest confidence among the required bones that exist; 0 where the rig is no humanoid. */
  readonly confidence: number;
  /** Sentences for a person: missing or doubtful bones, sides that were swapped. */
  readonly warnings: readonly string[];
}
