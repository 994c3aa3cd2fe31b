// eslint-disable-next-line @typescript-eslint/triple-slash-reference -- whoever checks this file from outside needs it too
/// <reference path="./litert/glue.d.ts" />
import type { RuntimeBuilds } from './litert/load-runtime.ts';

// Bundlers recognise exactly these expressions, and only when they are directly under the folder that holds the assets:
// leave each in one piece and in this place.

export const detectorUrl: URL = new URL('./assets/pose_detection.tflite', import.meta.url);

export const landmarksFullUrl: URL = new URL('./assets/pose_landmark_full.tflite', import.meta.url);

/** Each build's loader is a chunk of its own: only the one that is needed is fetched. */
export const runtimeBuilds: RuntimeBuilds = {
  relaxed: {
    wasm: new URL('./assets/litert_wasm_internal.wasm', import.meta.url),
    async loadFactory(commonJs) {
      const { makeModuleFactory } = await import('./assets/litert_wasm_internal.glue.js');
      return makeModuleFactory(commonJs);
    },
  },
  compat: {
    wasm: new URL('./assets/litert_wasm_compat_internal.wasm', import.meta.url),
    async loadFactory(commonJs) {
      const { makeModuleFactory } = await import('./assets/litert_wasm_compat_internal.glue.js');
      return makeModuleFactory(commonJs);
    },
  },
};
