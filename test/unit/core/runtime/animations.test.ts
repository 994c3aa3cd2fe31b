import { humanoidRig, kinanimRig, writeBvh } from '@kinora/core/motion';
import { describe, expect, test } from 'vitest';
import { emptyStorage, openPage } from '../../../support/core-pages.ts';
import { tinyClip } from '../../../support/providers.ts';
import { standingClip } from '../../../support/standing-clip.ts';
import { zipBytes } from '../../../support/zip-bytes.ts';

emptyStorage();

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
