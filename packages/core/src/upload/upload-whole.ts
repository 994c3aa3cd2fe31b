import type { RetryPolicy } from '../http/retry.ts';
import { ENDED } from './upload-session.ts';
import type { SessionContext } from './upload-session.ts';

/** The longest that nothing is heard: where the browser does not tell of bytes that go out, of all of them. */
const SILENCE_MS = 15 * 60_000;
/** A proxy may take all bytes at once and pass them on for long: the rest is shown with the server's answer. */
const SENT_SHARE = 0.99;

/** All bytes in one PUT. `gone` where the signed URL has ended since it was given. */
export async function uploadWhole(
  video: Blob,
  url: string,
  retry: RetryPolicy,
  {
    send,
    signal,
    onRetry,
    onBytes,
  }: SessionContext & { readonly onBytes?: ((done: number, total: number) => void) | undefined },
): Promise<'done' | 'gone'> {
  onBytes?.(0, video.size);
  const isOver = await send({
    what: 'upload the video',
    url,
    method: 'PUT',
    // A blob's own type would be sent else, and the signature may pin this one.
    headers: { 'Content-Type': 'application/octet-stream' },
    body: video,
    timeoutMs: SILENCE_MS,
    accept: ENDED,
    retry,
    signal,
    onRetry,
    onSent: (bytes) => onBytes?.(Math.floor(Math.min(bytes, video.size * SENT_SHARE)), video.size),
    read: async ({ status, body }) => {
      await body?.cancel();
      return ENDED.includes(status);
    },
  });
  if (isOver) return 'gone';
  onBytes?.(video.size, video.size);
  return 'done';
}
