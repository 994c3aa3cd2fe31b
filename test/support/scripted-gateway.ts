import { writeBvh } from '@kinora/core/motion';
import { tinyClip } from './providers.ts';
import { ResumableStorage } from './resumable-storage.ts';
import { startScriptedServer } from './scripted-server.ts';
import type { Heard, Said, ScriptedServer, ServerOptions } from './scripted-server.ts';

/** What a job is made to say at its polls, one after the other; the last one for ever. */
export type Poll = Readonly<Record<string, unknown>> | number | 'unknown' | 'cut';

export const SUCCESS: Poll = { status: 'SUCCESS', details: { in: 'a.mp4', out: 'b' } };
export const progress = (step: number, total = 10): Poll => ({ status: 'PROGRESS', details: { step, total } });

/**
 * The gateway as the seeds and the client's own needs describe it: tokens, uploads, jobs that are unique by their
 * idempotency key. What it says is open to a test; it is no model of the real service, which has tests of its own.
 */
export class ScriptedGateway {
  readonly storage = new ResumableStorage();
  /** Every `POST /process`, by its idempotency key: the rid that it was given. */
  readonly jobs = new Map<string, string>();
  /** Bodies of `POST /process` in the order they came. */
  readonly submissions: { readonly url: string; readonly params: readonly string[]; readonly key: string }[] = [];
  polls: Poll[] = [progress(5), SUCCESS];
  polled = 0;
  tokens = 0;
  /** Tokens that are taken. A test forgets them to have them refused. */
  readonly valid = new Set<string>();
  expiresInSeconds = 300;
  /** Answers of the next calls of a path, instead of the usual ones. */
  readonly instead = new Map<string, Said[]>();
  /** Called before each answer. */
  onRequest: (heard: Heard) => void = () => {};
  files: Record<string, string | Uint8Array> = { bvh: writeBvh(tinyClip()) };
  /** Items of a result; by default one with all files. */
  items: ((file: (type: string) => string) => unknown) | undefined;

  async start(options: ServerOptions = {}): Promise<ScriptedServer> {
    return startScriptedServer((heard) => this.#answer(heard), options);
  }

  #answer(heard: Heard): Said {
    this.onRequest(heard);
    const special = this.instead.get(heard.path)?.shift();
    if (special?.cutAfter === undefined && special) return special;
    const said = this.storage.handle(heard) ?? this.#route(heard);
    return special ? { ...said, cutAfter: special.cutAfter! } : said;
  }

  #route(heard: Heard): Said {
    const { path, method } = heard;
    if (path === '/kinora/token' && method === 'POST') return this.#token();
    if (path.startsWith('/file/')) return this.#file(path.slice(6), heard);
    if (!this.valid.has(heard.headers['authorization']?.replace('Bearer ', '') ?? '')) return { status: 401 };
    if (path === '/kinora/v1/upload') {
      const name = `${heard.query.get('name')}-${heard.count}`;
      return json({ url: `http://${heard.headers['host']}/signed/${encodeURIComponent(name)}?signature=secret` });
    }
    if (path === '/kinora/v1/process' && method === 'POST') return this.#process(heard);
    const [, , , verb, rid = ''] = path.split('/');
    if (verb === 'status') return this.#status(rid);
    if (verb === 'download') return this.#download(rid, heard);
    return { status: 404 };
  }

  #token(): Said {
    const token = `token-${++this.tokens}`;
    this.valid.add(token);
    return json({ token, expiresInSeconds: this.expiresInSeconds });
  }

  #process({ headers, body }: Heard): Said {
    const key = headers['idempotency-key'] ?? '';
    const { url, params } = JSON.parse(body.toString()) as { url: string; params: readonly string[] };
    this.submissions.push({ url, params, key });
    const rid = this.jobs.get(key) ?? `rid-${this.jobs.size + 1}`;
    this.jobs.set(key, rid);
    return json({ rid });
  }

  #status(rid: string): Said {
    const poll = this.polls[Math.min(this.polled++, this.polls.length - 1)]!;
    if (poll === 'cut') return { cutAfter: 0 };
    if (typeof poll === 'number') return { status: poll };
    if (poll === 'unknown') return json({ count: 0, status: [] });
    return json({ count: 1, status: [{ rid, ...poll }] });
  }

  #download(rid: string, { headers }: Heard): Said {
    const file = (type: string): string => `http://${headers['host']}/file/${type}?signature=secret`;
    const all = [{ name: 'motion', files: Object.keys(this.files).map((type) => ({ [type]: file(type) })) }];
    return json({ count: 1, links: [{ rid, urls: this.items?.(file) ?? all }] });
  }

  #file(type: string, { headers }: Heard): Said {
    const body = this.files[type];
    if (body === undefined) return { status: 404 };
    // A signed link needs no token, and must not be given one.
    return headers['authorization'] === undefined ? { body } : { status: 400 };
  }
}

function json(value: unknown): Said {
  return { body: JSON.stringify(value), json: true };
}
