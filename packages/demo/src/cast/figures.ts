import performerUrl from '@kinora/performer/performer.glb?url';
import robotUrl from '@kinora/performer/robot.glb?url';
import { fetchBytes } from '../fetch-bytes.ts';
import type { OnBytes } from '../fetch-bytes.ts';
import { nameOf } from './cast.ts';
import type { Member } from './cast.ts';
import type { FigureAnswer } from './figure-worker.ts';

/** Those who come as files; the others are made on the spot. */
const FILES: Readonly<Partial<Record<Member, string>>> = { leo: performerUrl, robot: robotUrl };

const made = new Map<Member, Promise<Uint8Array<ArrayBuffer>>>();

/**
 * A member of the cast as a GLB, named after them: fetched, or made by code in a worker within seconds. Made once.
 *
 * @param onBytes - how much of a file is here.
 */
export async function figureOf(member: Member, onBytes: OnBytes): Promise<File> {
  const url = FILES[member];
  const bytes = made.get(member) ?? (url ? fetchBytes(url, onBytes) : makeInWorker(member));
  made.set(member, bytes);
  try {
    return new File([await bytes], `${nameOf(member)}.glb`, { type: 'model/gltf-binary' });
  } catch (error) {
    made.delete(member); // The next try is a new one.
    throw error;
  }
}

/** Whether a member has to be made first. */
export function isMade(member: Member): boolean {
  return FILES[member] === undefined;
}

/** No frame of the page waits for a figure: a worker makes it, and ends. */
function makeInWorker(member: Member): Promise<Uint8Array<ArrayBuffer>> {
  const worker = new Worker(new URL('./figure-worker.ts', import.meta.url), { type: 'module', name: 'kinora-figure' });
  return new Promise<Uint8Array<ArrayBuffer>>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<FigureAnswer>) =>
      'bytes' in data ? resolve(data.bytes) : reject(new Error(data.why));
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.postMessage(member);
  }).finally(() => worker.terminate());
}
