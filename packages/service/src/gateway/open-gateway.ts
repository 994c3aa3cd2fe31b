import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Hono } from 'hono';
import { lockDirectory } from '../files/lock-directory.ts';
import { loadKey } from '../http/key-file.ts';
import { redacting } from '../http/redact.ts';
import { Signer } from '../http/signer.ts';
import { createGatewayApp } from './create-gateway-app.ts';
import { createGateway } from './gateway.ts';
import { ACCOUNT_LIMITS, settingsOf } from './options.ts';
import type { GatewayOptions } from './options.ts';
import { DurableMap } from '../records/durable-map.ts';
import type { GatewayRecord } from './records/records.ts';
import { accountUpstream } from './upstream/account.ts';
import type { AccountOptions } from './upstream/account.ts';

/** A gateway before an account elsewhere. */
export interface OpenGatewayOptions extends GatewayOptions {
  readonly account: AccountOptions;
  /** Where it keeps what is whose. Made where needed; one gateway at a time. */
  readonly dataDir: string;
  /** Folder of the built demo. Absent: no page. */
  readonly demoDir?: string;
  /** One line for the operator, without secrets. Default: nothing is logged. */
  readonly log?: (line: string) => void;
  /** How the account is reached. Default: the `fetch` of the process. */
  readonly fetch?: (url: string, init: RequestInit) => Promise<Response>;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

export interface OpenGateway {
  readonly app: Hono;
  close(): Promise<void>;
}

/** @throws `service/data-in-use`, `service/journal`. */
export async function openGateway(options: OpenGatewayOptions, isLocal: boolean): Promise<OpenGateway> {
  const { account, dataDir, demoDir, fetch, now = Date.now, origins, publicOrigin } = options;
  const secrets = [account.clientSecret, account.clientId, ...(options.tokenKeys ?? [])];
  const log = redacting(options.log ?? (() => {}), secrets);
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const lock = await lockDirectory(dataDir);
  try {
    const signer = new Signer(await loadKey(dataDir, account));
    const map = await DurableMap.open<GatewayRecord>(join(dataDir, 'gateway.records'), now);
    const ownKey = signer.sign('token', 'the key of tokens');
    const settings = settingsOf(options, { account, isLocal, limits: ACCOUNT_LIMITS, ownKey });
    const upstream = accountUpstream(account, { log, fetch });
    const gateway = createGateway(settings, { upstream, map, signer, now, log });
    const door = { isLocal, publicOrigin, ...(origins && { origins }) };
    const app = createGatewayApp(gateway, { ...door, demoDir });
    return { app, close: () => map.close().finally(() => lock.release()) };
  } catch (error) {
    await lock.release();
    throw error;
  }
}
