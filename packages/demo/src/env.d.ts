/// <reference types="vite/client" />

/** What the first capture on this device loads, bytes; measured by the build (vite.config.ts). */
declare const __MODEL_BYTES__: number;
/** What the stage loads before an avatar stands on it, bytes. */
declare const __STAGE_BYTES__: number;
