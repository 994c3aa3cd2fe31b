import { loadAndCompile, Tensor } from '@litertjs/core';
import type { CompiledModel } from '@litertjs/core';
import { KinoraError } from '@kinora/core/motion';
import type { Run } from '../track/landmarks.ts';
import type { RuntimeLog } from './runtime-log.ts';

/**
 * Compiles a model of one float32 input for the processor (WebAssembly): the same answer on every device. Its memory is
 * given back when the worker ends, for WebAssembly's never shrinks.
 *
 * @throws `capture/wasm` where LiteRT cannot compile it, or lacks an operation that it needs.
 */
export async function createRunner(name: string, bytes: Uint8Array, log: RuntimeLog): Promise<Run> {
  const model = await compile(name, bytes, log);
  const shape = model.getInputDetails()[0]!.shape; // Every model that we load has exactly one input.
  assertResolved(name, log);
  return async (input) => {
    const outputs = await runOnce(model, new Tensor(input, shape));
    assertResolved(name, log);
    return outputs;
  };
}

async function compile(name: string, bytes: Uint8Array, log: RuntimeLog): Promise<CompiledModel> {
  try {
    return await loadAndCompile(bytes, { accelerator: 'wasm' });
  } catch (error) {
    throw new KinoraError('capture/wasm', `Cannot compile the model "${name}": ${String(error)}`, {
      hint: 'The device may be out of memory: close other tabs and try again.',
      details: { name, log: log.tail() },
      cause: error,
    });
  }
}

async function runOnce(model: CompiledModel, input: Tensor): Promise<Float32Array[]> {
  let outputs: Tensor[] = [];
  try {
    outputs = await model.run([input]);
    // Copies: a view would point into memory that is given back below.
    return outputs.map((output) => Float32Array.from(output.toTypedArray()));
  } finally {
    input.delete();
    for (const output of outputs) output.delete();
  }
}

function assertResolved(name: string, log: RuntimeLog): void {
  if (log.unresolved === undefined) return;
  throw new KinoraError('capture/wasm', `Cannot run the model "${name}": ${log.unresolved}`, {
    hint: 'LiteRT has no such operation, and would give numbers without meaning.',
    details: { name },
  });
}
