import { KinoraError } from '@kinora/core/motion';
import { detectorUrl, exactRuntime, landmarksFullUrl, landmarksLiteUrl, relaxedRuntime } from './assets.ts';
import { createRunner } from './litert/create-runner.ts';
import { hasRelaxedSimd, loadRuntime } from './litert/load-runtime.ts';
import type { RuntimeBuild, RuntimeHost } from './litert/load-runtime.ts';
import { loadModel } from './models/load-model.ts';
import type { Fetch, OnBytes } from './models/load-model.ts';
import {
  DETECTOR,
  EXTRA_MODELS,
  FACE_DETECTOR,
  FACE_LANDMARKER,
  HAND_LANDMARKER,
  LANDMARKS,
} from './models/manifest.ts';
import type { Extra, ModelFile, Quality, Runtime } from './models/manifest.ts';
import type { ExtraModels } from './track/extras.ts';
import type { Run } from './track/landmarks.ts';
import type { TrackerModels } from './track/tracker.ts';

/** How a place other than a browser gets at the files beside this script. */
export interface ModelHost extends RuntimeHost {
  /** Default `fetch`. */
  readonly get?: Fetch;
  /** Where a model that is not shipped may lie without having been asked for there. */
  readonly findExtra?: (file: ModelFile) => ExtraPlace | undefined;
}

/** A model in a file that may hold others as well. */
export interface ExtraPlace {
  readonly url: URL;
  /** Gets the bytes of the model alone. Default `fetch`. */
  readonly get?: Fetch | undefined;
}

export interface ModelChoice {
  readonly quality: Quality;
  /** Default false, both. */
  readonly hands?: boolean | undefined;
  readonly face?: boolean | undefined;
  /** URL of the folder with the models that are not shipped, with a slash at its end. */
  readonly assetBase?: string | undefined;
  /** Default `exact`. */
  readonly runtime?: Runtime | undefined;
}

/** All models of one run. */
export type CaptureModels = TrackerModels & ExtraModels;

/** Loads the models of one choice, and tells how much of them is here. */
export type LoadModels = (choice: ModelChoice, signal: AbortSignal, onBytes?: OnBytes) => Promise<CaptureModels>;

/**
 * Loads models, those that are shipped from beside this script, and keeps each that was asked for: for one run at a time.
 *
 * @returns a function that loads what it has not loaded yet, and again what failed.
 */
export function createModelLoader(host: ModelHost = {}): LoadModels {
  const loaded = new Map<ModelFile, Run>();
  return async (choice, signal, onBytes = () => {}) => {
    const wanted = wantedFiles(choice);
    // All places first: none is fetched where another one is not to be had.
    const places = new Map(wanted.map((file) => [file, placeOf(file, choice, host)]));
    const build = choice.runtime === 'fast' && (await hasRelaxedSimd()) ? relaxedRuntime : exactRuntime;
    const missing = wanted.filter((file) => !loaded.has(file));
    const onPart = sumOf(onBytes, missing);
    await Promise.all(
      missing.map(async (file) => {
        loaded.set(file, await loadRunner(file, places.get(file)!, build, host, signal, onPart(file)));
      }),
    );
    return modelsOf(choice, (file) => loaded.get(file)!);
  };
}

function wantedFiles({ quality, hands, face }: ModelChoice): readonly ModelFile[] {
  return [
    DETECTOR,
    LANDMARKS[quality],
    ...(hands ? [HAND_LANDMARKER] : []),
    ...(face ? [FACE_DETECTOR, FACE_LANDMARKER] : []),
  ];
}

function modelsOf({ quality, hands, face }: ModelChoice, run: (file: ModelFile) => Run): CaptureModels {
  return {
    detector: run(DETECTOR),
    landmarks: run(LANDMARKS[quality]),
    ...(hands && { hands: { hand: run(HAND_LANDMARKER) } }),
    ...(face && { face: { detector: run(FACE_DETECTOR), face: run(FACE_LANDMARKER) } }),
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

const SHIPPED = new Map([
  [DETECTOR, detectorUrl],
  [LANDMARKS.lite, landmarksLiteUrl],
  [LANDMARKS.full, landmarksFullUrl],
]);

function placeOf(file: ModelFile, { assetBase }: ModelChoice, { get, findExtra }: ModelHost): ExtraPlace {
  const shipped = SHIPPED.get(file);
  if (shipped) return { url: shipped, get };
  const place = assetBase === undefined ? findExtra?.(file) : { url: new URL(file.name, assetBase), get };
  if (place) return place;
  const extra = EXTRA_MODELS.find(({ name }) => name === file.name)!.extra; // What is not shipped is listed there.
  throw new KinoraError('capture/model-unavailable', `Cannot capture ${WISHES[extra]}: its model is not shipped`, {
    hint: 'Fill a folder by "npx --no-install kinora assets DIR", and name it: assetBase of local() in a browser, where you serve it; --assets DIR in a shell; assets of captureInChild() in Node.',
    details: { extra, name: file.name },
  });
}

const WISHES: Readonly<Record<Extra, string>> = {
  heavy: 'in quality "heavy"',
  hands: 'hands',
  face: 'a face',
};

async function loadRunner(
  file: ModelFile,
  { url, get }: ExtraPlace,
  build: RuntimeBuild,
  host: ModelHost,
  signal: AbortSignal,
  onBytes: OnBytes,
): Promise<Run> {
  const [bytes, log] = await Promise.all([loadModel(file, url, signal, get, onBytes), loadRuntime(build, host)]);
  signal.throwIfAborted();
  return createRunner(file.name, bytes, log);
}
