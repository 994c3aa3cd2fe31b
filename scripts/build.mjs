// `npm run build`: every package, in the order in which they need each other. `--stale` builds only what changed.
import { buildStale, installDependencies, requireNode } from './lib/toolchain.mjs';

requireNode();
installDependencies();
buildStale({ force: !process.argv.includes('--stale') });
