/**
 * The capture worker as it is, of which the tests hear three things more: the system takes its lock from it the moment it
 * is gone, it tells when it begins to fetch, and it dies without a word when it is told to.
 */
import '../../../packages/capture/src/worker-entry.ts';

const tests = new BroadcastChannel('kinora-bad-worker');
void navigator.locks.request('kinora-bad-worker', { mode: 'shared' }, () => new Promise(() => {}));
tests.addEventListener('message', ({ data }) => {
  if (data === 'die') self.close();
});

const { fetch } = globalThis;
globalThis.fetch = (...request) => {
  tests.postMessage('fetching');
  return fetch(...request);
};
