import type { Scene } from '@babylonjs/core/scene.js';
import { loadAvatar } from '@kinora/viewer';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { dracoAvatar, meshoptAvatar } from '../../support/compressed-glb.ts';
import { createSceneWithoutScreen } from '../../support/scene.ts';

describe('loadAvatar()', () => {
  let scene: Scene;

  beforeEach(() => {
    scene = createSceneWithoutScreen();
  });

  afterEach(() => {
    vi.unstubAllGlobals();
    scene.getEngine().dispose();
  });

  test('refuses bytes that are no GLB before Babylon sees them', async () => {
    await expect(loadAvatar(scene, new Uint8Array([1, 2, 3]))).rejects.toMatchObject({
      code: expect.stringMatching(/^formats\//) as string,
    });
    expect(scene.meshes).toHaveLength(0);
  });

  test.each([
    ['Draco', dracoAvatar],
    ['meshopt', meshoptAvatar],
  ])('refuses an avatar that is compressed by %s, whose decoder Babylon would fetch', async (_, avatar) => {
    const fetched = vi.fn();
    vi.stubGlobal('fetch', fetched);
    await expect(loadAvatar(scene, avatar())).rejects.toMatchObject({ code: 'formats/unsupported' });
    expect(fetched).not.toHaveBeenCalled();
  });

  test('an address that answers with an error is viewer/load, with the status and without the query', async () => {
    vi.stubGlobal('fetch', () => Promise.resolve(new Response('no', { status: 404 })));
    const error = await loadAvatar(scene, 'https://example.org/knight.glb?token=secret').catch(
      (caught: unknown) => caught,
    );
    expect(error).toMatchObject({ code: 'viewer/load', details: { status: 404 } });
    expect(String(error)).toContain('knight.glb');
    expect(String(error)).not.toContain('secret');
  });

  test('a network that does not answer is viewer/load', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('failed')));
    await expect(loadAvatar(scene, '/knight.glb')).rejects.toMatchObject({ code: 'viewer/load' });
  });

  test('an abort before the start rejects with its reason and fetches nothing', async () => {
    const fetched = vi.fn();
    vi.stubGlobal('fetch', fetched);
    const reason = new Error('not now');
    await expect(loadAvatar(scene, '/knight.glb', { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(fetched).not.toHaveBeenCalled();
  });

  test('an abort while fetching rejects with its reason', async () => {
    vi.stubGlobal(
      'fetch',
      (_: string, { signal }: RequestInit) =>
        new Promise((_resolve, reject) => signal!.addEventListener('abort', () => reject(signal!.reason as Error))),
    );
    const abort = new AbortController();
    const loading = loadAvatar(scene, '/knight.glb', { signal: abort.signal });
    const reason = new Error('not now');
    abort.abort(reason);
    await expect(loading).rejects.toBe(reason);
  });
});
