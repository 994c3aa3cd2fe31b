import { createHmac } from 'node:crypto';
import { KinoraError } from '@kinora/core/protocol';
import { sameSecret } from '../http/signer.ts';

/** What a token lets a page do: send files, start jobs and change models, look at what is the player's own. */
export type TokenAction = 'upload' | 'process' | 'read';

export const TOKEN_ACTIONS: readonly TokenAction[] = ['upload', 'process', 'read'];

/** For whom a token speaks, and what it allows. */
export interface TokenContent {
  readonly user: string;
  readonly actions: readonly TokenAction[];
  /** Milliseconds since 1970. */
  readonly expiresMs: number;
}

/** Tokens are for minutes. One that claims more is refused, whoever signed it. */
export const MAX_TOKEN_MINUTES = 60;

/** How far the clock of whoever mints tokens may be from ours. */
const SKEW_MS = 60_000;

/** Whom the tokens are for: a JWT of another program, signed by the same key, is none of ours. */
const AUDIENCE = 'kinora';

const HEADER = encode({ alg: 'HS256', typ: 'JWT' });

/** A token is a JWT (RFC 7519) by HMAC-SHA256, so that a back end in any language can mint one. */
export function writeToken({ user, actions, expiresMs }: TokenContent, key: string, nowMs: number): string {
  const claims = {
    aud: AUDIENCE,
    sub: user,
    scope: actions.join(' '),
    iat: Math.floor(nowMs / 1000),
    exp: Math.floor(expiresMs / 1000),
  };
  const signed = `${HEADER}.${encode(claims)}`;
  return `${signed}.${signatureOf(signed, key)}`;
}

/**
 * The content of a token that is good now; undefined for any other text.
 *
 * @param keys - newest first: while keys are changed, what the one before signed is still good.
 */
export function readToken(token: string, keys: readonly string[], nowMs: number): TokenContent | undefined {
  const [header = '', payload = '', signature = '', ...more] = token.split('.');
  const signed = `${header}.${payload}`;
  if (more.length > 0 || !keys.some((key) => sameSecret(signatureOf(signed, key), signature))) return undefined;
  // The one algorithm that we know is the one that fitted: what the header says of another is a lie.
  if (decode(header)?.['alg'] !== 'HS256') return undefined;
  return contentOf(decode(payload) ?? {}, nowMs);
}

function contentOf(claims: Readonly<Record<string, unknown>>, nowMs: number): TokenContent | undefined {
  const { aud, sub, scope, iat, exp } = claims;
  if (aud !== AUDIENCE || !isUser(sub) || typeof scope !== 'string') return undefined;
  if (!Number.isFinite(exp) || !Number.isFinite(iat)) return undefined;
  const [issuedMs, expiresMs] = [Number(iat) * 1000, Number(exp) * 1000];
  if (expiresMs + SKEW_MS <= nowMs || issuedMs - SKEW_MS > nowMs) return undefined;
  if (expiresMs - issuedMs > MAX_TOKEN_MINUTES * 60_000) return undefined;
  const words = scope.split(' ');
  return { user: sub, actions: TOKEN_ACTIONS.filter((action) => words.includes(action)), expiresMs };
}

/** Names go into headers and logs: printable ASCII without spaces, at most 200 letters. */
export function isUser(name: unknown): name is string {
  return typeof name === 'string' && /^[\x21-\x7e]{1,200}$/.test(name);
}

/**
 * Keys of tokens as they stand in an environment variable: newest first, with commas between.
 *
 * @throws `service/token-key` for one that could be guessed.
 */
export function readTokenKeys(text: string): readonly string[] {
  const keys = text.split(',').map((key) => key.trim());
  if (keys.length <= 2 && keys.every((key) => key.length >= 32)) return keys;
  throw new KinoraError(
    'service/token-key',
    'Cannot use the keys of tokens: one or two are needed, of 32 letters each',
    {
      hint: '"openssl rand -hex 32" makes one. To change it, put the new one first and a comma behind it.',
      details: { keys: keys.length },
    },
  );
}

function signatureOf(signed: string, key: string): string {
  return createHmac('sha256', key).update(signed).digest('base64url');
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function decode(part: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined; // Signed by the key, and yet no JWT: nothing that we could read.
  }
}
