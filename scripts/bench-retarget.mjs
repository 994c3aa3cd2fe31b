// `npm run bench:retarget`: Kinora's retargeting beside that of other libraries, on the same pairs, by the same measures.
// Prints the tables, writes docs/results/retarget-quality.md, and brings the table of docs/measured.md up to date.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { withSources } from './lib/sources-in-node.mjs';
import { root } from './lib/toolchain.mjs';

await withSources(async (load) => {
  const { main } = await load('/bench/retarget-quality/main.ts');
  const { page, summary, complete } = await main();
  console.log(page);
  if (complete) await write(page, summary);
  else console.log('There are no real files beside the project (../shared/assets): nothing is written.');
});

async function write(page, summary) {
  await mkdir(join(root, 'docs/results'), { recursive: true });
  await writeFile(join(root, 'docs/results/retarget-quality.md'), page);
  const path = join(root, 'docs/measured.md');
  const measured = await readFile(path, 'utf8');
  const updated = measured.replace(
    /(<!-- retarget-quality -->\n)[^]*(<!-- \/retarget-quality -->)/,
    (_, begin, end) => `${begin}\n${summary}\n\n${end}`,
  );
  await writeFile(path, await format(updated, { ...(await resolveConfig(path)), filepath: path }));
}
