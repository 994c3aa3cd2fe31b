import { KinoraError } from '@kinora/core/motion';
import { detectorUrl, exactRuntime, landmarksFullUrl, landmarksLiteUrl, relaxedRuntime } from './assets.ts';
import { createRunner } from './litert/create-runner.ts';
import { hasRelaxedSimd, loadRuntime } from './litert/load-runtime.ts';
import type { RuntimeBuild, RuntimeHost } from './litert/load-runtime.ts';
import { loadModel } from './models/load-model.ts';
import type { Fetch, OnBytes } from './models/load-model.ts';
import { DETECTOR, LANDMARKS } from './models/manifest.ts';
import type { ModelFile, Quality, Runtime } from './models/manifest.ts';
import type { Run } from './track/landmarks.ts';
import type { TrackerModels } from './track/tracker.ts';

/** How a place other than a browser gets at the files beside this script. */
export interface ModelHost extends RuntimeHost {
  /** Default `fetch`. */
  readonly get?: Fetch;
  /** Where a model that is not shipped may lie without having been asked for there. */
  readonly findExtra?: (file: ModelFile) => URL | undefined;
}

export interface ModelChoice {
  readonly quality: Quality;
  /** URL of the folder with the models that are not shipped, with a slash at its end. */
  readonly assetBase?: string | undefined;
  /** Default `exact`. */
  readonly runtime?: Runtime | undefined;
}

/** Loads the models of one quality, and tells how much of them is here. */
export type LoadModels = (choice: ModelChoice, signal: AbortSignal, onBytes?: OnBytes) => Promise<TrackerModels>;

/**
 * Loads the models of BlazePose from beside this script, and keeps each that was asked for: for one run at a time.
 *
 * @returns a function that loads what it has not loaded yet, and again what failed.
 */
export function createModelLoader(host: ModelHost = {}): LoadModels {
  const loaded = new Map<ModelFile, Run>();
  const load = async (
    file: ModelFile,
    url: URL,
    build: RuntimeBuild,
    signal: AbortSignal,
    onBytes: OnBytes,
  ): Promise<Run> => {
    const run = loaded.get(file) ?? (await loadRunner(file, url, build, host, signal, onBytes));
    loaded.set(file, run);
    return run;
  };
  return async (choice, signal, onBytes = () => {}) => {
    const file = LANDMARKS[choice.quality];
    const url = placeOf(choice, host);
    const build = choice.runtime === 'fast' && (await hasRelaxedSimd()) ? relaxedRuntime : exactRuntime;
    const onPart = sumOf(
      onBytes,
      [DETECTOR, file].filter((wanted) => !loaded.has(wanted)),
    );
    const [detector, landmarks] = await Promise.all([
      load(DETECTOR, detectorUrl, build, signal, onPart(DETECTOR)),
      load(file, url, build, signal, onPart(file)),
    ]);
    return { detector, landmarks };
  };
}

/** Tells of several files as of one. */
function sumOf(onBytes: OnBytes, files: readonly ModelFile[]): (file: ModelFile) => OnBytes {
  const here = new Map<ModelFile, number>();
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  if (total > 0) onBytes(0, total); // How much it will be is told before it comes.
  return (file) => (done) => {
    here.set(file, done);
    onBytes(
      [...here.values()].reduce((sum, bytes) => sum + bytes, 0),
      total,
    );
  };
}

function placeOf({ quality, assetBase }: ModelChoice, { findExtra }: ModelHost): URL {
  if (quality === 'lite') return landmarksLiteUrl;
  if (quality === 'full') return landmarksFullUrl;
  const file = LANDMARKS[quality];
  const place = assetBase === undefined ? findExtra?.(file) : new URL(file.name, assetBase);
  if (place) return place;
  throw new KinoraError(
    'capture/model-unavailable',
    `Cannot capture in quality "${quality}": its model is not shipped`,
    {
      hint: 'Fill a folder by "npx --no-install kinora assets DIR", and name it: assetBase of local() in a browser, where you serve it; --assets DIR in a shell; assets of captureInChild() in Node.',
      details: { quality, name: file.name },
    },
  );
}

async function loadRunner(
  file: ModelFile,
  url: URL,
  build: RuntimeBuild,
  host: ModelHost,
  signal: AbortSignal,
  onBytes: OnBytes,
): Promise<Run> {
  const [bytes, log] = await Promise.all([loadModel(file, url, signal, host.get, onBytes), loadRuntime(build, host)]);
  signal.throwIfAborted();
  return createRunner(file.name, bytes, log);
}
