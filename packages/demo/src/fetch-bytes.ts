/** @param total - 0 where the server does not say. */
export type OnBytes = (done: number, total: number) => void;

/** Fetches a file of the page's own, and tells how much of it is here. */
export async function fetchBytes(url: string, onBytes: OnBytes): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(url);
  if (!response.ok || !response.body) throw new Error(`${url}: ${response.status}`);
  const total = Number(response.headers.get('Content-Length') ?? 0);
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let done = 0;
  const reader = response.body.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    parts.push(next.value);
    done += next.value.length;
    onBytes(done, total);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}
