import type { Clip } from '../clip/clip.ts';
import type { HumanoidMap } from '../rig/humanoid.ts';
import type { Rig } from '../rig/rig.ts';

/** What a file holds, after it was sniffed, bounded and parsed. */
export interface ParsedMotion {
  readonly format: 'glb' | 'bvh';
  readonly rig: Rig;
  readonly humanoid: HumanoidMap;
  readonly clips: readonly Clip[];
  readonly warnings: readonly string[];
}

/** Whether what is kept outlives the page. */
export interface StorageState {
  readonly kind: 'indexeddb' | 'memory';
  /** Why nothing is kept, a sentence for a person; absent with `indexeddb`. */
  readonly reason?: string;
}

/** One finished file in the cache. */
export interface KeptFile {
  /** SHA-256 of the bytes, lower-case hex: the file's key. */
  readonly hash: string;
  readonly name: string;
  readonly format: 'glb' | 'bvh';
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
  readonly files: readonly KeptFile[];
  readonly durationSeconds?: number;
  readonly error?: { readonly code: string; readonly message: string; readonly hint?: string };
}

/** All that the core worker does for the page. Types only: `client.ts` and `host.ts` both speak it. */
export interface CoreApi {
  /** Answers the hand-shake. */
  hello(): Promise<{ readonly storage: StorageState }>;
  storage(): Promise<StorageState>;
  /** SHA-256 of a blob, streamed, lower-case hex. */
  hash(blob: Blob): Promise<string>;
  /** Sniffs, bounds and parses. The bytes are copied, not kept. */
  parse(bytes: Uint8Array<ArrayBuffer> | Blob, name: string): Promise<ParsedMotion>;
  /** Keeps a file under its hash. Evicts by last use where the budget asks for it. */
  keep(bytes: Uint8Array<ArrayBuffer>, name: string, format: 'glb' | 'bvh'): Promise<KeptFile>;
  /** The bytes of a kept file, checked against their hash. `cache/missing` where they are gone. */
  read(hash: string): Promise<Uint8Array<ArrayBuffer>>;
  /** Kept and parsed in one step, so that the bytes never cross. */
  parseKept(hash: string): Promise<ParsedMotion>;
  saveProcess(record: ProcessRecord): Promise<void>;
  listProcesses(): Promise<readonly ProcessRecord[]>;
  deleteProcess(id: string): Promise<void>;
  /** Where the same video went through the same provider before: its finished record, else undefined. */
  findProcess(provider: string, videoHash: string, paramsKey: string): Promise<ProcessRecord | undefined>;
  /** The avatar's own file with the clip, retargeted, as one more animation inside. Nothing else of it changes. */
  exportGlb(avatar: Uint8Array<ArrayBuffer>, clip: Clip): Promise<Uint8Array<ArrayBuffer>>;
  exportBvh(clip: Clip): Promise<Uint8Array<ArrayBuffer>>;
}
