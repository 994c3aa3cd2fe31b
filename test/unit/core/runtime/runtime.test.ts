import { createKinora, KinoraError } from '@kinora/core';
import type { Kinora, KinoraOptions, MotionParams, Progress } from '@kinora/core';
import { humanoidRig, kinanimRig, writeBvh } from '@kinora/core/motion';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { fbxText } from '../../../support/fbx-text.ts';
import { endlessWork, isOrderly, ScriptedProvider, tinyClip } from '../../../support/providers.ts';
import { standingClip } from '../../../support/standing-clip.ts';
import { zipBytes } from '../../../support/zip-bytes.ts';

const video = new Blob([new Uint8Array(1000).fill(1)], { type: 'video/mp4' });
const open: Kinora[] = [];

beforeEach(() => vi.stubGlobal('indexedDB', new IDBFactory()));
afterEach(() => {
  for (const kinora of open.splice(0)) kinora.dispose();
  vi.unstubAllGlobals();
});

/** A page. Node has no Worker, so its core runs on the page. */
async function openPage(options: KinoraOptions = {}): Promise<Kinora> {
  const kinora = await createKinora({ thread: 'main', ...options });
  open.push(kinora);
  return kinora;
}

async function caught(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => expect.fail('it did not reject'),
    (error: unknown) => error,
  );
}

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

describe('processes', () => {
  test('survive a reload with their clip, newest first', async () => {
    const first = await openPage({ provider: new ScriptedProvider() });
    vi.spyOn(Date, 'now').mockReturnValueOnce(1000).mockReturnValueOnce(2000);
    await first.creation.fromVideo(video, { name: 'older' }).done;
    vi.restoreAllMocks();
    await first.creation.fromVideo(new Blob(['b']), { name: 'newer' }).done;
    first.dispose();

    const second = await openPage();
    const records = await second.processes.list();
    expect(records.map(({ name, state }) => [name, state])).toEqual([
      ['newer', 'done'],
      ['older', 'done'],
    ]);
    const process = second.processes.get(records[1]!.id);
    await process.done;
    expect(await process.clip()).toMatchObject({ name: 'older', frames: 4 });
    process.cancel();
    expect(process.state).toBe('done');
  });

  test('one that was running when its page went away is failed, not lost', async () => {
    const { work, begun } = endlessWork();
    const first = await openPage({ provider: new ScriptedProvider(work) });
    const { id } = first.creation.fromVideo(video, { name: 'long' });
    await begun;

    const second = await openPage();
    expect(await second.processes.list()).toMatchObject([
      { id, state: 'failed', error: { code: 'runtime/interrupted' } },
    ]);
    expect(await caught(second.processes.get(id).clip())).toMatchObject({ code: 'runtime/interrupted' });
  });

  test('delete() forgets the process and those files that no other has', async () => {
    const provider = new ScriptedProvider();
    const kinora = await openPage({ provider });
    const one = kinora.creation.fromVideo(video);
    await one.done;
    const two = kinora.creation.fromVideo(video);
    await two.done;
    await kinora.processes.delete(one.id);
    expect(await kinora.processes.list()).toMatchObject([{ id: two.id }]);
    expect(() => kinora.processes.get(one.id)).toThrow(expect.objectContaining({ code: 'runtime/unknown-process' }));
    await kinora.creation.fromVideo(video).done;
    expect(provider.runs).toBe(1);
    for (const { id } of await kinora.processes.list()) await kinora.processes.delete(id);
    await kinora.creation.fromVideo(video).done;
    expect(provider.runs).toBe(2);
  });

  test('delete() of a running process cancels it, and it does not come back', async () => {
    const { work, begun } = endlessWork();
    const kinora = await openPage({ provider: new ScriptedProvider(work) });
    const process = kinora.creation.fromVideo(video);
    await begun;
    const done = caught(process.done);
    await kinora.processes.delete(process.id);
    expect(await done).toMatchObject({ name: 'AbortError' });
    expect(await kinora.processes.list()).toEqual([]);
  });

  test('onChange() tells of each step until it is stopped', async () => {
    const kinora = await openPage({ provider: new ScriptedProvider() });
    const states: (string | undefined)[] = [];
    const stop = kinora.processes.onChange(([record]) => states.push(record?.state));
    const process = kinora.creation.fromVideo(video);
    await process.done;
    await kinora.processes.delete(process.id);
    expect(states[0]).toBe('running');
    expect(states.slice(-2)).toEqual(['done', undefined]);
    stop();
    const { length } = states;
    await kinora.creation.fromVideo(video).done;
    expect(states).toHaveLength(length);
  });
});

describe('animations and export', () => {
  test('a BVH that was exported is read again', async () => {
    const kinora = await openPage();
    const bytes = await kinora.export.bvh(tinyClip());
    expect(bytes).toEqual(writeBvh(tinyClip()));
    const [clip] = await kinora.animations.load(new Blob([bytes]), 'tiny.bvh');
    expect(clip?.rig.names).toEqual(['hips', 'spine']);
  });

  test('a person of several is chosen, also in an archive', async () => {
    const kinora = await openPage();
    const root = (name: string): string => `ROOT ${name}\n{\nOFFSET 0 0 0\nCHANNELS 1 Xrotation\n}\n`;
    const bvh = `HIERARCHY\n${root('one')}${root('two')}MOTION\nFrames: 1\nFrame Time: 0.1\n0 0\n`;
    for (const file of [new TextEncoder().encode(bvh), zipBytes([{ name: 'two.bvh', data: bvh }])]) {
      const [clip] = await kinora.animations.load(new Blob([new Uint8Array(file)]), 'two', { person: 2 });
      expect(clip?.rig.names).toEqual(['two']);
      const none = kinora.animations.load(new Uint8Array(file), 'two', { person: 3 });
      await expect(none).rejects.toMatchObject({ code: 'formats/no-person', details: { persons: 2 } });
    }
  });

  test('all persons of a file are clips that follow each other, named by their numbers', async () => {
    const kinora = await openPage();
    const root = (name: string): string => `ROOT ${name}\n{\nOFFSET 0 0 0\nCHANNELS 1 Xrotation\n}\n`;
    const bvh = `HIERARCHY\n${root('one')}${root('two')}MOTION\nFrames: 1\nFrame Time: 0.1\n0 0\n`;
    for (const file of [new TextEncoder().encode(bvh), zipBytes([{ name: 'duet.bvh', data: bvh }])]) {
      const clips = await kinora.animations.load(new Blob([new Uint8Array(file)]), 'duet', { person: 'all' });
      expect(clips.map(({ name, rig }) => [name, rig.names])).toEqual([
        ['duet, person 1', ['one']],
        ['duet, person 2', ['two']],
      ]);
    }
  });

  test('of a crowd the first eight are read, and the rest is told of', async () => {
    const kinora = await openPage();
    const roots = Array.from({ length: 9 }, (_, index) => `ROOT r${index}\n{\nOFFSET 0 0 0\nCHANNELS 1 Xrotation\n}\n`);
    const bvh = `HIERARCHY\n${roots.join('')}MOTION\nFrames: 1\nFrame Time: 0.1\n${'0 '.repeat(9)}\n`;
    const heard: string[] = [];
    const onWarning = (sentence: string): number => heard.push(sentence);
    const clips = await kinora.animations.load(new TextEncoder().encode(bvh), 'crowd.bvh', {
      person: 'all',
      onWarning,
    });
    expect(clips).toHaveLength(8);
    expect(heard.join(' ')).toContain('9 skeletons');
  });

  test('one person needs no number', async () => {
    const kinora = await openPage();
    const clips = await kinora.animations.load(writeBvh(tinyClip()), 'solo.bvh', { person: 'all' });
    expect(clips.map(({ name }) => name)).toEqual(['solo']);
  });

  test('what was assumed while reading is said', async () => {
    const kinora = await openPage();
    const heard: string[] = [];
    const zip = new Uint8Array(
      zipBytes([
        { name: 'one.bvh', data: writeBvh(tinyClip()) },
        { name: 'two.bvh', data: writeBvh(tinyClip()) },
      ]),
    );
    await kinora.animations.load(zip, 'both.zip', { onWarning: (sentence) => heard.push(sentence) });
    expect(heard.join(' ')).toContain('two.bvh');
  });

  test('a clip is made ready for an avatar; one of no body is refused with the reason', async () => {
    const kinora = await openPage();
    const clip = standingClip(kinanimRig(), 1, () => [0, 0, 0]);
    const avatar = { rig: humanoidRig() };
    const prepared = await kinora.animations.prepare(clip, avatar);
    expect(prepared?.plan.report.mapped.length).toBeGreaterThan(15);
    expect(prepared?.footwork.contacts).toHaveLength(2);
    expect(
      await kinora.animations.prepare(
        standingClip(avatar.rig, 1, () => [0, 0, 0]),
        avatar,
      ),
    ).toBeUndefined();
    await expect(kinora.animations.prepare(tinyClip(), avatar)).rejects.toMatchObject({ code: 'rig/not-humanoid' });
  });

  test('a file that is no animation is refused by code', async () => {
    const kinora = await openPage();
    const bytes = new TextEncoder().encode('hello');
    await expect(kinora.animations.load(bytes, 'a.txt')).rejects.toMatchObject({ code: 'formats/unknown' });
    await expect(kinora.animations.load(new Uint8Array(), 'a.glb')).rejects.toMatchObject({ code: 'formats/empty' });
  });

  test('rejects with the reason of its signal', async () => {
    const kinora = await openPage();
    const signal = AbortSignal.abort('no');
    await expect(kinora.animations.load(new Blob(), 'a.bvh', { signal })).rejects.toBe('no');
  });
});
