import { isKinoraError, KinoraError, readProcessRequest } from '@kinora/core/protocol';
import type { DownloadAnswer, ListAnswer, ProcessAnswer, ProcessRequest, StatusAnswer } from '@kinora/core/protocol';
import type { Context } from 'hono';
import { readJsonBody } from '../../http/json-body.ts';
import { badRequest, notFound } from '../../http/refusal.ts';
import { admit } from '../admit.ts';
import type { Visitor } from '../admit.ts';
import type { Gateway } from '../gateway.ts';
import { untagged } from '../policy/file-tag.ts';
import { checkJob } from '../policy/job-rules.ts';
import { throughGateway } from './results.ts';

const MAX_RIDS = 100;

/** `POST /process` */
export async function startJob(gateway: Gateway, context: Context): Promise<Response> {
  const visitor = admit(gateway, context, 'process');
  const idempotencyKey = readIdempotencyKey(context);
  const request = readProcessRequest(await readJsonBody(context));
  const { models, trimSeconds } = checkJob(request.params, gateway.jobRules);
  for (const id of models) assertModel(gateway, visitor, id);
  const source = sourceOf(gateway, visitor, request);
  const seconds = async (): Promise<number> => {
    const length = trimSeconds ?? source.seconds ?? (await secondsOf(gateway, visitor, request));
    if (length > gateway.limits.maxSeconds) throw tooLong(gateway.limits.maxSeconds);
    return length;
  };
  const submission = { user: visitor.user, idempotencyKey, request, name: source.name, seconds };
  const rid = await gateway.submissions.submit(submission, visitor.call);
  void gateway.webhooks.begun(rid);
  return context.json({ rid } satisfies ProcessAnswer);
}

/** `GET /status/<rid>[,<rid>…]` */
export async function answerStatus(gateway: Gateway, context: Context): Promise<Response> {
  const visitor = admit(gateway, context, 'read');
  const status = await gateway.upstream.status(ownRids(gateway, visitor, context.req.param('rids')), visitor.call);
  const own = status.filter(({ rid }) => isOwn(gateway, visitor, rid));
  return context.json({ count: own.length, status: untagged(own) } satisfies StatusAnswer);
}

/** `GET /download/<rid>[,<rid>…]` */
export async function answerDownload(gateway: Gateway, context: Context): Promise<Response> {
  const visitor = admit(gateway, context, 'read');
  const all = await gateway.upstream.download(ownRids(gateway, visitor, context.req.param('rids')), visitor.call);
  const own = all.filter(({ rid }) => isOwn(gateway, visitor, rid));
  const links = own.map((link) => throughGateway(gateway, visitor.call.origin, untagged(link)));
  return context.json({ count: links.length, links } satisfies DownloadAnswer);
}

/** `GET /list[/<STATUS>[,<STATUS>…]]` */
export async function answerList(gateway: Gateway, context: Context): Promise<Response> {
  const visitor = admit(gateway, context, 'read');
  const states = (context.req.param('states')?.split(',') ?? []).filter((state) => /^[A-Z]{1,20}$/.test(state));
  const all = await gateway.upstream.list(states, visitor.call);
  const list = untagged(all.filter(({ rid }) => isOwn(gateway, visitor, rid)));
  return context.json({ count: list.length, list } satisfies ListAnswer);
}

/** `GET /pesave/getUrls/<rid>` */
export async function answerPeSave(gateway: Gateway, context: Context): Promise<Response> {
  // One of its links writes.
  const visitor = admit(gateway, context, 'process');
  const [rid = ''] = ownRids(gateway, visitor, context.req.param('rid'));
  return context.json(await gateway.upstream.peSave(rid, visitor.call));
}

/** The player's own among the rids of a path. Of another's job nobody learns that there is one. */
function ownRids(gateway: Gateway, visitor: Visitor, path: string | undefined): string[] {
  const rids = [...new Set((path ?? '').split(',').map((rid) => rid.trim()))];
  if (rids.length > MAX_RIDS) throw badRequest(`At most ${MAX_RIDS} jobs can be asked for at once`);
  const own = rids.filter((rid) => isOwn(gateway, visitor, rid));
  if (own.length === 0) throw notFound('such job');
  return own;
}

function isOwn({ records }: Gateway, { user }: Visitor, rid: string): boolean {
  return records.job(rid)?.user === user;
}

/** A character of another player cannot be used; those that no player uploaded are everybody's. */
export function assertModel({ records }: Gateway, { user }: Visitor, id: string): void {
  const model = records.model(id);
  if (model && model.user !== user) throw notFound('such character');
}

/** What a job is made of: an upload of the player's own, or an earlier job. */
function sourceOf(
  { records }: Gateway,
  { user }: Visitor,
  { url, rid, rid_mp_detection }: ProcessRequest,
): { readonly name: string; readonly seconds: number | undefined } {
  if (url !== undefined) {
    const upload = records.upload(url);
    if (upload?.user !== user) throw notFound('such upload: the url has to be one that /upload gave to this player');
    return { name: upload.name, seconds: undefined };
  }
  const job = records.job(rid ?? rid_mp_detection ?? '');
  if (job?.user !== user) throw notFound('such job');
  return { name: job.name, seconds: job.seconds };
}

/**
 * The length of an upload. The account is asked only where something depends on it. What it cannot measure counts as the
 * longest that is allowed: its job will say what is wrong.
 */
async function secondsOf({ limits, upstream }: Gateway, { call }: Visitor, { url }: ProcessRequest): Promise<number> {
  const { secondsPerDay, maxSeconds } = limits;
  const longest = Math.min(secondsPerDay, maxSeconds);
  if (url === undefined || longest === Number.POSITIVE_INFINITY) return 0;
  try {
    const { duration } = await upstream.videoInfo(url, call);
    return duration ?? 0; // A picture has none.
  } catch (error) {
    if (isKinoraError(error) && (error.code === 'service/bad-request' || error.code === 'service/not-found'))
      return longest;
    throw error;
  }
}

function tooLong(maxSeconds: number): KinoraError {
  return new KinoraError('service/too-large', `The video is longer than ${maxSeconds} s`, {
    hint: 'Cut the video, or choose a part of it with trim.',
    details: { maxSeconds },
  });
}

function readIdempotencyKey(context: Context): string | undefined {
  const key = context.req.header('Idempotency-Key');
  if (key !== undefined && !/^[\x21-\x7e]{1,200}$/.test(key)) throw badRequest('The Idempotency-Key cannot be read');
  return key;
}
