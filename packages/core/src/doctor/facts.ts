import type { StorageState } from '../store/storage-state.ts';

/** What a place is like that Kinora runs in: for a report of a problem. No name, no address, no account is in it. */
export interface DoctorFacts {
  /** Version of `@kinora/core`. */
  readonly version: string;
  readonly userAgent: string;
  /** As the person prefers them: `de-AT`, `en`. */
  readonly languages: readonly string[];
  /** Processors that the browser admits to. */
  readonly cores?: number;
  /** Rounded by the browser. Absent where it does not say. */
  readonly memoryGigabytes?: number;
  /** Where the core runs, and why not in a worker. */
  readonly thread: { readonly kind: 'worker' | 'main'; readonly reason?: string };
  readonly storage: StorageFacts;
  /** Whether tabs can wait for each other. */
  readonly webLocks: boolean;
  readonly crossOriginIsolated: boolean;
  readonly webAssembly: { readonly isThere: boolean; readonly simd: boolean };
  /** Code of the last run that failed. */
  readonly lastError?: string;
}

export interface StorageFacts extends StorageState {
  readonly usedBytes?: number;
  readonly quotaBytes?: number;
  /** Whether the browser promised not to clear it by itself. */
  readonly isPersistent?: boolean;
}
