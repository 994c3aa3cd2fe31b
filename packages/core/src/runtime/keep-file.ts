import { clipDuration } from '../clip/clip.ts';
import { KinoraError } from '../errors.ts';
import type { ProviderFile } from '../providers/provider.ts';
import type { Core } from '../worker/client.ts';
import type { ProcessRecord } from '../worker/contract.ts';
import { newId } from './new-id.ts';

/** Who made an animation that came as a file: nobody here. */
const ELSEWHERE = 'file';

/**
 * Keeps the file of an animation that was made elsewhere.
 *
 * @returns its record, by the name of the animation inside.
 * @throws `formats/…`; `provider/no-motion` where there is no animation in it.
 */
export async function keepFile(core: Core, { bytes, name, format }: ProviderFile): Promise<ProcessRecord> {
  const { clips } = await core.call((api) => api.parse(bytes, name));
  const [clip] = clips;
  if (!clip) {
    throw new KinoraError('provider/no-motion', `The file "${name}" holds no animation`, { details: { name } });
  }
  const file = await core.call((api) => api.keep(bytes, name, format));
  return {
    id: newId(),
    provider: ELSEWHERE,
    name: clip.name || name.replace(/\.[^.]*$/, ''),
    createdAtMs: Date.now(),
    state: 'done',
    files: [file],
    durationSeconds: clipDuration(clip),
  };
}
