/** Video of a person → animation, on this device. */
export { readFrameTimes } from './frame-times.ts';
export { local } from './local.ts';
export type { LocalOptions } from './local.ts';
export type { CaptureTuning, FeetMode } from './tuning.ts';
