/** Every failure that Kinora reports, as `<room>/<what>`. Public API: add freely, never rename or reuse. */
export type KinoraErrorCode =
  // rig and clip
  | 'rig/invalid'
  | 'rig/not-humanoid'
  | 'rig/override'
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
  | 'formats/fbx-syntax'
  | 'formats/fbx-number'
  | 'formats/fbx-version'
  | 'formats/fbx-scene'
  | 'formats/no-animation'
  | 'formats/no-person'
  | 'formats/kinanim'
  | 'formats/zip'
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
  // http: what came of a request
  | 'http/network'
  | 'http/timeout'
  | 'http/unauthorized'
  | 'http/forbidden'
  | 'http/not-found'
  | 'http/too-large'
  | 'http/rate-limited'
  | 'http/rejected'
  | 'http/unavailable'
  | 'http/unreadable'
  // upload
  | 'upload/unreadable'
  | 'upload/refused'
  | 'upload/stalled'
  // animate3d: the service, and the jobs that it gave up
  | 'animate3d/parameter'
  | 'animate3d/unsupported'
  | 'animate3d/secret-in-browser'
  | 'animate3d/protocol'
  | 'animate3d/checkpoint'
  | 'animate3d/unknown-job'
  | 'animate3d/timeout'
  | 'animate3d/no-result'
  | 'animate3d/bad-video'
  | 'animate3d/no-person'
  | 'animate3d/bad-request'
  | 'animate3d/bad-character'
  | 'animate3d/quota'
  | 'animate3d/job-timeout'
  | 'animate3d/job-failed'
  | 'runtime/disposed'
  | 'runtime/no-provider'
  | 'runtime/unknown-process'
  | 'runtime/interrupted'
  | 'runtime/elsewhere'
  | 'runtime/unexpected'
  // capture
  | 'capture/no-worker'
  | 'capture/no-video'
  | 'capture/unreadable'
  | 'capture/unsupported-codec'
  | 'capture/too-long'
  | 'capture/no-person'
  | 'capture/nobody-there'
  | 'capture/no-decoder'
  | 'capture/model-corrupt'
  | 'capture/model-unavailable'
  | 'capture/wasm'
  | 'capture/timeout'
  | 'capture/failed'
  // cli
  | 'cli/no-command'
  | 'cli/unknown-command'
  | 'cli/usage'
  | 'cli/unknown-format'
  | 'cli/unknown-clip'
  | 'cli/same-file'
  | 'cli/missing-file'
  | 'cli/unreadable-file'
  | 'cli/unwritable-file'
  | 'cli/problems'
  | 'cli/cancelled'
  | 'cli/unexpected'
  // service: how it was started, and what it refuses to a caller
  | 'service/unsafe-bind'
  | 'service/account'
  | 'service/port'
  | 'service/data-in-use'
  | 'service/journal'
  | 'service/bad-request'
  | 'service/not-signed-in'
  | 'service/forbidden'
  | 'service/not-found'
  | 'service/too-large'
  | 'service/conflict'
  | 'service/busy'
  | 'service/storage-full'
  | 'service/failed'
  | 'service/slow'
  | 'service/outside-url'
  | 'service/outside-failed'
  // gateway: how it was set up, what it allows a page, and the account behind it
  | 'service/config'
  | 'service/token-key'
  | 'service/quota'
  | 'service/no-credits'
  | 'service/upstream'
  // viewer
  | 'viewer/no-webgl'
  | 'viewer/load'
  | 'viewer/no-figure'
  | 'viewer/not-drawable'
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
