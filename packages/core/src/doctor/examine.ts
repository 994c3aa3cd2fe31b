import type { StorageState } from '../store/storage-state.ts';
import type { DoctorFacts, StorageFacts } from './facts.ts';
import { VERSION } from './version.ts';

/** What only the runtime knows. */
export interface RuntimeFacts {
  readonly thread: 'worker' | 'main';
  readonly fallbackReason: string | undefined;
  readonly storage: StorageState;
  readonly lastError: string | undefined;
}

/** Not every browser says everything, and Node 20 has no navigator at all. */
interface Device {
  readonly userAgent?: string;
  readonly languages?: readonly string[];
  readonly hardwareConcurrency?: number;
  readonly deviceMemory?: number;
  readonly locks?: unknown;
  readonly storage?: {
    estimate(): Promise<{ readonly usage?: number; readonly quota?: number }>;
    persisted(): Promise<boolean>;
  };
}

/** Looks at the place that this script runs in, and finds nothing that names a person, a file or an address. */
export async function examine({ thread, fallbackReason, storage, lastError }: RuntimeFacts): Promise<DoctorFacts> {
  const { userAgent, languages, hardwareConcurrency, deviceMemory, locks } = device();
  return {
    version: VERSION,
    userAgent: userAgent ?? 'unknown',
    languages: languages ?? [],
    ...(hardwareConcurrency !== undefined && { cores: hardwareConcurrency }),
    ...(deviceMemory !== undefined && { memoryGigabytes: deviceMemory }),
    thread: { kind: thread, ...(fallbackReason !== undefined && { reason: withoutAddresses(fallbackReason) }) },
    storage: await examineStorage(storage),
    webLocks: locks !== undefined,
    crossOriginIsolated: (globalThis as { crossOriginIsolated?: boolean }).crossOriginIsolated ?? false,
    webAssembly: examineWebAssembly(),
    ...(lastError !== undefined && { lastError }),
  };
}

async function examineStorage({ kind, reason }: StorageState): Promise<StorageFacts> {
  const state = { kind, ...(reason !== undefined && { reason: withoutAddresses(reason) }) };
  // Absent on a page that came without encryption from another machine.
  const { storage } = device();
  try {
    const { usage, quota } = (await storage?.estimate()) ?? {};
    return {
      ...state,
      ...(usage !== undefined && { usedBytes: usage }),
      ...(quota !== undefined && { quotaBytes: quota }),
      ...(storage && { isPersistent: await storage.persisted() }),
    };
  } catch {
    return state; // A browser that keeps nothing for this page does not say how much.
  }
}

function device(): Device {
  return (globalThis as { navigator?: Device }).navigator ?? {};
}

// prettier-ignore
/** A module whose one function splats a vector and counts its bits: valid where SIMD is. */
const SIMD = Uint8Array.of(
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11,
);

function examineWebAssembly(): DoctorFacts['webAssembly'] {
  const { WebAssembly: wasm } = globalThis as { WebAssembly?: typeof WebAssembly };
  return { isThere: wasm !== undefined, simd: wasm?.validate(SIMD) ?? false };
}

/** Messages name the script that failed, and its address or its path may hold what nobody should read. */
function withoutAddresses(sentence: string): string {
  return sentence.replace(/[^\s"'<>]+/g, (word) => (/[/\\?#]./.test(word) ? '(address)' : word));
}
