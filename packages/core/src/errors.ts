/** Every failure that Kinora reports, as `<room>/<what>`. Public API: add freely, never rename or reuse. */
export type KinoraErrorCode =
  // rig and clip
  | 'rig/invalid'
  | 'rig/not-humanoid'
  | 'clip/invalid'
  // formats: bytes that are not what they say, or that ask for more than they may
  | 'formats/unknown'
  | 'formats/unsupported'
  | 'formats/empty'
  | 'formats/truncated'
  | 'formats/too-large'
  | 'formats/external-file'
  | 'formats/bvh-syntax'
  | 'formats/bvh-number'
  | 'formats/bvh-motion'
  | 'formats/glb-header'
  | 'formats/glb-chunk'
  | 'formats/glb-json'
  | 'formats/glb-accessor'
  | 'formats/glb-nodes'
  | 'formats/no-animation'
  // retarget
  | 'retarget/unmapped'
  // play
  | 'play/disposed'
  // rpc and worker
  | 'rpc/dead'
  | 'rpc/timeout'
  | 'rpc/closed'
  | 'worker/start'
  // store and cache
  | 'store/unavailable'
  | 'cache/unavailable'
  | 'cache/full'
  | 'cache/missing'
  | 'cache/corrupt'
  // providers and runtime
  | 'provider/failed'
  | 'provider/no-motion'
  | 'runtime/disposed'
  | 'runtime/no-provider'
  | 'runtime/unknown-process'
  | 'runtime/interrupted'
  | 'runtime/unexpected'
  // capture
  | 'capture/no-worker'
  | 'capture/no-video'
  | 'capture/unreadable'
  | 'capture/unsupported-codec'
  | 'capture/too-long'
  | 'capture/no-person'
  | 'capture/no-decoder'
  | 'capture/model-corrupt'
  | 'capture/model-unavailable'
  | 'capture/wasm'
  | 'capture/failed'
  // viewer
  | 'viewer/no-webgl'
  | 'viewer/load'
  | 'viewer/disposed';

export interface KinoraErrorOptions {
  /** One sentence that names the fix, for a person. */
  readonly hint?: string;
  /** The facts of the message as plain data: errors cross the worker by structured clone. */
  readonly details?: Readonly<Record<string, string | number | boolean>>;
  readonly cause?: unknown;
}

/**
 * The one error class that Kinora throws on purpose. Switch on `code`; `message` and `hint` are for people.
 * An abort is not a failure: it rejects with the signal's own reason (an `AbortError`), untouched.
 */
export class KinoraError extends Error {
  override readonly name = 'KinoraError';
  readonly code: KinoraErrorCode;
  readonly hint: string | undefined;
  readonly details: Readonly<Record<string, string | number | boolean>>;

  constructor(code: KinoraErrorCode, message: string, options: KinoraErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.hint = options.hint;
    this.details = options.details ?? {};
  }
}

/** True for an error of ours, also where two copies of this module are loaded and `instanceof` says no. */
export function isKinoraError(error: unknown): error is KinoraError {
  return (
    error instanceof Error && error.name === 'KinoraError' && typeof (error as { code?: unknown }).code === 'string'
  );
}
