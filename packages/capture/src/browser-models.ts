import { detectorUrl, landmarksFullUrl, runtimeBuilds } from './assets.ts';
import { createRunner } from './litert/create-runner.ts';
import { loadRuntime } from './litert/load-runtime.ts';
import { loadModel } from './models/load-model.ts';
import { DETECTOR, LANDMARKS_FULL } from './models/manifest.ts';
import type { ModelFile } from './models/manifest.ts';
import type { Run } from './track/landmarks.ts';
import type { TrackerModels } from './track/tracker.ts';

/**
 * Loads the models of BlazePose by `fetch` from beside this script, and keeps them: for one run at a time.
 *
 * @returns a function that loads on its first call, and again after a call that failed.
 */
export function createModelLoader(): (signal: AbortSignal) => Promise<TrackerModels> {
  let loaded: TrackerModels | undefined;
  return async (signal) => (loaded ??= await loadModels(signal));
}

async function loadModels(signal: AbortSignal): Promise<TrackerModels> {
  const [detector, landmarks] = await Promise.all([
    loadRunner(DETECTOR, detectorUrl, signal),
    loadRunner(LANDMARKS_FULL, landmarksFullUrl, signal),
  ]);
  return { detector, landmarks };
}

async function loadRunner(file: ModelFile, url: URL, signal: AbortSignal): Promise<Run> {
  const [bytes, log] = await Promise.all([loadModel(file, url, signal), loadRuntime(runtimeBuilds)]);
  signal.throwIfAborted();
  return createRunner(file.name, bytes, log);
}
