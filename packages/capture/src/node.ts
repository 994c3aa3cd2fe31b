/** Capture in Node: one child process for each job. */
export { captureInChild } from './node/capture-in-child.ts';
export type { CaptureInChildOptions } from './node/capture-in-child.ts';
export { probeVideo } from './node/probe-video.ts';
export type { VideoFacts } from './node/probe-video.ts';
export type { CaptureTuning, FeetMode } from './tuning.ts';
export { checkCapture } from './node-doctor.ts';
export type { CaptureCheck, ModelCheck, Trouble } from './node-doctor.ts';
export { findExtras, readExtraAssets } from './node-assets.ts';
export type { ExtraAsset } from './node-assets.ts';
export type { Extra } from './models/manifest.ts';
export type { Progress, ProviderFile } from '@kinora/core';
