import { readBasicAuthorization } from '@kinora/core/protocol';
import type { Credentials } from '@kinora/core/protocol';

/** What a test may have happen at the next request of a path: an answer of its own, or the loss of one. */
export type Mishap = Response | 'lost answer' | 'unreachable';

export interface FakeJob {
  rid: string;
  fileName: string;
  status: string;
  ctime: number;
  params: readonly string[];
}

export interface FakeAccountOptions {
  readonly host?: string;
  readonly now?: () => number;
  readonly credentials?: Credentials;
}

const CREDENTIALS: Credentials = { clientId: 'fake-client-id', clientSecret: 'fäke: client-secret' };

/** One request as the account hears it. */
export interface AccountRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Headers;
  readonly body: unknown;
}

/**
 * An Animate 3D account as a gateway sees it, by `fetch` and without a socket. It knows neither idempotency nor players,
 * like the real one; what it is to answer is open to a test.
 */
export class FakeAccount {
  readonly credentials: Credentials;
  readonly requests: AccountRequest[] = [];
  readonly jobs = new Map<string, FakeJob>();
  readonly models = new Map<string, { id: string; name: string }>();
  /** What becomes of the next requests of a path, before the usual answer. */
  readonly mishaps = new Map<string, Mishap[]>();
  logins = 0;
  seconds = 10;
  /** Sessions that are taken. A test forgets them to have them refused. */
  readonly sessions = new Set<string>();
  /** Item → type → URL, of each finished job. */
  results: Record<string, Record<string, string>> = {};
  readonly host: string;
  readonly #now: () => number;

  constructor({
    host = 'https://account.example',
    now = Date.now,
    credentials = CREDENTIALS,
  }: FakeAccountOptions = {}) {
    this.credentials = credentials;
    this.host = host;
    this.#now = now;
  }

  /** How often a path was asked for. */
  asked(path: string): number {
    return this.requests.filter((request) => request.path === path).length;
  }

  /** The next answers of a path. */
  next(path: string, ...mishaps: Mishap[]): void {
    this.mishaps.set(path, [...(this.mishaps.get(path) ?? []), ...mishaps]);
  }

  readonly fetch = async (url: string, init: RequestInit): Promise<Response> => {
    const { pathname, searchParams } = new URL(url);
    const [, first = '', second = ''] = pathname.split('/');
    const path = ['session', 'account', 'character', 'pesave'].includes(first) ? `/${first}/${second}` : `/${first}`;
    const request = {
      method: init.method ?? 'GET',
      path,
      query: searchParams,
      headers: new Headers(init.headers),
      body: typeof init.body === 'string' ? (JSON.parse(init.body) as unknown) : undefined,
    };
    this.requests.push(request);
    const mishap = this.mishaps.get(path)?.shift();
    if (mishap === 'unreachable') throw new TypeError('fetch failed');
    if (mishap instanceof Response) return mishap;
    const answer = await Promise.resolve(this.#answer(request, pathname.split('/').at(-1) ?? ''));
    if (mishap === 'lost answer') throw new TypeError('fetch failed');
    return answer;
  };

  #answer({ path, method, query, headers, body }: AccountRequest, last: string): Response {
    if (path === '/session/auth') return this.#logIn(headers);
    const cookie = /dmsess=([^;]+)/.exec(headers.get('Cookie') ?? '')?.[1] ?? '';
    if (!this.sessions.has(cookie)) return new Response('Unauthorized', { status: 401 });
    const sent = (body ?? {}) as Record<string, string & readonly string[]>;
    switch (path) {
      case '/upload':
        return Response.json({
          url: `${this.host}/bucket/${encodeURIComponent(query.get('name')!)}?X-Signature=s${this.requests.length}`,
        });
      case '/process':
        return this.#start(sent);
      case '/status':
        return Response.json(
          this.#known(last, 'status', ({ rid, status, fileName }) => ({ rid, status, details: { in: fileName } })),
        );
      case '/download':
        return Response.json(this.#known(last, 'links', (job) => this.#linkOf(job)));
      case '/list':
        return Response.json({ count: this.jobs.size, list: [...this.jobs.values()] });
      case '/videoInfo':
        return Response.json({ width: 640, height: 480, fps: 30, duration: this.seconds, codec: 'h264', size: 1000 });
      case '/account/creditBalance':
        return Response.json({ credits: 12.5 });
      case '/character/getModelUploadUrl':
        return Response.json({ modelUrl: `${this.host}/bucket/model-${this.requests.length}?X-Signature=m` });
      case '/character/storeModel':
        return this.#storeModel(sent);
      case '/character/listModels':
        return Response.json({ list: [...this.models.values()] });
      case '/character/deleteModel':
        return Response.json({ count: method === 'DELETE' && this.models.delete(last) ? 1 : 0 });
      default:
        return new Response('Not Found', { status: 404 });
    }
  }

  #logIn(headers: Headers): Response {
    const { clientId, clientSecret } = readBasicAuthorization(headers.get('Authorization') ?? undefined) ?? {};
    const known = this.credentials;
    if (clientId !== known.clientId || clientSecret !== known.clientSecret) return new Response('', { status: 401 });
    const session = `s%3Asession-${++this.logins}.signature`;
    this.sessions.add(session);
    const expires = new Date(this.#now() + 3_600_000).toUTCString();
    return new Response('', { headers: { 'Set-Cookie': `dmsess=${session}; Path=/; Expires=${expires}; HttpOnly` } });
  }

  #start({
    url,
    rid: earlier,
    rid_mp_detection: detection,
    params = [] as unknown as string & readonly string[],
  }: Record<string, string & readonly string[]>): Response {
    const rid = detection ?? `rid-${this.jobs.size + 1}`;
    const fileName =
      url === undefined
        ? this.jobs.get(earlier ?? detection ?? '')!.fileName
        : decodeURIComponent(new URL(url).pathname.split('/').at(-1)!);
    this.jobs.set(rid, { rid, fileName, status: 'PROGRESS', ctime: this.#now(), params });
    return Response.json({ rid });
  }

  #storeModel({ modelId = `model-${this.models.size + 1}`, modelName = '' }: Record<string, string>): Response {
    this.models.set(modelId, { id: modelId, name: modelName });
    return Response.json({ modelId });
  }

  #linkOf({ rid, status, fileName }: FakeJob): unknown {
    if (status !== 'SUCCESS') return { rid };
    const urls = Object.entries(this.results).map(([name, files]) => ({ name, files: [files] }));
    return { rid, name: fileName, size: 1000, duration: this.seconds, input: `${this.host}/input?X-Signature=i`, urls };
  }

  #known(rids: string, name: string, describe: (job: FakeJob) => unknown): unknown {
    const known = decodeURIComponent(rids)
      .split(',')
      .flatMap((rid) => this.jobs.get(rid) ?? []);
    return { count: known.length, [name]: known.map(describe) };
  }
}
