import { connect, expose, transfer } from '@kinora/core/rpc';
import type { Remote, RpcEndpoint } from '@kinora/core/rpc';
import { isKinoraError, KinoraError } from '@kinora/core/motion';
import { afterEach, describe, expect, test } from 'vitest';

interface RunOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress01: number) => void;
}

/** A worker's side with one method for each thing that has to cross. */
class Service {
  seen: unknown[] = [];
  lateProgress: (() => void) | undefined;
  add(a: number, b: number): number {
    return a + b;
  }
  fail(): never {
    throw new KinoraError('formats/unknown', 'Cannot read "x": it is no motion file', {
      hint: 'Use GLB or BVH.',
      details: { name: 'x', sizeBytes: 3 },
      cause: new RangeError('inner'),
    });
  }
  throwDom(): never {
    throw new DOMException('no room', 'QuotaExceededError');
  }
  throwValue(value: unknown): never {
    throw value;
  }
  async hang({ signal }: RunOptions): Promise<void> {
    await new Promise<void>((_resolve, reject) =>
      signal?.addEventListener('abort', () => {
        this.seen.push(signal.reason);
        reject(signal.reason as Error);
      }),
    );
  }
  count(to: number, { onProgress }: RunOptions): string {
    for (let i = 1; i <= to; i++) onProgress?.(i / to);
    this.lateProgress = () => onProgress?.(99);
    return 'done';
  }
  late(): void {
    this.lateProgress?.();
  }
  async greet(ask: (question: string) => Promise<string>): Promise<string> {
    return `hello ${await ask('name?')}`;
  }
  sizeOf(bytes: Uint8Array): number {
    return bytes.byteLength;
  }
  make(size: number): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(size).fill(7);
    return transfer(bytes, [bytes.buffer]);
  }
  notCloneable(): unknown {
    return { f: () => 1 };
  }
}

const open: { close(): void }[] = [];
afterEach(() => {
  for (const each of open.splice(0)) each.close();
});

async function start(): Promise<{ remote: Remote<Service>; service: Service; far: MessagePort }> {
  const { port1, port2 } = new MessageChannel();
  const service = new Service();
  expose(service, port2);
  const remote = await connect<Service>(port1, { name: 'test worker' });
  open.push(remote, port2);
  return { remote, service, far: port2 };
}

async function caught(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => expect.fail('it did not reject'),
    (error: unknown) => error,
  );
}

describe('connect() and expose()', () => {
  test('calls a method and gives its result', async () => {
    const { remote } = await start();
    expect(await remote.add(2, 3)).toBe(5);
  });

  test('keeps code, hint, details and cause of an error', async () => {
    const { remote } = await start();
    const error = await caught(remote.fail());
    expect(error).toBeInstanceOf(KinoraError);
    expect(error).toMatchObject({
      code: 'formats/unknown',
      hint: 'Use GLB or BVH.',
      details: { name: 'x', sizeBytes: 3 },
      cause: { name: 'RangeError', message: 'inner' },
    });
  });

  test('keeps the name of a DOMException', async () => {
    const { remote } = await start();
    const error = await caught(remote.throwDom());
    expect(error).toBeInstanceOf(DOMException);
    expect(error).toMatchObject({ name: 'QuotaExceededError', message: 'no room' });
  });

  test.each([[7], ['text'], [null], [undefined]])('gives a thrown %j as it is', async (value) => {
    const { remote } = await start();
    expect(await caught(remote.throwValue(value))).toBe(value);
  });

  test('refuses a method that is not there, and those of every object', async () => {
    const { remote } = await start();
    const anything = remote as unknown as { missing(): Promise<void>; hasOwnProperty(): Promise<void> };
    await expect(anything.missing()).rejects.toThrow('no method "missing"');
    await expect(anything.hasOwnProperty()).rejects.toThrow('no method "hasOwnProperty"');
  });

  test('rejects at once with the reason of an aborted signal, and the other side sees the abort', async () => {
    const { remote, service } = await start();
    const controller = new AbortController();
    const reason = new Error('changed my mind');
    const call = caught(remote.hang({ signal: controller.signal }));
    controller.abort(reason);
    expect(await call).toBe(reason);
    await remote.add(0, 0); // Messages are in order: the abort was handled before this answer.
    expect(service.seen).toMatchObject([{ message: 'changed my mind' }]);
  });

  test('does not send a call whose signal is aborted already', async () => {
    const { remote } = await start();
    expect(await caught(remote.hang({ signal: AbortSignal.abort('no') }))).toBe('no');
  });

  test('an abort after the answer changes nothing', async () => {
    const { remote } = await start();
    const controller = new AbortController();
    expect(await remote.count(1, { signal: controller.signal })).toBe('done');
    controller.abort();
    expect(await remote.add(1, 1)).toBe(2);
  });

  test('delivers every callback before the answer and none after it', async () => {
    const { remote } = await start();
    const heard: number[] = [];
    const answer = await remote.count(4, { onProgress: (value) => heard.push(value) });
    expect(answer).toBe('done');
    expect(heard).toEqual([0.25, 0.5, 0.75, 1]);
    await remote.late();
    await remote.add(0, 0);
    expect(heard).toHaveLength(4);
  });

  test('gives the worker what a callback returns, and its error with its code', async () => {
    const { remote } = await start();
    expect(await remote.greet((question) => Promise.resolve(question === 'name?' ? 'Ada' : '?'))).toBe('hello Ada');
    const refusal = new KinoraError('provider/failed', 'No token');
    const error = await caught(remote.greet(() => Promise.reject(refusal)));
    expect(isKinoraError(error) && error.code).toBe('provider/failed');
  });

  test('moves marked buffers in both directions', async () => {
    const { remote } = await start();
    const bytes = new Uint8Array(1024);
    expect(await remote.sizeOf(transfer(bytes, [bytes.buffer]))).toBe(1024);
    expect(bytes.byteLength).toBe(0);
    expect(await remote.make(16)).toEqual(new Uint8Array(16).fill(7));
  });

  test('rejects a result that cannot be cloned', async () => {
    const { remote } = await start();
    await expect(remote.notCloneable()).rejects.toThrow('Unserializable return value');
  });

  test('rejects an argument that cannot be cloned', async () => {
    const { remote } = await start();
    await expect(remote.throwValue([() => 1])).rejects.toThrow();
  });

  test('close() rejects calls under way and later ones with rpc/closed', async () => {
    const { remote } = await start();
    const call = caught(remote.hang({}));
    remote.close();
    expect(await call).toMatchObject({ code: 'rpc/closed' });
    expect(await caught(remote.add(1, 1))).toMatchObject({ code: 'rpc/closed' });
  });

  test('a port that the other side closes counts as dead', async () => {
    const { remote, far } = await start();
    const call = caught(remote.hang({}));
    far.close();
    expect(await call).toMatchObject({ code: 'rpc/dead' });
  });
});

/** A Worker as far as the page can see it. Silent: no script runs behind it. */
class SilentWorker extends EventTarget {
  terminated = 0;
  postMessage(): void {}
  terminate(): void {
    this.terminated++;
  }
}

describe('connect() to a worker that is not well', () => {
  test('says rpc/timeout when nothing answers, and terminates it', async () => {
    const worker = new SilentWorker();
    const error = await caught(connect(worker as unknown as RpcEndpoint, { timeoutMs: 5, name: 'core worker' }));
    expect(error).toMatchObject({ code: 'rpc/timeout', message: 'The core worker gave no answer within 5 ms' });
    expect(worker.terminated).toBe(1);
  });

  test('names 404 and CSP when the script fails to load', async () => {
    const worker = new SilentWorker();
    const error = caught(connect(worker as unknown as RpcEndpoint));
    worker.dispatchEvent(new Event('error'));
    expect(await error).toMatchObject({ code: 'rpc/dead', message: expect.stringMatching(/404 or CSP/) as unknown });
  });

  test('rejects a call whose worker is terminated, and tells onDead once', async () => {
    const worker = new SilentWorker();
    const deaths: string[] = [];
    const connecting = connect<Service>(worker, { onDead: ({ code }) => deaths.push(code) });
    worker.dispatchEvent(new MessageEvent('message', { data: { kinora: 'ready' } }));
    const remote = await connecting;
    const call = caught(remote.add(1, 2));
    worker.terminate();
    expect(await call).toMatchObject({ code: 'rpc/dead' });
    expect(await caught(remote.add(1, 2))).toMatchObject({ code: 'rpc/dead' });
    expect(deaths).toEqual(['rpc/dead']);
  });

  test.each(['error', 'messageerror'])('rejects calls under way on a "%s" event', async (type) => {
    const worker = new SilentWorker();
    const connecting = connect<Service>(worker);
    worker.dispatchEvent(new MessageEvent('message', { data: { kinora: 'ready' } }));
    const remote = await connecting;
    const call = caught(remote.add(1, 2));
    worker.dispatchEvent(new Event(type));
    expect(await call).toMatchObject({ code: 'rpc/dead' });
    expect(worker.terminated).toBe(1);
  });

  test('a heartbeat takes silence for death', async () => {
    const worker = new SilentWorker();
    const connecting = connect<Service>(worker, { heartbeatMs: 5 });
    worker.dispatchEvent(new MessageEvent('message', { data: { kinora: 'ready' } }));
    const remote = await connecting;
    expect(await caught(remote.add(1, 2))).toMatchObject({
      code: 'rpc/dead',
      message: expect.stringMatching(/no sign of life/) as unknown,
    });
  });

  test('gives up at once when its signal is aborted', async () => {
    const worker = new SilentWorker();
    const controller = new AbortController();
    const error = caught(connect(worker as unknown as RpcEndpoint, { signal: controller.signal }));
    controller.abort('enough');
    expect(await error).toBe('enough');
    expect(worker.terminated).toBe(1);
  });
});
