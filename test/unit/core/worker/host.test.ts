import { readFileSync } from 'node:fs';
import { IDBFactory, IDBObjectStore } from 'fake-indexeddb';
import { mapHumanoid, readGlb, writeBvh } from '@kinora/core/motion';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { CoreApi, ProcessRecord } from '../../../../packages/core/src/worker/contract.ts';
import { createHost } from '../../../../packages/core/src/worker/host.ts';
import { tinyClip } from '../../../support/providers.ts';
import { describeShared, sharedAsset } from '../../../support/shared-assets.ts';

beforeEach(() => vi.stubGlobal('indexedDB', new IDBFactory()));
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

function record(id: string, change: Partial<ProcessRecord> = {}): ProcessRecord {
  return {
    id,
    provider: 'p',
    name: id,
    createdAtMs: 0,
    state: 'done',
    videoHash: 'v',
    paramsKey: 'k',
    files: [],
    ...change,
  };
}

async function keepTiny(host: CoreApi): ReturnType<CoreApi['keep']> {
  return host.keep(writeBvh(tinyClip()), 'tiny.bvh', 'bvh');
}

describe('createHost()', () => {
  test('parses what it keeps, and gives it byte for byte', async () => {
    const host = createHost();
    const file = await keepTiny(host);
    expect(await host.read(file.hash)).toEqual(writeBvh(tinyClip()));
    const motion = await host.parseKept(file.hash);
    expect(motion).toMatchObject({ format: 'bvh', clips: [{ frames: 4 }] });
    expect(motion.humanoid.confidence).toBe(0);
  });

  test('finds the process of a video only while all of its files are there', async () => {
    const host = createHost();
    const files = [await keepTiny(host)];
    await host.saveProcess(record('running', { state: 'running', files }));
    expect(await host.findProcess('p', 'v', 'k')).toBeUndefined();
    await host.saveProcess(record('done', { files }));
    expect(await host.findProcess('p', 'v', 'k')).toMatchObject({ id: 'done' });
    expect(await host.findProcess('p', 'v', 'other')).toBeUndefined();
    await host.saveProcess(record('lost', { videoHash: 'w', files: [{ ...files[0]!, hash: 'gone' }] }));
    expect(await host.findProcess('p', 'w', 'k')).toBeUndefined();
  });

  test('on a full disk it works in memory, says so, and leaves no half-written file', async () => {
    // The class that fake-indexeddb's own methods live on; its types do not say so.
    const { prototype } = IDBObjectStore as unknown as { prototype: globalThis.IDBObjectStore };
    const put = vi.spyOn(prototype, 'put').mockImplementation(() => {
      throw new DOMException('no room', 'QuotaExceededError');
    });
    const host = createHost();
    const told = vi.fn();
    const stop = new AbortController();
    const watching = host.watchStorage({ signal: stop.signal, onChange: told });
    const file = await keepTiny(host);
    await host.saveProcess(record('a', { files: [file] }));
    expect((await host.parseKept(file.hash)).clips).toHaveLength(1);
    expect(await host.listProcesses()).toMatchObject([{ id: 'a' }]);
    expect(await host.hello()).toMatchObject({ storage: { kind: 'memory' } });
    put.mockRestore();
    await host.saveProcess(record('b'));
    await host.keep(new Uint8Array(3), 'b.bvh', 'bvh');
    expect(told.mock.calls.map(([state]) => (state as { kind: string }).kind)).toEqual([
      'memory',
      'memory',
      'memory',
      'indexeddb',
    ]);
    stop.abort('enough');
    await expect(watching).rejects.toBe('enough');
    const next = createHost();
    expect(await next.listProcesses()).toHaveLength(2);
    await expect(next.read(file.hash)).rejects.toMatchObject({ code: 'cache/missing' });
  });
});

describeShared('createHost() on real files', () => {
  test('puts a clip into an avatar of other bones and proportions', async () => {
    const host = createHost();
    const bytes = (path: string): Uint8Array<ArrayBuffer> => Uint8Array.from(readFileSync(sharedAsset(path)));
    const avatar = bytes('avatars/KayKit_Knight.glb');
    const source = await host.parse(bytes('bvh/ad_jumping_jacks.bvh'), 'source.bvh');
    const exported = readGlb(await host.exportGlb(avatar, source.clips[0]!));
    const before = readGlb(avatar);
    expect(exported.clips).toHaveLength(before.clips.length + 1);
    expect(mapHumanoid(exported.rig)).toEqual(mapHumanoid(before.rig));
    expect(exported.clips.at(-1)!.frames).toBeGreaterThan(1);
  });

  test('refuses an avatar that is none, by code', async () => {
    await expect(createHost().exportGlb(new Uint8Array(20), tinyClip())).rejects.toMatchObject({
      code: expect.stringMatching(/^formats\//) as unknown,
    });
  });
});
