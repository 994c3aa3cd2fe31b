import { afterEach, describe, expect, test, vi } from 'vitest';
import { Turns } from '../../../../packages/core/src/store/turns.ts';
import { TabLocks } from '../../../support/tab-locks.ts';

afterEach(() => vi.unstubAllGlobals());

const later = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

describe.each<[string, object]>([
  ['with Web Locks', { locks: new TabLocks() }],
  ['without Web Locks', {}],
])('Turns %s', (_what, navigator) => {
  test('work of one name is done one at a time, of two names at once', async () => {
    vi.stubGlobal('navigator', navigator);
    const turns = new Turns();
    const order: string[] = [];
    const onWait = vi.fn();
    const work = (name: string) => async (): Promise<string> => {
      order.push(`${name} begins`);
      await later();
      order.push(`${name} ends`);
      return name;
    };
    const both = [
      turns.take('x', work('first')),
      turns.take('x', work('second'), { onWait }),
      turns.take('y', work('other')),
    ];
    expect(await Promise.all(both)).toEqual(['first', 'second', 'other']);
    expect(order.filter((each) => !each.startsWith('other'))).toEqual([
      'first begins',
      'first ends',
      'second begins',
      'second ends',
    ]);
    expect(onWait).toHaveBeenCalledTimes(1);
    expect(order.indexOf('other begins')).toBeLessThan(order.indexOf('first ends'));
  });

  test('work that fails ends its turn', async () => {
    vi.stubGlobal('navigator', navigator);
    const turns = new Turns();
    const fault = new Error('no');
    await expect(turns.take('x', () => Promise.reject(fault))).rejects.toBe(fault);
    expect(await turns.take('x', () => Promise.resolve(1))).toBe(1);
  });

  test('who is aborted before the turn came never begins', async () => {
    vi.stubGlobal('navigator', navigator);
    const turns = new Turns();
    const controller = new AbortController();
    const reason = new Error('enough');
    const first = turns.take('x', later);
    const work = vi.fn(() => Promise.resolve());
    const second = turns.take('x', work, { signal: controller.signal });
    controller.abort(reason);
    await expect(second).rejects.toBe(reason);
    await first;
    expect(work).not.toHaveBeenCalled();
  });
});

test('a frame that may have no locks takes turns within itself', async () => {
  const refuse = (): Promise<never> => Promise.reject(new DOMException('sandboxed', 'SecurityError'));
  vi.stubGlobal('navigator', { locks: { request: refuse } });
  const turns = new Turns();
  expect(await Promise.all([1, 2].map((n) => turns.take('x', () => Promise.resolve(n))))).toEqual([1, 2]);
});
