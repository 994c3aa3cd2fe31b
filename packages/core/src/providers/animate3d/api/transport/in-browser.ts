/**
 * True on a page and in its workers: whatever runs there can be read by whoever opened the page. False in Node, Bun, Deno
 * and in the workers of servers, which have no place in a page.
 */
export function isInBrowser(): boolean {
  if ('Deno' in globalThis) return false;
  return 'document' in globalThis || ('WorkerGlobalScope' in globalThis && 'location' in globalThis);
}
