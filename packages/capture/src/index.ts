/** Video of a person → animation, on this device. */
export { readDecoders } from './decoders.ts';
export type { VideoCodec } from './decoders.ts';
export { readFrameTimes } from './frame-times.ts';
export { local } from './local.ts';
export type { LocalOptions } from './local.ts';
export type { CaptureTuning, FeetMode } from './tuning.ts';
