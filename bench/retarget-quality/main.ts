import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { measureAll } from './measure.ts';
import { hasRealFiles } from './pairs.ts';
import { measureSpeed } from './speed.ts';
import { resultsPage } from './tables.ts';

const results = new URL('../../docs/results/', import.meta.url);

/** @returns the page that was written, or would have been: a bare clone has no real files, and keeps the page it has. */
export async function main(): Promise<string> {
  const machine = `Node ${process.versions.node}, ${process.platform}, ${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'})`;
  const page = resultsPage(await measureAll(), measureSpeed(), machine);
  if (hasRealFiles) {
    mkdirSync(results, { recursive: true });
    writeFileSync(new URL('retarget-quality.md', results), page);
  }
  return page;
}
