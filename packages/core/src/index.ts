/** The runtime: what a game needs on its page. The pure library behind it is `@kinora/core/motion`. */
export { createKinora } from './runtime/create-kinora.ts';
export type { Kinora, KinoraOptions } from './runtime/create-kinora.ts';
export type { PageWatch } from './runtime/page-watch.ts';
export type { PageState } from './http/page.ts';
export type { DoctorFacts, StorageFacts } from './doctor/facts.ts';
export type { Animations, CallOptions, ClipTarget, Export, LoadOptions } from './runtime/animations.ts';
export type { Creation, FromVideoOptions } from './runtime/creation.ts';
export type { Process } from './runtime/process.ts';
export type { Processes } from './runtime/processes.ts';
export type { KeptFile, ProcessRecord, StorageState } from './worker/contract.ts';
export { animate3d } from './providers/animate3d/animate3d.ts';
export type { Animate3dOptions, Animate3dParams, Animate3dSettings } from './providers/animate3d/animate3d.ts';
export type { FootLockingMode } from './providers/animate3d/params/params.ts';
export type { GatewayToken } from './providers/animate3d/wire/session.ts';
export type { WireProvider, WireSettings } from './providers/wire-provider.ts';
export { defineProvider } from './runtime/define-provider.ts';
export type {
  JsonValue,
  MotionFormat,
  MotionParams,
  PersonChoice,
  Progress,
  ProgressStage,
  Provider,
  ProviderCapabilities,
  ProviderFile,
  RunContext,
} from './providers/provider.ts';
export { isKinoraError, KinoraError } from './errors.ts';
export type { KinoraErrorCode, KinoraErrorOptions } from './errors.ts';
export { clipDuration } from './clip/clip.ts';
export type {
  CaptureAdvice,
  CaptureAdviceCode,
  CaptureGap,
  CapturePeople,
  CapturePerson,
  CaptureReport,
  Clip,
  Contact,
} from './clip/clip.ts';
export type { Pose } from './clip/pose.ts';
export type { BoneMatch, HumanoidBone, HumanoidMap } from './rig/humanoid.ts';
export type { Rig, RigTip } from './rig/rig.ts';
export { createPlayer, Player } from './play/player.ts';
export type { PlayerOptions, PlayOptions } from './play/play-options.ts';
export type { BodyMask } from './play/body-mask.ts';
export type { PoseTarget } from './play/pose-target.ts';
export type { PreparedClip } from './play/prepare-clip.ts';
export type { BoneReport, RetargetReport } from './retarget/retarget-plan.ts';
