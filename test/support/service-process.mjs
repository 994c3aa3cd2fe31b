// The built service in a process of its own, for tests that kill it: `node service-process.mjs DATA_DIR PORT`. Its first
// line is its address.
import { startService } from '@kinora/service';

const [dataDir, port] = process.argv.slice(2);
const service = await startService({ dataDir, port: Number(port), outsideHosts: ['hooks.game.example'] });
process.stdout.write(`${service.url}\n`);
