// The built gateway in a process of its own, for tests that kill it: `node gateway-process.mjs DATA_DIR PORT HOST`. Its
// first line is its address.
import { startGateway } from '@kinora/service';

const [dataDir, port, host] = process.argv.slice(2);
const account = { host, clientId: 'kills', clientSecret: 'a secret of nobody' };
const limits = { jobsPerDay: 1e6, secondsPerDay: 1e6, requestsPerMinute: 1e6 };
const gateway = await startGateway({ dataDir, port: Number(port), account, anonymous: true, limits });
process.stdout.write(`${gateway.url}\n`);
