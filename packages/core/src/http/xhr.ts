/** The `XMLHttpRequest` of a page or a worker; Node has none. */
type NewRequest = new () => XMLHttpRequest;

/** True where bytes that go out can be watched: `fetch` does not tell of them. */
export function canWatchBytes(): boolean {
  return newRequest() !== undefined;
}

/**
 * Sends a request as `fetch` does, and tells of the bytes that are out. The answer's body is text: this is for uploads,
 * whose answers are short.
 *
 * @throws a `TypeError` where the server cannot be reached, as `fetch` does; the signal's reason.
 */
export function sendByXhr(
  url: string,
  { method = 'GET', headers = {}, body, signal }: RequestInit,
  onSent: (bytes: number) => void,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    const Xhr = newRequest();
    if (!Xhr) throw new TypeError('There is no XMLHttpRequest here');
    const request = new Xhr();
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- an abort reason passes untouched
    request.onabort = (): void => reject(signal?.reason);
    request.onerror = (): void => reject(new TypeError('The request failed'));
    request.onload = (): void => resolve(responseOf(request));
    request.upload.onprogress = ({ loaded }): void => onSent(loaded);
    request.onloadend = (): void => signal?.removeEventListener('abort', onAbort);
    const onAbort = (): void => request.abort();
    request.open(method, url);
    for (const [name, value] of Object.entries(headers as Record<string, string>))
      request.setRequestHeader(name, value);
    request.send((body ?? null) as XMLHttpRequestBodyInit | null); // Streams are not among what we send.
    if (signal?.aborted) onAbort();
    else signal?.addEventListener('abort', onAbort);
  });
}

function newRequest(): NewRequest | undefined {
  return (globalThis as { XMLHttpRequest?: NewRequest }).XMLHttpRequest;
}

/** Statuses whose response may have no body. */
const BODILESS: readonly number[] = [204, 205, 304];

function responseOf(request: XMLHttpRequest): Response {
  const lines = request.getAllResponseHeaders().trim().split(/\r?\n/);
  const headers = lines.filter(Boolean).map((line): [string, string] => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon), line.slice(colon + 1).trim()];
  });
  const body = BODILESS.includes(request.status) ? null : request.responseText;
  return new Response(body, { status: request.status, headers });
}
