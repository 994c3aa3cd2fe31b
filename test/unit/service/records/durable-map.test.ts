import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DurableMap } from '../../../../packages/service/src/records/durable-map.ts';

let directory: string;
let path: string;
let nowMs = 1_000_000;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'kinora-map-'));
  path = join(directory, 'below', 'records');
});
afterEach(async () => {
  for (const map of opened.splice(0)) await map.close();
  await rm(directory, { recursive: true });
});

const opened: DurableMap<unknown>[] = [];
async function open(): Promise<DurableMap<unknown>> {
  const map = await DurableMap.open<unknown>(path, () => nowMs);
  opened.push(map);
  return map;
}
const all = (map: DurableMap<unknown>): Record<string, unknown> => Object.fromEntries(map.startingWith(''));

describe('DurableMap', () => {
  test('has what it was given, also when it is opened again', async () => {
    const map = await open();
    await map.change(['a', { n: 1 }], ['b', 2], ['c', 3]);
    await map.change(['a', { n: 4 }], ['c', undefined]);
    expect(all(map)).toEqual({ b: 2, a: { n: 4 } });
    await map.close();
    expect(all(await open())).toEqual({ b: 2, a: { n: 4 } });
  });

  test('shows a change when it is on disk, and not before', async () => {
    const map = await open();
    const written = map.change(['a', 1]);
    expect(map.get('a')).toBeUndefined();
    await written;
    expect(map.get('a')).toBe(1);
    expect(await readFile(path, 'utf8')).toContain('["a",1]');
    await map.close();
  });

  test('keeps all changes of a call, or none, where a crash cuts the last line', async () => {
    const map = await open();
    await map.change(['a', 1], ['b', 1]);
    await map.close();
    await appendFile(path, '[["a",2],["b"');
    const again = await open();
    expect(all(again)).toEqual({ a: 1, b: 1 });
    await again.change(['c', 3]);
    await again.close();
    expect(all(await open())).toEqual({ a: 1, b: 1, c: 3 });
  });

  test.each(['no json', '{"a":1}', '[1]'])('refuses a file that is damaged in its middle: %s', async (line) => {
    await (await open()).close();
    await writeFile(path, `[["a",1]]\n${line}\n[["b",2]]\n`);
    await expect(open()).rejects.toMatchObject({ code: 'service/journal', details: { line: 2 } });
  });

  test('forgets what has had its time', async () => {
    const map = await open();
    await map.change(['short', 1, nowMs + 10], ['long', 2, nowMs + 1000]);
    nowMs += 10;
    expect([map.get('short'), map.get('long')]).toEqual([undefined, 2]);
    expect(all(map)).toEqual({ long: 2 });
    await map.close();
    await (await open()).close();
    expect(await readFile(path, 'utf8')).not.toContain('short');
  });

  test('writes its file anew when most of it is over', async () => {
    const map = await open();
    await Promise.all(Array.from({ length: 1100 }, (_, i) => map.change(['same', i])));
    await map.change(['same', 'last']);
    await map.close();
    expect((await readFile(path, 'utf8')).split('\n').length).toBeLessThan(5);
    expect(all(await open())).toEqual({ same: 'last' });
  });

  test('writes a change that comes as the one before is done', async () => {
    const map = await open();
    for (let i = 0; i < 20; i++) await map.change(['same', i]);
    expect(map.get('same')).toBe(19);
  });

  test('takes many changes at once', async () => {
    const map = await open();
    await Promise.all(Array.from({ length: 500 }, (_, i) => map.change([`k${i}`, i])));
    await map.close();
    expect(Object.keys(all(await open()))).toHaveLength(500);
  });

  test('lives without a file too', async () => {
    const map = DurableMap.inMemory<number>();
    await map.change(['a', 1]);
    expect(map.get('a')).toBe(1);
    await map.close();
  });
});
