import { cpus } from 'node:os';
import { measureAll } from './measure.ts';
import { hasRealFiles } from './pairs.ts';
import { measureSpeed } from './speed.ts';
import { resultsPage, summary } from './tables.ts';

/** What `npm run bench:retarget` prints, and writes where it is complete. Markdown. */
export interface Results {
  readonly page: string;
  /** One row for each tool: the part of the page that docs/measured.md shows. */
  readonly summary: string;
  /** False in a bare clone, which has no real files to compare on. */
  readonly complete: boolean;
}

export async function main(): Promise<Results> {
  const machine = `Node ${process.versions.node}, ${process.platform}, ${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'})`;
  const pairs = await measureAll();
  return { page: resultsPage(pairs, measureSpeed(), machine), summary: summary(pairs), complete: hasRealFiles };
}
