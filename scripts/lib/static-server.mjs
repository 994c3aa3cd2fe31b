// Serves one folder of finished files. Plain Node, no dependencies.
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import { CONTENT_SECURITY_POLICY } from './csp.mjs';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.webp': 'image/webp',
  '.png': 'image/png',
  '.wasm': 'application/wasm',
  '.mp4': 'video/mp4',
  '.glb': 'model/gltf-binary',
};

/**
 * A server of the files below `folder`, not yet listening.
 *
 * @param {string} folder - absolute path
 */
export function createStaticServer(folder) {
  return createServer((request, response) => {
    response.setHeader('Content-Security-Policy', CONTENT_SECURITY_POLICY);
    response.setHeader('X-Content-Type-Options', 'nosniff');
    response.setHeader('Referrer-Policy', 'no-referrer');
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return end(response, 405, 'Only GET and HEAD are served here');
    const file = fileFor(folder, request.url ?? '/');
    if (!file) return end(response, 404, 'No such file');
    sendFile(request, response, file);
  });
}

/** Listens on localhost, by IPv4 and, where there is one, IPv6. Resolves with the port in use. */
export async function listenOnLocalhost(makeServer, port) {
  const first = await listen(makeServer(), port, '127.0.0.1');
  const bound = first.address().port;
  const second = await listen(makeServer(), bound, '::1').catch((error) => {
    // A machine without IPv6, or with something else on that port of it, is served by IPv4 alone.
    if (['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EADDRINUSE'].includes(error.code)) return undefined;
    throw error;
  });
  const close = () => [first, second].forEach((server) => server?.close().closeAllConnections());
  return { port: bound, close };
}

function listen(server, port, host) {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve(server));
  });
}

function fileFor(folder, url) {
  let path;
  try {
    path = decodeURIComponent(new URL(url, 'http://localhost').pathname);
  } catch {
    return undefined; // A path that is no valid URL names no file.
  }
  if (path.includes('\0')) return undefined;
  const file = normalize(join(folder, path.endsWith('/') ? `${path}index.html` : path));
  if (!file.startsWith(folder + sep) || !existsSync(file) || !statSync(file).isFile()) return undefined;
  return file;
}

function sendFile(request, response, file) {
  const size = statSync(file).size;
  const hashed = file.includes(`${sep}assets${sep}`);
  response.setHeader('Content-Type', TYPES[extname(file)] ?? 'application/octet-stream');
  response.setHeader('Accept-Ranges', 'bytes');
  // Vite puts a hash of the content into the names below assets/.
  response.setHeader('Cache-Control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
  const range = rangeOf(request.headers.range, size);
  if (range === 'unsatisfiable') {
    response.setHeader('Content-Range', `bytes */${size}`);
    return end(response, 416, 'No such range');
  }
  const { start, last } = range ?? { start: 0, last: size - 1 };
  if (range) response.setHeader('Content-Range', `bytes ${start}-${last}/${size}`);
  response.setHeader('Content-Length', last - start + 1);
  response.writeHead(range ? 206 : 200);
  if (request.method === 'HEAD' || size === 0) return response.end();
  createReadStream(file, { start, end: last })
    .on('error', () => response.destroy())
    .pipe(response);
}

/** One range of bytes, as a video element asks for. Several at once are answered with the whole file. */
function rangeOf(header, size) {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return undefined;
  const start = match[1] === '' ? Math.max(0, size - Number(match[2])) : Number(match[1]);
  const last = match[1] === '' || match[2] === '' ? size - 1 : Math.min(size - 1, Number(match[2]));
  return start > last || start >= size ? 'unsatisfiable' : { start, last };
}

function end(response, status, text) {
  response.setHeader('Content-Type', 'text/plain; charset=utf-8');
  response.writeHead(status).end(`${text}\n`);
}
