import { hashBlob } from '../cache/hash.ts';
import { KinoraError } from '../errors.ts';

/** SHA-256 of a video. @throws `upload/unreadable`; the signal's reason. */
export async function hashVideo(video: Blob, signal: AbortSignal | undefined): Promise<string> {
  try {
    return await hashBlob(video, signal ? { signal } : {});
  } catch (error) {
    signal?.throwIfAborted();
    throw unreadable('it changed or went away', error);
  }
}

/** The bytes of [from, to). A browser refuses to read a file that changed on the disk since it was chosen. */
export async function readPart(video: Blob, from: number, to: number): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await video.slice(from, to).arrayBuffer());
  } catch (error) {
    throw unreadable('it changed or went away', error);
  }
}

export function unreadable(fact: string, cause?: unknown): KinoraError {
  return new KinoraError('upload/unreadable', `Cannot read the video: ${fact}`, {
    hint: 'Choose the file again.',
    ...(cause !== undefined && { cause }),
  });
}
