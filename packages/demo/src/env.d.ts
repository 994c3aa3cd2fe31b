/// <reference types="vite/client" />

/**
 * What captures on this device load, bytes, measured by the build (vite.config.ts): what each of them needs, then the model
 * of each quality, of fingers and of a face. 0 for what is not to be had here.
 */
declare const __MODEL_BYTES__: Readonly<Record<'base' | 'lite' | 'full' | 'heavy' | 'hands' | 'face', number>>;
/** What the stage loads before an avatar stands on it, bytes. */
declare const __STAGE_BYTES__: number;
