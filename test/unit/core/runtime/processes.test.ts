import { describe, expect, test, vi } from 'vitest';
import { caught } from '../../../support/caught.ts';
import { emptyStorage, openPage, video } from '../../../support/core-pages.ts';
import { endlessWork, ScriptedProvider } from '../../../support/providers.ts';

emptyStorage();

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
