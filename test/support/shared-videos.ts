import { describe } from 'vitest';

/** Vite lists what is there: nothing in a bare clone, where a plain import would fail. */
const urls = import.meta.glob<string>('../../../shared/assets/videos/*.{mp4,json}', {
  query: '?url',
  import: 'default',
});
const names = new Map(Object.keys(urls).map((path) => [path.slice(path.lastIndexOf('/') + 1), path]));

const isThere = names.size > 0;
if (!isThere) console.warn('SKIPPED: tests on real videos, because ../shared/assets is not beside the project');

/** A `describe` for the browser that runs only where the real videos are, and says so where they are not. */
export const describeVideos: typeof describe.skip | typeof describe = isThere ? describe : describe.skip;

/** One real video or its reference landmarks. Call inside `describeVideos` only. */
export async function sharedVideo(name: string): Promise<File> {
  const load = urls[names.get(name) ?? ''];
  if (!load) throw new RangeError(`../shared/assets/videos holds no ${name}`);
  return new File([await (await fetch(await load())).blob()], name);
}
