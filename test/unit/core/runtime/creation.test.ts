import { KinoraError } from '@kinora/core';
import type { MotionParams, Progress } from '@kinora/core';
import { describe, expect, test, vi } from 'vitest';
import { caught } from '../../../support/caught.ts';
import { emptyStorage, openPage, video } from '../../../support/core-pages.ts';
import { fbxText } from '../../../support/fbx-text.ts';
import { endlessWork, isOrderly, ScriptedProvider } from '../../../support/providers.ts';

emptyStorage();

describe('creation.fromVideo()', () => {
  test('gives the clip under its name, and keeps the process with its files', async () => {
    const kinora = await openPage({ provider: new ScriptedProvider() });
    const process = kinora.creation.fromVideo(video, { name: 'wave' });
    expect(process.state).toBe('running');
    const clip = await process.clip();
    expect(clip).toMatchObject({ name: 'wave', frames: 4 });
    expect(process.state).toBe('done');
    expect(process.files).toMatchObject([{ name: 'wave.bvh', format: 'bvh' }]);
    expect(process.record).toMatchObject({ provider: 'scripted', durationSeconds: 0.1 });
    expect(await process.clip()).toBe(clip);
  });

  test('takes its name from the file', async () => {
    const kinora = await openPage({ provider: new ScriptedProvider() });
    const process = kinora.creation.fromVideo(new File([video], 'my.dance.mp4'));
    expect((await process.clip()).name).toBe('my.dance');
  });

  test('reports progress that never goes back and is 1 once, whatever the provider says', async () => {
    const said = [0.5, 0.2, Number.NaN, 1, 7, -3, 1];
    const provider = new ScriptedProvider((context) => {
      for (const progress01 of said) context.onProgress({ stage: 'track', progress01 });
      context.onProgress({ stage: 'done', progress01: 1 });
    });
    const heard: Progress[] = [];
    const kinora = await openPage({ provider });
    await kinora.creation.fromVideo(video, { onProgress: (progress) => heard.push(progress) }).done;
    expect(heard.length).toBeGreaterThan(said.length);
    expect(isOrderly(heard)).toBe(true);
    expect(heard.filter(({ stage }) => stage === 'done')).toEqual([{ stage: 'done', progress01: 1 }]);
  });

  test('answers the same video from what is kept, also after a reload', async () => {
    const provider = new ScriptedProvider();
    const first = await openPage({ provider });
    await first.creation.fromVideo(video, { name: 'one' }).done;
    const again = first.creation.fromVideo(video.slice(), { name: 'two' });
    expect((await again.clip()).name).toBe('two');
    first.dispose();

    const second = await openPage({ provider });
    const heard: Progress[] = [];
    await second.creation.fromVideo(video, { onProgress: (progress) => heard.push(progress) }).done;
    expect(provider.runs).toBe(1);
    expect(isOrderly(heard)).toBe(true);
  });

  test.each<[string, Blob, MotionParams, string]>([
    ['another video', new Blob(['other']), {}, '1'],
    ['another quality', video, { quality: 'lite' }, '1'],
    ['hands', video, { hands: true }, '1'],
    ['a face', video, { face: true }, '1'],
    ['another person', video, { person: { time: 0, x: 0.5, y: 0.5 } }, '1'],
    ['another version of the provider', video, {}, '2'],
  ])('runs again for %s', async (_what, otherVideo, params, version) => {
    const { capabilities } = new ScriptedProvider();
    const all = { ...capabilities, hands: true, face: true };
    const provider = Object.assign(new ScriptedProvider(), { version: '1', capabilities: all });
    const kinora = await openPage({ provider });
    await kinora.creation.fromVideo(video).done;
    provider.version = version;
    await kinora.creation.fromVideo(otherVideo, params).done;
    expect(provider.runs).toBe(2);
  });

  test('does not run again for what its provider cannot capture', async () => {
    const provider = new ScriptedProvider();
    const kinora = await openPage({ provider });
    await kinora.creation.fromVideo(video).done;
    await kinora.creation.fromVideo(video, { hands: true, face: true }).done;
    expect(provider.runs).toBe(1);
  });

  test('cancel() rejects at once with an AbortError, and nothing is heard after it', async () => {
    const { work, begun } = endlessWork();
    const heard: Progress[] = [];
    const kinora = await openPage({ provider: new ScriptedProvider(work) });
    const process = kinora.creation.fromVideo(video, { onProgress: (progress) => heard.push(progress) });
    const clip = caught(process.clip());
    const context = await begun;
    const before = heard.length;
    process.cancel();
    context.onProgress({ stage: 'track', progress01: 0.9 });
    expect(await clip).toMatchObject({ name: 'AbortError' });
    expect(process.state).toBe('cancelled');
    expect(context.signal.aborted).toBe(true);
    expect(heard).toHaveLength(before);
  });

  test('rejects with the own reason of the caller’s signal', async () => {
    const { work, begun } = endlessWork();
    const kinora = await openPage({ provider: new ScriptedProvider(work) });
    const controller = new AbortController();
    const process = kinora.creation.fromVideo(video, { signal: controller.signal });
    await begun;
    controller.abort('changed my mind');
    expect(await caught(process.done)).toBe('changed my mind');
  });

  test('keeps the code of a provider’s own error, and wraps any other', async () => {
    const own = new KinoraError('capture/no-person', 'Nobody is in this video', { hint: 'Show yourself.' });
    const failing = (error: Error): ScriptedProvider => new ScriptedProvider(() => Promise.reject(error));
    const first = await openPage({ provider: failing(own) });
    const process = first.creation.fromVideo(video);
    expect(await caught(process.clip())).toBe(own);
    expect(process.record).toMatchObject({ state: 'failed', error: { code: own.code, hint: own.hint } });
    const second = await openPage({ provider: failing(new RangeError('oops')) });
    expect(await caught(second.creation.fromVideo(video).done)).toMatchObject({
      code: 'provider/failed',
      message: 'The provider "scripted" failed: oops',
    });
  });

  test('plays what comes as FBX alone', async () => {
    const provider = new ScriptedProvider();
    const keys = [[0, 0], [1, 90]] as const; // prettier-ignore
    const turn = { limb: 'Hips', property: 'Lcl Rotation', channel: 'Y', keys };
    const bytes = fbxText({ limbs: [{ name: 'Hips' }], stacks: { Turn: [[turn]] } });
    provider.run = () => Promise.resolve([{ name: 'a.fbx', format: 'fbx', bytes }]);
    const kinora = await openPage({ provider });
    expect(await kinora.creation.fromVideo(video, { name: 'turn' }).clip()).toMatchObject({ name: 'turn', frames: 31 });
  });

  test('says provider/no-motion where nothing that came can be read', async () => {
    const provider = new ScriptedProvider();
    const still = fbxText({ limbs: [{ name: 'Hips' }] });
    provider.run = () => Promise.resolve([{ name: 'a.fbx', format: 'fbx', bytes: still }]);
    const kinora = await openPage({ provider });
    expect(await caught(kinora.creation.fromVideo(video).done)).toMatchObject({ code: 'provider/no-motion' });
  });

  test('a listener that throws harms nobody but itself', async () => {
    const thrown: unknown[] = [];
    vi.stubGlobal('queueMicrotask', (task: () => void) => {
      try {
        task();
      } catch (error) {
        thrown.push(error);
      }
    });
    const kinora = await openPage({ provider: new ScriptedProvider() });
    const onProgress = (): never => {
      throw new Error('theirs');
    };
    await kinora.creation.fromVideo(video, { onProgress }).done;
    expect(thrown).not.toHaveLength(0);
  });

  test('needs a provider, and a runtime that is not disposed', async () => {
    const kinora = await openPage();
    expect(() => kinora.creation.fromVideo(video)).toThrow(expect.objectContaining({ code: 'runtime/no-provider' }));
    const provider = new ScriptedProvider();
    const other = await openPage({ provider });
    other.dispose();
    expect(() => other.creation.fromVideo(video)).toThrow(expect.objectContaining({ code: 'runtime/disposed' }));
    expect(provider.disposed).toBe(1);
  });

  test('works without any storage', async () => {
    vi.stubGlobal('indexedDB', undefined);
    const provider = new ScriptedProvider();
    const kinora = await openPage({ provider });
    expect(kinora.storage.kind).toBe('memory');
    await kinora.creation.fromVideo(video).done;
    expect((await kinora.creation.fromVideo(video).clip()).frames).toBe(4);
    expect(provider.runs).toBe(1);
  });
});
