import type { Heard, Said } from './scripted-server.ts';

/** What one chunk meets instead of being taken. */
export type Fault =
  /** Taken, and the answer is lost. */
  | 'lost-answer'
  /** Not taken. */
  | 503
  /** The session is over. */
  | 404
  | 410
  /** Only the first half is taken. */
  | 'half'
  /** The session is over and the storage forgot everything. */
  | 'reset';

/**
 * Google Cloud Storage as its own test bench has it, for one server: signed URLs below `/signed/`, sessions below
 * `/session/`. Bytes that come again below what is stored are ignored.
 */
export class ResumableStorage {
  /** Finished objects by the name in their signed URL. */
  readonly objects = new Map<string, Buffer>();
  /** Bytes of all chunks that arrived. */
  received = 0;
  sessions = 0;
  queries = 0;
  /** Consumed one a chunk; then chunks are taken. */
  readonly faults: Fault[] = [];
  /** False: 308 has no `Range`, as where CORS hides it. */
  tellsRange = true;
  /** False: the start has no `Location`. */
  tellsLocation = true;
  /** Signed URLs that have ended before they were used, of those that follow. */
  endedUrls = 0;
  readonly #parts = new Map<string, Buffer>();
  readonly #names = new Map<string, string>();

  /** Answers what is a request for the storage. */
  handle(heard: Heard): Said | undefined {
    const [, room = '', id = ''] = heard.path.split('/');
    if (room === 'signed' && this.endedUrls-- > 0) return { status: 403 };
    if (room === 'signed' && heard.method === 'POST') return this.#start(id);
    if (room === 'signed' && heard.method === 'PUT') return this.#take(id, heard.body);
    if (room === 'session' && heard.method === 'PUT') return this.#chunk(id, heard);
    return undefined;
  }

  #start(name: string): Said {
    const id = `s${++this.sessions}`;
    this.#parts.set(id, Buffer.alloc(0));
    this.#names.set(id, name);
    return { status: 201, headers: this.tellsLocation ? { Location: `/session/${id}?upload_id=secret` } : {} };
  }

  #take(name: string, body: Buffer): Said {
    this.objects.set(name, body);
    return {};
  }

  #chunk(id: string, { headers, body }: Heard): Said {
    if (body.byteLength === 0) this.queries++;
    const part = this.#parts.get(id);
    if (!part) return this.objects.has(this.#names.get(id) ?? '') ? {} : { status: 404 };
    const [, first, total] = /^bytes (?:(\d+)-\d+|\*)\/(\d+)$/.exec(headers['content-range'] ?? '') ?? [];
    if (total === undefined) return { status: 400 };
    if (first === undefined) return this.#say(id, Number(total));
    this.received += body.byteLength;
    const fault = this.faults.shift();
    if (fault === 503) return { status: 503 };
    if (fault === 404 || fault === 410 || fault === 'reset') {
      this.#parts.delete(id);
      return { status: fault === 'reset' ? 404 : fault };
    }
    this.#store(id, Number(first), fault === 'half' ? body.subarray(0, body.byteLength >> 1) : body);
    const said = this.#say(id, Number(total));
    return fault === 'lost-answer' ? { cutAfter: 0 } : said;
  }

  /** What a connection that broke brought is stored too. */
  #store(id: string, first: number, bytes: Buffer): void {
    const part = this.#parts.get(id)!;
    if (first > part.byteLength) return;
    this.#parts.set(id, Buffer.concat([part, bytes.subarray(part.byteLength - first)]));
  }

  #say(id: string, total: number): Said {
    const part = this.#parts.get(id)!;
    if (part.byteLength === total) {
      this.objects.set(this.#names.get(id)!, part);
      this.#parts.delete(id);
      return {};
    }
    const range = this.tellsRange && part.byteLength > 0 ? { Range: `bytes=0-${part.byteLength - 1}` } : {};
    return { status: 308, headers: range };
  }
}
