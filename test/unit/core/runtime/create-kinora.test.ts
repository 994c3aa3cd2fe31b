import { createKinora } from '@kinora/core';
import { IDBFactory } from 'fake-indexeddb';
import { describe, expect, test, vi } from 'vitest';
import { emptyStorage, openPage } from '../../../support/core-pages.ts';
import { ScriptedProvider } from '../../../support/providers.ts';

emptyStorage();

describe('createKinora()', () => {
  test('falls back to the page where there is no Worker, and says why', async () => {
    const kinora = await openPage({ thread: 'auto' });
    expect(kinora.thread).toBe('main');
    expect(kinora.fallbackReason).toMatch(/Worker/);
  });

  test('gives no reason where the page was asked for', async () => {
    expect((await openPage()).fallbackReason).toBeUndefined();
  });

  test('refuses to go on without the worker that was asked for', async () => {
    await expect(createKinora({ thread: 'worker' })).rejects.toMatchObject({ code: 'worker/start' });
  });

  test('refuses what is no provider', async () => {
    const { capabilities } = new ScriptedProvider();
    const bad = { id: 'Not A Word', capabilities, run: () => Promise.resolve([]) };
    await expect(createKinora({ provider: bad })).rejects.toThrow(TypeError);
  });

  test('rejects with the reason of its signal', async () => {
    await expect(createKinora({ thread: 'main', signal: AbortSignal.abort('no') })).rejects.toBe('no');
  });

  test('says where things are kept, and tells when that changes', async () => {
    const factory = new IDBFactory();
    vi.stubGlobal('indexedDB', factory);
    const kinora = await openPage();
    expect(kinora.storage).toEqual({ kind: 'indexeddb' });
    const changed = new Promise((resolve) => kinora.onStorage(resolve));
    factory.deleteDatabase('kinora');
    expect(await changed).toMatchObject({ kind: 'memory' });
    expect(kinora.storage.reason).toMatch(/deleted while it was open/);
  });
});
