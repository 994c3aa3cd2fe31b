// `npm start`: sets everything up, then serves the built demo.
import { join } from 'node:path';
import { createStaticServer, listenOnLocalhost } from './lib/static-server.mjs';
import { buildStale, installDependencies, requireNode, root } from './lib/toolchain.mjs';

requireNode();
const port = Number(process.env.PORT ?? 8080);
if (!Number.isInteger(port) || port < 0 || port > 65535) {
  console.error(`PORT must be a number from 0 to 65535, not "${process.env.PORT}"`);
  process.exit(1);
}
installDependencies();
buildStale();

try {
  const server = await listenOnLocalhost(() => createStaticServer(join(root, 'packages/demo/dist')), port);
  console.log(
    `\n  Kinora is at http://localhost:${server.port}\n\n  Drop a video of a person on the page, or take the sample. Ctrl+C ends.\n`,
  );
} catch (error) {
  if (error.code !== 'EADDRINUSE') throw error;
  console.error(`Port ${port} is in use. Try another one: PORT=${port + 1} npm start`);
  process.exit(1);
}
