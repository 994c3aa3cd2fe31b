import { loadLiteRt, supportsFeature } from '@litertjs/core';
import { KinoraError } from '@kinora/core/motion';
import { RuntimeLog } from './runtime-log.ts';

/** A build of LiteRT: its loader's code and where its WebAssembly is. */
export interface RuntimeBuild {
  readonly wasm: URL;
  /** Makes Emscripten's module factory. */
  loadFactory(commonJs?: CommonJs): Promise<unknown>;
}

/** What a CommonJS module has in Node, and what LiteRT's loader looks for there. */
export interface CommonJs {
  readonly require: unknown;
  readonly __dirname: string;
  readonly __filename: string;
}

/** What Node has to bring along; a browser brings nothing. */
export interface RuntimeHost {
  readonly commonJs?: CommonJs;
  /** Reads the WebAssembly, where the loader's own `fetch` cannot. */
  readonly readWasm?: (url: URL) => Promise<Uint8Array>;
}

/** Where LiteRT's loader looks for what it is given. */
interface LoaderScope {
  self?: unknown;
  importScripts?: (url: string) => void;
  ModuleFactory?: unknown;
  Module?: unknown;
}

let loading: Promise<RuntimeLog> | undefined;

/** Whether this host has the relaxed instructions of WebAssembly. */
export function hasRelaxedSimd(): Promise<boolean> {
  return supportsFeature('relaxedSimd');
}

/**
 * Loads LiteRT into this worker, once for all runs: the build of the first one stays.
 *
 * @throws `capture/wasm` where WebAssembly is refused or its file is missing.
 */
export function loadRuntime(build: RuntimeBuild, host: RuntimeHost = {}): Promise<RuntimeLog> {
  loading ??= load(build, host).catch((error: unknown) => {
    loading = undefined; // The next run tries again.
    throw error;
  });
  return loading;
}

async function load(build: RuntimeBuild, { commonJs, readWasm }: RuntimeHost): Promise<RuntimeLog> {
  const log = new RuntimeLog();
  const write = (...words: unknown[]): void => log.write(words.map(String).join(' '));
  try {
    const factory = await build.loadFactory(commonJs);
    const wasmBinary = await readWasm?.(build.wasm);
    const scope = globalThis as LoaderScope;
    scope.self ??= globalThis; // Node has no `self`.
    // A module worker has no importScripts, and a strict policy no eval: the loader's code is here already.
    scope.importScripts = (): void => {};
    scope.ModuleFactory = factory;
    scope.Module = {
      locateFile: () => build.wasm.href,
      ...(wasmBinary && { wasmBinary }),
      print: write,
      printErr: write,
    };
    await quietly(write, () => loadLiteRt('/unused/'));
    return log;
  } catch (error) {
    throw new KinoraError('capture/wasm', 'Cannot start LiteRT: its WebAssembly was refused or could not be read', {
      hint: "The policy of the worker's own response must allow 'wasm-unsafe-eval', and its .wasm file must be served.",
      details: { wasm: build.wasm.pathname, why: String(error), log: log.tail() },
      cause: error,
    });
  }
}

/** LiteRT always looks for WebGPU, which we do not use, and warns on the console where there is none. */
/* eslint-disable no-console -- what would be printed is kept from the console here, and goes to our own log */
async function quietly(write: (...words: unknown[]) => void, work: () => Promise<unknown>): Promise<void> {
  const { warn } = console;
  console.warn = write;
  try {
    await work();
  } finally {
    console.warn = warn;
  }
}
