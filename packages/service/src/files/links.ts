import type { Signer } from '../http/signer.ts';

/**
 * What a link allows: one PUT of a whole file; the start of a resumable session; the bytes of such a session; a download.
 */
export type LinkKind = 'put' | 'start' | 'session' | 'get';

export interface Link {
  readonly kind: LinkKind;
  /** Of the file, or of the session's draft. */
  readonly key: string;
  /** Of the video or the result, for a person. */
  readonly name: string;
  readonly expiresMs: number;
}

/** Where all links lie. */
export const STORAGE_PATH = '/storage';

const KINDS: readonly string[] = ['put', 'start', 'session', 'get'] satisfies LinkKind[];

/** An absolute URL that allows one thing with one file for some time to whoever holds it. */
export function writeLink(signer: Signer, origin: string, link: Link): string {
  const { kind, key, name, expiresMs } = link;
  const path = `${STORAGE_PATH}/${kind}/${key}/${encodeURIComponent(name)}`;
  const signature = signer.sign('link', contentOf(link));
  return `${origin}${path}?expires=${expiresMs}&signature=${signature}`;
}

/** The link in a URL of ours, expired or not; undefined for any other URL. */
export function readLink(signer: Signer, url: string): Link | undefined {
  if (!URL.canParse(url)) return undefined;
  const { pathname, searchParams } = new URL(url);
  const [, kind, key, name] = new RegExp(`^${STORAGE_PATH}/(\\w+)/([\\w.-]+)/([^/]+)$`).exec(pathname) ?? [];
  if (kind === undefined || key === undefined || name === undefined || !isKind(kind)) return undefined;
  const link = { kind, key, name: decoded(name), expiresMs: Number(searchParams.get('expires')) };
  return signer.verify('link', contentOf(link), searchParams.get('signature') ?? '') ? link : undefined;
}

function isKind(word: string): word is LinkKind {
  return KINDS.includes(word);
}

function contentOf({ kind, key, name, expiresMs }: Link): string {
  return JSON.stringify([kind, key, name, expiresMs]);
}

/** What cannot be decoded was not written by us: its signature will not fit. */
function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return '';
  }
}
