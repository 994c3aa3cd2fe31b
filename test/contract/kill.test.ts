import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readGlb } from '@kinora/core/motion';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Animate3DCaller } from '../support/animate3d-caller.ts';
import { startServiceProcess } from '../support/service-process.ts';
import type { ServiceProcess } from '../support/service-process.ts';
import { skinnedPerson } from '../support/skinned-person.ts';
import { shortDance } from '../support/short-film.ts';

const CHUNK = 256 * 1024;
/** A host that the service process allows. Nothing is ever delivered there: the webhook asks for no event. */
const HOOK = 'https://hooks.game.example/';

let dataDir: string;
let service: ServiceProcess;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'kinora-kill-'));
  service = await startServiceProcess(dataDir);
});
afterEach(async () => {
  await service.kill();
  await rm(dataDir, { recursive: true });
});

test(
  'kill -9 in the middle of a job loses nothing, and repeats nothing that was done',
  { timeout: 90_000 },
  async () => {
    const { url } = service;
    const caller = new Animate3DCaller(url);
    const begin = async (name: string, frames: number): Promise<string> =>
      caller.process(await caller.upload(await shortDance(frames), `${name}.mp4`), ['formats=glb']);

    const done = await begin('done', 8);
    expect((await caller.ended(done)).status).toBe('SUCCESS');
    const kept = await keepCharacterAndWebhook(caller);
    const doneFile = await stat(join(dataDir, 'files', `${done}.glb`));

    const running = await begin('running', 12);
    const waiting = await begin('waiting', 8);
    const uploadUrl = await caller.uploadUrl('uploading.mp4', 1);
    const session = (await fetch(uploadUrl, { method: 'POST' })).headers.get('Location')!;
    const put = (range: string, body?: Uint8Array<ArrayBuffer>): Promise<Response> =>
      fetch(session, { method: 'PUT', headers: { 'Content-Range': range }, ...(body && { body }) });
    await put(`bytes 0-${CHUNK - 1}/${CHUNK + 1}`, new Uint8Array(CHUNK));
    // In the middle: loading is 4 %, the rest is frames.
    await vi.waitFor(async () => expect((await caller.status(running)).status[0]!.details!.step).toBeGreaterThan(10), {
      timeout: 30_000,
      interval: 20,
    });
    await service.kill();

    service = await startServiceProcess(dataDir, Number(new URL(url).port));
    expect((await caller.list()).list.map(({ rid }) => rid)).toEqual([done, running, waiting]);
    expect((await caller.status(done)).status[0]!.status).toBe('SUCCESS');
    expect(await caller.json('/character/listModels')).toMatchObject([{ Id: kept.modelId, name: 'knight' }]);
    expect(await caller.json('/webhook_endpoints')).toMatchObject({ count: 1, endpoints: [{ id: kept.id }] });
    const { credits } = (await caller.json('/account/creditBalance')) as { credits: number };
    expect(1_000_000 - credits).toBeCloseTo(8 / 30, 1);
    expect((await put(`bytes */${CHUNK + 1}`)).headers.get('Range')).toBe(`bytes=0-${CHUNK - 1}`);
    expect((await put(`bytes ${CHUNK}-${CHUNK}/${CHUNK + 1}`, new Uint8Array(1))).status).toBe(200);
    for (const [rid, frames] of [
      [running, 12],
      [waiting, 8],
      [done, 8],
    ] as const) {
      expect((await caller.ended(rid)).status).toBe('SUCCESS');
      const [link] = (await caller.download(rid)).links;
      const file = await fetch(link!.urls![0]!.files[0]!['glb']!);
      expect(readGlb(new Uint8Array(await file.arrayBuffer())).clips[0]!.frames).toBe(frames);
    }
    const doneFileNow = await stat(join(dataDir, 'files', `${done}.glb`));
    expect([doneFileNow.ino, doneFileNow.mtimeMs]).toEqual([doneFile.ino, doneFile.mtimeMs]);
  },
);

/** What an account has beside its jobs. */
async function keepCharacterAndWebhook(caller: Animate3DCaller): Promise<{ modelId: string; id: string }> {
  const answer = await caller.json('/character/getModelUploadUrl?name=knight&resumable=0');
  const { modelUrl } = answer as { modelUrl: string };
  await fetch(modelUrl, { method: 'PUT', body: skinnedPerson() });
  const model = await caller.post('/character/storeModel', { modelUrl });
  const webhook = await caller.post('/webhook_endpoints', { url: HOOK, events: [] });
  return { ...((await model.json()) as { modelId: string }), ...((await webhook.json()) as { id: string }) };
}
