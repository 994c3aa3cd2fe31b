import type { Provider } from '../providers/provider.ts';

/**
 * Gives back a provider of your own with its type checked, and refuses at once what would fail in the middle of a run.
 *
 * @throws `TypeError` where `id` is no short lower-case word, or `run` or `capabilities` is missing.
 *
 * @example
 * const studio = defineProvider({
 *   id: 'studio',
 *   capabilities: { formats: ['bvh'], hands: false, face: false, persons: 1, cancel: false, queuePosition: false, maxSeconds: 60 },
 *   run: async (video, { name = 'motion' }) => [{ name: `${name}.bvh`, format: 'bvh', bytes: await mySolver(video) }],
 * });
 */
export function defineProvider(provider: Provider): Provider {
  const { id, run, capabilities } = provider as Partial<Provider>;
  if (typeof id !== 'string' || !/^[a-z][a-z0-9-]{0,31}$/.test(id)) {
    throw new TypeError(`A provider's id is a short lower-case word, not "${String(id)}"`);
  }
  if (typeof run !== 'function') throw new TypeError(`The provider "${id}" has no run()`);
  if (!Array.isArray(capabilities?.formats)) throw new TypeError(`The provider "${id}" does not say its capabilities`);
  return provider;
}
