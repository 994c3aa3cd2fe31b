import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeBasicAuthorization } from '@kinora/core/protocol';
import { createService, openHouse } from '@kinora/service';
import type { House, OpenHouseOptions } from '@kinora/service';
import { Animate3DCaller } from './animate3d-caller.ts';
import { handCapture } from './hand-capture.ts';
import type { HandCapture } from './hand-capture.ts';

/** Where an app without a socket is called. */
export const APP_URL = 'http://localhost';

/** The service without a socket: requests are function calls. */
export interface TestApp {
  readonly house: House;
  /** What its jobs are captured by. It ends each as it begins. */
  readonly capture: HandCapture;
  readonly log: readonly string[];
  request(path: string, init?: RequestInit): Promise<Response>;
  /** Without a session, which a service without an account does not ask for. */
  caller(headers?: Readonly<Record<string, string>>): Animate3DCaller;
  /** In a session of the account, or of one of its players. */
  signedIn(user?: string): Promise<Animate3DCaller>;
  /** As after a restart: the same data, and no time in between. */
  reopen(options?: Partial<OpenHouseOptions>): Promise<void>;
  close(): Promise<void>;
}

/** A folder that is not there: what needs models from it is lacking. */
export const NO_MODELS: string = join(tmpdir(), 'kinora-no-models');

/** What the container of any video says here. */
export const VIDEO_FACTS = { width: 1080, height: 1920, fps: 30, duration: 2, codec: 'avc', rotation: 0 } as const;

export async function openApp(options: Partial<OpenHouseOptions> = {}): Promise<TestApp> {
  const dataDir = await mkdtemp(join(tmpdir(), 'kinora-app-'));
  const capture = handCapture();
  capture.finish();
  const log: string[] = [];
  const open = async (more: Partial<OpenHouseOptions> = {}) => {
    const { captureVideo } = capture;
    const probeVideo = () => Promise.resolve(VIDEO_FACTS);
    const opened = await openHouse(
      { dataDir, captureVideo, probeVideo, log: (line) => log.push(line), ...options, ...more },
      true,
    );
    return { ...opened, app: createService(opened.house) };
  };
  let opened = await open();
  const send = async (url: string, init?: RequestInit): Promise<Response> => opened.app.request(url, init);
  const caller = (headers: Readonly<Record<string, string>> = {}): Animate3DCaller =>
    new Animate3DCaller(APP_URL, headers, send);
  return {
    get house() {
      return opened.house;
    },
    capture,
    log,
    request: (path, init) => send(`${APP_URL}${path}`, init),
    caller,
    signedIn: async (user) => {
      const { clientId = '', clientSecret = '' } = options;
      const Authorization = writeBasicAuthorization({ clientId, clientSecret });
      const headers = { Authorization, ...(user !== undefined && { 'x-useruid': user }) };
      const response = await send(`${APP_URL}/session/auth`, { headers });
      return caller({ Cookie: response.headers.get('Set-Cookie')!.split(';')[0]! });
    },
    reopen: async (more) => {
      await opened.close();
      opened = await open(more);
    },
    close: async () => {
      await opened.close();
      await rm(dataDir, { recursive: true });
    },
  };
}
