import { randomBytes } from 'node:crypto';
import type { Signer } from './signer.ts';

/** Who calls. */
export interface Caller {
  /** The player for whom a session was opened or a token speaks. Undefined: the account itself, which sees all jobs. */
  readonly user?: string;
}

/** Seals a caller into text without `=`, `.` apart: it can travel as a cookie, and is not kept anywhere. */
export function sealCaller(signer: Signer, caller: Caller, expiresMs: number): string {
  const content = { user: caller.user, expiresMs, salt: randomBytes(12).toString('base64url') };
  const payload = Buffer.from(JSON.stringify(content)).toString('base64url');
  return `${payload}.${signer.sign('session', payload)}`;
}

/** The caller in a seal; undefined for one that is not ours, or expired. */
export function openSeal(signer: Signer, seal: string, nowMs: number): Caller | undefined {
  const [payload = '', signature = ''] = seal.split('.', 2);
  if (!signer.verify('session', payload, signature)) return undefined;
  // Proved by the signature: this is what `sealCaller` wrote.
  const content = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { user?: string; expiresMs: number };
  if (content.expiresMs <= nowMs) return undefined;
  return content.user === undefined ? {} : { user: content.user };
}

/** The header by which a server opens a session or a token for one of its players (`x-useruid` of Animate 3D). */
export const USER_HEADER = 'x-useruid';

/** @returns undefined where the header is absent or no name of at most 200 printable letters. */
export function readUser(header: string | undefined): string | undefined {
  return header !== undefined && /^[\x21-\x7e]{1,200}$/.test(header) ? header : undefined;
}
