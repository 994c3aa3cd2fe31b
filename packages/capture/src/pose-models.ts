import { detectorUrl, landmarksFullUrl, runtime } from './assets.ts';
import { createRunner } from './litert/create-runner.ts';
import { loadRuntime } from './litert/load-runtime.ts';
import type { RuntimeHost } from './litert/load-runtime.ts';
import { loadModel } from './models/load-model.ts';
import type { Fetch } from './models/load-model.ts';
import { DETECTOR, LANDMARKS_FULL } from './models/manifest.ts';
import type { ModelFile } from './models/manifest.ts';
import type { Run } from './track/landmarks.ts';
import type { TrackerModels } from './track/tracker.ts';

/** How a place other than a browser gets at the files beside this script. */
export interface ModelHost extends RuntimeHost {
  /** Default `fetch`. */
  readonly get?: Fetch;
}

/**
 * Loads the models of BlazePose from beside this script, and keeps them: for one run at a time.
 *
 * @returns a function that loads on its first call, and again after a call that failed.
 */
export function createModelLoader(host: ModelHost = {}): (signal: AbortSignal) => Promise<TrackerModels> {
  let loaded: TrackerModels | undefined;
  return async (signal) => (loaded ??= await loadModels(host, signal));
}

async function loadModels(host: ModelHost, signal: AbortSignal): Promise<TrackerModels> {
  const [detector, landmarks] = await Promise.all([
    loadRunner(DETECTOR, detectorUrl, host, signal),
    loadRunner(LANDMARKS_FULL, landmarksFullUrl, host, signal),
  ]);
  return { detector, landmarks };
}

async function loadRunner(file: ModelFile, url: URL, host: ModelHost, signal: AbortSignal): Promise<Run> {
  const [bytes, log] = await Promise.all([loadModel(file, url, signal, host.get), loadRuntime(runtime, host)]);
  signal.throwIfAborted();
  return createRunner(file.name, bytes, log);
}
