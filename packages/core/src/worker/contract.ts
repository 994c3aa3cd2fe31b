import type { Clip } from '../clip/clip.ts';
import type { ParsedFile } from '../formats/parse-motion.ts';
import type { PageState } from '../http/page.ts';
import type { PreparedClip } from '../play/prepare-clip.ts';
import type { HumanoidMap } from '../rig/humanoid.ts';
import type { JsonValue, MotionFormat, MotionParams, ProviderFile, RunContext } from '../providers/provider.ts';
import type { WireProvider, WireSettings } from '../providers/wire-provider.ts';
import type { Rig } from '../rig/rig.ts';
import type { StorageState } from '../store/storage-state.ts';

export type { StorageState } from '../store/storage-state.ts';

/** What a file holds, after it was sniffed, bounded and parsed. */
export interface ParsedMotion {
  /** Of the file, or of the one inside where it is an archive. */
  readonly format: ParsedFile['format'];
  readonly rig: Rig;
  readonly humanoid: HumanoidMap;
  readonly clips: readonly Clip[];
  readonly warnings: readonly string[];
}

/** One finished file in the cache. */
export interface KeptFile {
  /** SHA-256 of the bytes, lower-case hex: the file's key. */
  readonly hash: string;
  readonly name: string;
  readonly format: MotionFormat;
  readonly sizeBytes: number;
}

/** A run from video to files, as it is kept. */
export interface ProcessRecord {
  readonly id: string;
  readonly provider: string;
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly createdAtMs: number;
  readonly state: 'running' | 'done' | 'failed' | 'cancelled';
  /** SHA-256 of the video, once it is known. */
  readonly videoHash?: string;
  /** What else of the request decides about the motion: with `provider` and `videoHash` it is the key of the cache. */
  readonly paramsKey?: string;
  /** What the provider saved to go on after a reload. */
  readonly checkpoint?: JsonValue;
  readonly files: readonly KeptFile[];
  readonly durationSeconds?: number;
  readonly error?: { readonly code: string; readonly message: string; readonly hint?: string };
}

/** What a wire provider's client is to do. */
export type WireJob = { readonly video: Blob; readonly params: MotionParams } | { readonly checkpoint: JsonValue };

export type WireContext = RunContext & Pick<WireProvider, 'getToken'>;

/** All that the core worker does for the page. Types only: `client.ts` and `host.ts` both speak it. */
export interface CoreApi {
  /** Answers the hand-shake. */
  hello(): Promise<{ readonly storage: StorageState }>;
  /** Tells of every change of the storage state. Never resolves: abort it to stop listening. */
  watchStorage(options: {
    readonly signal: AbortSignal;
    readonly onChange: (state: StorageState) => void;
  }): Promise<never>;
  /** Says how the page is: what runs for it waits for a network, and asks for nothing while nobody looks. */
  setPage(state: PageState): Promise<void>;
  /** SHA-256 of a blob, streamed, lower-case hex. */
  hash(blob: Blob, options?: { readonly signal?: AbortSignal }): Promise<string>;
  /** Sniffs, bounds and parses. The bytes are copied, not kept. */
  parse(
    bytes: Uint8Array<ArrayBuffer> | Blob,
    name: string,
    options?: { readonly person?: number | 'all' },
  ): Promise<ParsedMotion>;
  /** What a player on the page needs to play a clip on another rig, found off the page. Undefined where it is the same rig. */
  prepare(clip: Clip, target: Rig, targetMap?: HumanoidMap): Promise<PreparedClip | undefined>;
  /** Keeps a file of a process under its hash: it is not evicted until its last process is deleted. */
  keep(bytes: Uint8Array<ArrayBuffer>, name: string, format: MotionFormat): Promise<KeptFile>;
  /** The bytes of a kept file, checked against their hash. `cache/missing` where they are gone. */
  read(hash: string): Promise<Uint8Array<ArrayBuffer>>;
  /** Kept and parsed in one step, so that the bytes never cross. */
  parseKept(hash: string): Promise<ParsedMotion>;
  saveProcess(record: ProcessRecord): Promise<void>;
  listProcesses(): Promise<readonly ProcessRecord[]>;
  /** With its files, where no other process has them. */
  deleteProcess(id: string): Promise<void>;
  /** Where the same video went through the same provider before: its finished record, else undefined. */
  findProcess(provider: string, videoHash: string, paramsKey: string): Promise<ProcessRecord | undefined>;
  /** Runs the client of a wire provider. Made once more, it goes on by the checkpoint that it saved. */
  runProvider(settings: WireSettings, job: WireJob, context: WireContext): Promise<readonly ProviderFile[]>;
  /** The avatar's own file with the clip, retargeted, as one more animation inside. Nothing else of it changes. */
  exportGlb(avatar: Uint8Array<ArrayBuffer>, clip: Clip): Promise<Uint8Array<ArrayBuffer>>;
  /** A GLB of the clip alone, with all that a capture knows of it. */
  exportClip(clip: Clip): Promise<Uint8Array<ArrayBuffer>>;
  exportBvh(clip: Clip): Promise<Uint8Array<ArrayBuffer>>;
}
