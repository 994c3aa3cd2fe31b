import { expect, test, vi } from 'vitest';
import { fetchOutside } from '../../../../packages/service/src/http/fetch-outside.ts';

// The only address that a test may connect to is this machine's: for this file it counts as public.
vi.mock('../../../../packages/service/src/http/public-address.ts', () => ({ isPublicAddress: () => true }));

test('fetchOutside() connects to the address that was checked, whatever the name says a moment later', async () => {
  let asked = 0;
  const resolve = (): Promise<string[]> => Promise.resolve([++asked === 1 ? '127.0.0.9' : '8.8.8.8']);
  const error: unknown = await fetchOutside('https://models.example/a', { hosts: ['models.example'], resolve }).catch(
    (thrown: unknown) => thrown,
  );
  // Nothing listens to that port there: the refusal says where the connection went.
  expect(error).toMatchObject({ code: 'service/outside-failed', cause: { address: '127.0.0.9', port: 443 } });
  expect(asked).toBe(1);
});
