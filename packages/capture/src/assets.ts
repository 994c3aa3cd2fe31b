// eslint-disable-next-line @typescript-eslint/triple-slash-reference -- whoever checks this file from outside needs it too
/// <reference path="./litert/glue.d.ts" />
import type { RuntimeBuild } from './litert/load-runtime.ts';

// Bundlers recognise exactly these expressions, and only when they are directly under the folder that holds the assets:
// leave each in one piece and in this place.

export const detectorUrl: URL = new URL('./assets/pose_detection.tflite', import.meta.url);

export const landmarksLiteUrl: URL = new URL('./assets/pose_landmark_lite.tflite', import.meta.url);

export const landmarksFullUrl: URL = new URL('./assets/pose_landmark_full.tflite', import.meta.url);

/**
 * LiteRT without relaxed SIMD: the same answer on every processor. What relaxed instructions answer is left to each of them,
 * and a model that is in two minds about a knee falls to one side here and to the other there.
 */
export const exactRuntime: RuntimeBuild = {
  wasm: new URL('./assets/litert_wasm_compat_internal.wasm', import.meta.url),
  async loadFactory(commonJs) {
    const { makeModuleFactory } = await import('./assets/litert_wasm_compat_internal.glue.js');
    return makeModuleFactory(commonJs);
  },
};

/** LiteRT with relaxed SIMD, for hosts that have it. */
export const relaxedRuntime: RuntimeBuild = {
  wasm: new URL('./assets/litert_wasm_internal.wasm', import.meta.url),
  async loadFactory(commonJs) {
    const { makeModuleFactory } = await import('./assets/litert_wasm_internal.glue.js');
    return makeModuleFactory(commonJs);
  },
};
