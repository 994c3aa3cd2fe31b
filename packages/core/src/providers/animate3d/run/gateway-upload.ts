import type { UploadPlace } from '../../../upload/upload.ts';
import type { Transport } from '../api/transport/transport.ts';
import { readStartedUpload } from '../wire/uploads.ts';

/**
 * Has the gateway begin the session of an upload, where the storage lets no page do so.
 *
 * @param way - `handed`: the bytes go to the storage all the same; `proxied`: they go through the gateway.
 */
export async function beginAtGateway(
  transport: Transport,
  url: string,
  way: 'handed' | 'proxied',
  signal: AbortSignal,
): Promise<UploadPlace> {
  const { session, proxy } = await transport.call({
    what: 'start the upload',
    path: '/upload/start',
    method: 'POST',
    body: { url },
    repeatable: true, // A session that is begun twice and used once does no harm.
    parse: readStartedUpload,
    signal,
  });
  return { url, session: way === 'handed' ? session : proxy };
}
