import type { DownloadItem, DownloadLink } from '@kinora/core/protocol';
import { isKinoraError, KinoraError } from '@kinora/core/protocol';
import type { Context } from 'hono';
import { fetchOutside } from '../../http/fetch-outside.ts';
import type { FetchOutsideOptions } from '../../http/fetch-outside.ts';
import { forbidden, notFound } from '../../http/refusal.ts';
import { originOf } from '../admit.ts';
import type { Gateway } from '../gateway.ts';
import { untagged } from '../policy/file-tag.ts';
import { GATEWAY_PATH } from '../path.ts';

/** How long a link is good. A client asks anew rather than keep one. */
const LINK_LIFE_MS = 3_600_000;

/** What a link leads to: a file of an item, or the video itself. */
interface ResultName {
  readonly rid: string;
  readonly item: string;
  /** `glb`; `input` for the video. */
  readonly type: string;
}

/**
 * The links of a result as the page gets them. The account's own lead to a storage that may let no page in; ours lead
 * through the gateway, which asks for a fresh one each time. Links into this very process stay as they are.
 */
export function throughGateway(gateway: Gateway, origin: string, link: DownloadLink): DownloadLink {
  const { rid, input, urls } = link;
  const ours = (item: string, type: string, url: string): string =>
    new URL(url).origin === origin ? url : writeLink(gateway, origin, { rid, item, type });
  return {
    ...link,
    ...(input !== undefined && URL.canParse(input) && { input: ours('', 'input', input) }),
    ...(urls && { urls: urls.map((item) => itemThrough(item, ours)) }),
  };
}

function itemThrough(item: DownloadItem, ours: (item: string, type: string, url: string) => string): DownloadItem {
  const files = item.files.map((file) =>
    Object.fromEntries(
      Object.entries(file).flatMap(([type, url]) => (URL.canParse(url) ? [[type, ours(item.name, type, url)]] : [])),
    ),
  );
  return { ...item, files };
}

function writeLink({ signer, now }: Gateway, origin: string, name: ResultName): string {
  const expires = now() + LINK_LIFE_MS;
  const path = [name.rid, name.type, name.item || 'video'].map(encodeURIComponent).join('/');
  const signature = signer.sign('gateway-link', textOf(name, expires));
  return `${origin}${GATEWAY_PATH}/files/${path}?expires=${expires}&signature=${signature}`;
}

/** `GET /files/<rid>/<type>/<item>`: the bytes, as they come from the account's storage. The signature is the permission. */
export async function sendResult(gateway: Gateway, context: Context): Promise<Response> {
  const name = nameIn(gateway, context);
  const job = gateway.records.job(name.rid);
  if (!job) throw notFound('such job');
  const { signal } = context.req.raw;
  const [link] = await gateway.upstream.download([name.rid], {
    user: job.user,
    origin: originOf(gateway, context),
    signal,
  });
  const url = link && urlIn(untagged(link), name);
  if (url === undefined) throw notFound('such file: it has been removed');
  const range = context.req.header('Range');
  const answer = await fetchStored(gateway, url, {
    ...(range !== undefined && /^bytes=[\d,\s-]{1,200}$/.test(range) && { headers: { Range: range } }),
    signal,
  });
  if (answer.status !== 200 && answer.status !== 206 && answer.status !== 416) {
    await answer.body?.cancel();
    throw new KinoraError('service/upstream', `The storage of the account answered ${answer.status}`);
  }
  return new Response(answer.body, { status: answer.status, headers: headersOf(answer, name) });
}

/** A storage of the account that is not on the list is the operator's matter: the page named no URL. */
async function fetchStored(
  gateway: Gateway,
  url: string,
  options: Omit<FetchOutsideOptions, 'hosts'>,
): Promise<Response> {
  try {
    return await fetchOutside(url, { ...gateway.upstream.links, ...options });
  } catch (error) {
    if (!isKinoraError(error) || error.code !== 'service/outside-url') throw error;
    gateway.log(`account: its results lie at ${new URL(url).host}, which is not among the hosts of KINORA_LINK_HOSTS`);
    throw new KinoraError('service/upstream', 'The result lies where the gateway may not go');
  }
}

function nameIn({ signer, now }: Gateway, context: Context): ResultName {
  const { rid = '', type = '', item = '' } = context.req.param() as Readonly<Record<string, string | undefined>>;
  const { expires = '', signature = '' } = context.req.query();
  const name = { rid, type, item: type === 'input' ? '' : item };
  if (!signer.verify('gateway-link', textOf(name, Number(expires)), signature)) {
    throw forbidden('The signature of the link is not right');
  }
  if (Number(expires) <= now()) throw forbidden('The link has expired');
  return name;
}

function urlIn({ input, urls = [] }: DownloadLink, { item, type }: ResultName): string | undefined {
  if (type === 'input') return input;
  const files = urls.filter(({ name }) => (name || 'video') === item).flatMap((each) => each.files);
  return files.find((file) => file[type] !== undefined)?.[type];
}

/** Bytes to keep and nothing to show: whatever the storage calls them, no page is ever made of them here. */
function headersOf(answer: Response, { item, type }: ResultName): Headers {
  const headers = new Headers({
    'Content-Type': 'application/octet-stream',
    'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(`${item || 'video'}.${type}`)}`,
    // A page that isolates itself (COEP) may load it too.
    'Cross-Origin-Resource-Policy': 'cross-origin',
    'Cache-Control': 'private, no-store',
    'Accept-Ranges': 'bytes',
  });
  for (const kept of ['Content-Length', 'Content-Range', 'Content-Encoding']) {
    const value = answer.headers.get(kept);
    if (value !== null) headers.set(kept, value);
  }
  return headers;
}

function textOf({ rid, item, type }: ResultName, expires: number): string {
  return JSON.stringify(['result', rid, item || 'video', type, expires]);
}
