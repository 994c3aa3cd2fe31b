/** The pure motion library: rigs, clips, formats, retargeting. No worker, no storage, no network. */
export { KinoraError, isKinoraError } from './errors.ts';
export type { KinoraErrorCode, KinoraErrorOptions } from './errors.ts';
export { HUMANOID_BONES, REQUIRED_BONES } from './rig/humanoid.ts';
export type { BoneAlternative, BoneMatch, HumanoidBone, HumanoidMap, TwistJoint } from './rig/humanoid.ts';
export { humanoidRig } from './rig/humanoid-rig.ts';
export type { Rig, RigTip } from './rig/rig.ts';
export { assertHumanoid } from './rig/map/assert-humanoid.ts';
export { mapHumanoid } from './rig/map/map-humanoid.ts';
export { overrideMap } from './rig/map/override-map.ts';
export type { MapOverride } from './rig/map/override-map.ts';
export { estimateUnit } from './rig/unit.ts';
export { validateRig } from './rig/validate-rig.ts';
export { clipDuration } from './clip/clip.ts';
export type {
  CaptureAdvice,
  CaptureAdviceCode,
  CaptureGap,
  CapturePeople,
  CapturePerson,
  CaptureReport,
  Clip,
  ClipMorphs,
  Contact,
} from './clip/clip.ts';
export type { Face, FaceExpression } from './clip/face.ts';
export { alignSigns } from './clip/align-signs.ts';
export { createPose } from './clip/pose.ts';
export type { Pose } from './clip/pose.ts';
export { resampleClip, trimClip } from './clip/resample-clip.ts';
export { sampleRootMotion } from './clip/root-motion.ts';
export { sampleClip, sampleMorphs } from './clip/sample-clip.ts';
export { validateClip } from './clip/validate-clip.ts';
export { withoutBindFrame } from './clip/without-bind-frame.ts';
export { forwardKinematics, restModel } from './rig/forward-kinematics.ts';
export type { RestModel } from './rig/forward-kinematics.ts';
export { createPlayer, Player } from './play/player.ts';
export type { PlayerOptions, PlayOptions } from './play/play-options.ts';
export type { BodyMask } from './play/body-mask.ts';
export type { PoseTarget } from './play/pose-target.ts';
export { prepareClip } from './play/prepare-clip.ts';
export type { PreparedClip } from './play/prepare-clip.ts';
export { parseBvh } from './formats/bvh/parse-bvh.ts';
export type { ParseBvhOptions, ParsedBvh } from './formats/bvh/parse-bvh.ts';
export { KINANIM_BLENDSHAPES } from './formats/kinanim/kinanim-layout.ts';
export { kinanimRig } from './formats/kinanim/kinanim-rig.ts';
export { readKinanim } from './formats/kinanim/read-kinanim.ts';
export type { ParsedKinanim } from './formats/kinanim/read-kinanim.ts';
export { writeKinanim } from './formats/kinanim/write-kinanim.ts';
export type { WrittenKinanim } from './formats/kinanim/write-kinanim.ts';
export { writeBvh } from './formats/bvh/write-bvh.ts';
export type { WriteBvhOptions } from './formats/bvh/write-bvh.ts';
export {
  basisQuat,
  multiplyQuat,
  normalizeQuat,
  relativeQuat,
  rotateVec3,
  shortestArcQuat,
  slerpQuat,
} from './math/quat.ts';
export { measureRetarget } from './metrics/measure-retarget.ts';
export type {
  FootSlide,
  FootSpeed,
  Limb,
  LimbDirection,
  LimbDirections,
  ReachErrors,
  RetargetMetrics,
  Unmeasured,
} from './metrics/retarget-metrics.ts';
export type { Spread } from './metrics/spread.ts';
export { createRetargetPlan } from './retarget/create-retarget-plan.ts';
export { retarget } from './retarget/retarget.ts';
export type { RetargetClipOptions, RetargetResult } from './retarget/retarget.ts';
export type {
  BoneReport,
  RetargetClipReport,
  RetargetOptions,
  RetargetPlan,
  RetargetReport,
} from './retarget/retarget-plan.ts';
export { findContacts } from './retarget/contacts/find-contacts.ts';
export { createFootwork } from './retarget/feet/create-footwork.ts';
export type { Footwork } from './retarget/feet/footwork.ts';
export { applyRootMotion, extractRootMotion } from './retarget/root-motion/extract-root-motion.ts';
export type { RootMotionOptions } from './retarget/root-motion/extract-root-motion.ts';
export { retargetClip } from './retarget/retarget-clip.ts';
export type { BakeOptions } from './retarget/retarget-clip.ts';
export { createMorphPlan, retargetMorphs } from './retarget/blendshapes/morph-plan.ts';
export type { MappedMorph, MorphPlan, MorphReport } from './retarget/blendshapes/morph-plan.ts';
export type { MorphRoute } from './retarget/blendshapes/find-controls.ts';
export { retargetPose } from './retarget/retarget-pose.ts';
export { parseMotion } from './formats/parse-motion.ts';
export type { MotionContent, ParsedFile, ParseOptions, ReadFbx } from './formats/parse-motion.ts';
export { sniff } from './formats/sniff.ts';
export type { FileFormat } from './formats/sniff.ts';
export { vetGlb } from './formats/glb/vet/vet-glb.ts';
export type { GlbFile } from './formats/glb/vet/vet-glb.ts';
export type { ReadSibling } from './formats/glb/pack-gltf.ts';
export { readGlb } from './formats/glb/read-glb.ts';
export type { ParsedGlb } from './formats/glb/read-glb.ts';
export type { Expression, ExpressionTarget } from './formats/glb/face/expressions.ts';
export type { Blendshape, MorphTarget } from './formats/glb/face/morph-meshes.ts';
export { faceOf } from './formats/glb/face/face-of.ts';
export { writeGlbClip } from './formats/glb/write-glb-clip.ts';
export { writeVrma } from './formats/vrma/write-vrma.ts';
export { addClipToGlb } from './formats/glb/add-clip-to-glb.ts';
