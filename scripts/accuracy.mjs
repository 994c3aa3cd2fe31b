// `npm run accuracy`: captures the samples, whose true motions are known, and says how far the capture is from them.
//
//   npm run accuracy [-- CLIP…] [--quality lite|full|heavy]…   all clips, all qualities by default; only then the page is written
//     --from-tracks    takes what the tracker saw before, and looks at no video
//     --fresh          looks at every video again: after a change of the tracker
//     --figures FILE   writes every line as JSON too: how bench/accuracy/first-light.json was made
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { withSources } from './lib/sources-in-node.mjs';
import { root } from './lib/toolchain.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quality: { type: 'string', multiple: true },
    'from-tracks': { type: 'boolean' },
    fresh: { type: 'boolean' },
    figures: { type: 'string' },
  },
});

await withSources(async (load) => {
  const { main } = await load('/bench/accuracy/main.ts');
  const tracking = values['from-tracks'] ? 'kept' : values.fresh ? 'fresh' : 'usual';
  const { page, complete, figures } = await main(positionals, values.quality ?? [], tracking);
  console.log(page);
  if (values.figures !== undefined) await writeFile(values.figures, `${JSON.stringify(figures, undefined, 1)}\n`);
  if (complete) await write(page);
  else console.log('Not all clips in all qualities were measured: docs/results/accuracy.md stays as it is.');
});

async function write(page) {
  const path = join(root, 'docs/results/accuracy.md');
  await mkdir(join(root, 'docs/results'), { recursive: true });
  await writeFile(path, await format(page, { ...(await resolveConfig(path)), filepath: path }));
}
