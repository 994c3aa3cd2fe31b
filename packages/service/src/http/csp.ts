/**
 * The policy under which Kinora works: no eval, no foreign origin, no script from a blob. It stands on every response,
 * because a worker takes the policy of its own script's response, not the page's. `npm start` sends the same
 * (`scripts/lib/csp.mjs`): a test holds the two equal, since a published package cannot reach that file.
 */
export const CONTENT_SECURITY_POLICY: string = [
  "default-src 'self'",
  // WebAssembly alone: LiteRT compiles its module; no JavaScript is ever evaluated from a string.
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "connect-src 'self'",
  "img-src 'self' blob: data:",
  // The player's own video is shown from a blob.
  "media-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'none'",
  "frame-ancestors 'self'",
].join('; ');
