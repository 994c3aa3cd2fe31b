import { createKinora } from '@kinora/core';
import type { Kinora, ProviderFile } from '@kinora/core';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { tinyClip } from '../../../support/providers.ts';

beforeEach(() => vi.stubGlobal('indexedDB', new IDBFactory()));

const report = { tracked: 0.9, gaps: [{ from: 0.1, to: 0.2, joints: ['hips'] }], warnings: [] };
const emote = { ...tinyClip(), name: 'Cheer', report };

async function fileOf(kinora: Kinora): Promise<ProviderFile> {
  return { name: 'from-a-friend.glb', format: 'glb', bytes: await kinora.export.clip(emote) };
}

describe('processes.keep()', () => {
  test('makes a shared clip an own one, by its name, for later pages too', async () => {
    const page = await createKinora({ thread: 'main' });
    const { id } = await page.processes.keep(await fileOf(page));
    page.dispose();
    const later = await createKinora({ thread: 'main' });
    expect(await later.processes.list()).toMatchObject([{ id, name: 'Cheer', state: 'done' }]);
    const clip = await later.processes.get(id).clip();
    expect(clip).toMatchObject({ name: 'Cheer', frames: emote.frames, report });
    later.dispose();
  });

  test('keeps the same file once', async () => {
    const kinora = await createKinora({ thread: 'main' });
    const first = await kinora.processes.keep(await fileOf(kinora));
    const second = await kinora.processes.keep(await fileOf(kinora));
    expect(second.id).toBe(first.id);
    expect(await kinora.processes.list()).toHaveLength(1);
    kinora.dispose();
  });

  test('keeps a file once that an earlier page kept, though nobody has listed it here', async () => {
    const page = await createKinora({ thread: 'main' });
    const { id } = await page.processes.keep(await fileOf(page));
    page.dispose();
    const later = await createKinora({ thread: 'main' });
    expect((await later.processes.keep(await fileOf(later))).id).toBe(id);
    expect(await later.processes.list()).toHaveLength(1);
    later.dispose();
  });

  test('refuses what is no animation file', async () => {
    const kinora = await createKinora({ thread: 'main' });
    const bytes = new TextEncoder().encode('no animation');
    await expect(kinora.processes.keep({ name: 'x.glb', format: 'glb', bytes })).rejects.toMatchObject({
      code: expect.stringMatching(/^formats\//) as string,
    });
    expect(await kinora.processes.list()).toEqual([]);
    kinora.dispose();
  });
});
