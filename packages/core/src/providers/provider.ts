/** What a provider saves of a run so that it survives a reload. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** Formats that a provider may deliver. */
export type MotionFormat = 'glb' | 'bvh' | 'fbx' | 'kinanim' | 'vrma';

export interface ProviderCapabilities {
  readonly formats: readonly MotionFormat[];
  /** True where fingers are captured, or a run can ask for them (`MotionParams.hands`). */
  readonly hands: boolean;
  /** True where the face is captured, or a run can ask for it (`MotionParams.face`). */
  readonly face: boolean;
  /** The most people whom it follows in one video. */
  readonly persons: number;
  /** True where a running job can be cancelled at its source. */
  readonly cancel: boolean;
  readonly queuePosition: boolean;
  /** The longest video that it takes, seconds. */
  readonly maxSeconds: number;
}

/** What a caller may ask of any provider. */
export interface MotionParams {
  /** Name of the result. Default: the file's name without its ending. */
  readonly name?: string;
  /** Size of the body model, for providers that have a choice. Default `full`. */
  readonly quality?: 'lite' | 'full' | 'heavy';
  /** Whom to follow where several people are in view, for providers that have a choice. Default: who is seen best. */
  readonly person?: PersonChoice;
  /**
   * Whether fingers are captured as well, for providers that have a choice from run to run: `local()` and
   * `animate3d()`. Default: as the provider was made.
   */
  readonly hands?: boolean;
  /** The same of the face. */
  readonly face?: boolean;
}

/** A point on a person, at an instant at which that person is in view. */
export interface PersonChoice {
  /** Seconds from the start of the video. */
  readonly time: number;
  /** Shares [0, 1] of the upright picture, from its upper left corner. */
  readonly x: number;
  readonly y: number;
}

/** Stages of a run, in the order in which they happen; a provider leaves out what it does not do. */
export type ProgressStage =
  'hash' | 'upload' | 'queue' | 'load' | 'decode' | 'track' | 'solve' | 'download' | 'parse' | 'done';

/** How far a run is. */
export interface Progress {
  readonly stage: ProgressStage;
  /** [0, 1] of the whole run. Never goes back, and is 1 exactly once, at the end. */
  readonly progress01: number;
  /** Frames that are done, and all of them, where the stage counts frames. */
  readonly frames?: { readonly done: number; readonly total: number };
  /** Bytes that are through, and all of them, where the stage moves bytes. */
  readonly bytes?: { readonly done: number; readonly total: number };
  /** Estimated seconds to the end. Absent until the estimate is worth showing. */
  readonly secondsLeft?: number;
  /** A sentence for a person. */
  readonly message?: string;
}

export interface RunContext {
  readonly signal: AbortSignal;
  /** SHA-256 of the video, lower-case hex, where it is known already. */
  readonly videoHash?: string;
  onProgress(progress: Progress): void;
  /** Keeps what `resume` needs; resolves when it is durable. */
  saveCheckpoint(checkpoint: JsonValue): Promise<void>;
}

export interface ProviderFile {
  /** With its ending: `squats.glb`. */
  readonly name: string;
  readonly format: MotionFormat;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Who turns a video into files. */
export interface Provider {
  /** Namespace of cache keys: `local`, `animate3d`, `kinetix`. */
  readonly id: string;
  /** Changes when the same video would give another motion: what was cached under another version is not used. */
  readonly version?: string;
  readonly capabilities: ProviderCapabilities;
  /**
   * Runs until the files are there.
   *
   * @throws the signal's reason on abort; else a `KinoraError`.
   */
  run(video: Blob, params: MotionParams, context: RunContext): Promise<readonly ProviderFile[]>;
  resume?(checkpoint: JsonValue, context: RunContext): Promise<readonly ProviderFile[]>;
  /**
   * Refuses what `run` would refuse by a look at the container alone. It is asked while the whole of a large video is still
   * being hashed, so that nobody waits for the refusal of an hour's film.
   *
   * @throws a `KinoraError`; what else it throws is not heard.
   */
  check?(video: Blob, params: MotionParams, options: { readonly signal: AbortSignal }): Promise<void>;
  /** Ends whatever threads the provider holds. */
  dispose?(): void;
}
