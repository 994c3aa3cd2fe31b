import { afterEach, describe, expect, test } from 'vitest';
import { KinoraError } from '@kinora/core/protocol';
import type { OpenHouseOptions } from '@kinora/service';
import { openApp } from '../support/app.ts';
import type { TestApp } from '../support/app.ts';
import type { Animate3DCaller } from '../support/animate3d-caller.ts';
import { handCapture } from '../support/hand-capture.ts';
import { shapeOf, wireFixture } from '../support/wire-shape.ts';

const film = new Uint8Array(5000).fill(7);

let app: TestApp;
afterEach(() => app.close());

async function speaking(
  dialect: NonNullable<OpenHouseOptions['dialect']>,
  more: Partial<OpenHouseOptions> = {},
): Promise<Animate3DCaller> {
  app = await openApp({ dialect, ...more });
  return app.caller();
}

async function failed(caller: Animate3DCaller): Promise<unknown> {
  const rid = await caller.process(await caller.upload(film));
  await caller.ended(rid);
  return ((await caller.json(`/status/${rid}`)) as { status: { details: unknown }[] }).status[0]!.details;
}

const nobody = (): Promise<never> => Promise.reject(new KinoraError('capture/no-person', 'Nobody is there'));

describe('a failure', () => {
  test.each([
    ['text', { exc_message: '513: Nobody is there', exc_type: '513' }],
    ['list', { exc_message: ['513'], exc_type: 'Exception' }],
    ['number', { exc_message: 513, exc_type: 'Exception' }],
    ['masked', { exc_message: 'Something went wrong', exc_type: 'Exception' }],
  ] as const)('by %s', async (failure, expected) => {
    expect(await failed(await speaking({ failure }, { captureVideo: nobody }))).toEqual(expected);
  });
});

describe('a running job', () => {
  test('RETRY then PROGRESS', async () => {
    const capture = handCapture();
    const caller = await speaking({ retries: 2 }, { captureVideo: capture.captureVideo });
    const rid = await caller.process(await caller.upload(film));
    await capture.whenBegun(1);
    const states: string[] = [];
    for (let poll = 0; poll < 4; poll++) states.push((await caller.status(rid)).status[0]!.status);
    expect(states).toEqual(['RETRY', 'RETRY', 'PROGRESS', 'PROGRESS']);
    capture.finish();
    expect((await caller.ended(rid)).status).toBe('SUCCESS');
  });

  test('step beyond total, and the place in the queue as a string number', async () => {
    const capture = handCapture();
    const caller = await speaking({ stepsBeyond: true, queueAsText: true }, { captureVideo: capture.captureVideo });
    const [first, second] = [
      await caller.process(await caller.upload(film)),
      await caller.process(await caller.upload(film)),
    ];
    await capture.whenBegun(1);
    const { status } = (await caller.json(`/status/${first},${second}`)) as { status: object[] };
    expect(status[0]).toMatchObject({ details: { step: 100, total: 100 } });
    capture.progress(0.5);
    expect(await caller.json(`/status/${first}`)).toMatchObject({ status: [{ details: { step: 150, total: 100 } }] });
    expect(status[1]).toMatchObject({ positionInQueue: '1' });
    expect(shapeOf(await caller.json(`/status/${first}`))).toEqual(shapeOf(wireFixture('status-progress')));
  });
});

test('bare arrays in place of objects that count', async () => {
  const caller = await speaking({ lists: 'bare' });
  const rid = await caller.process(await caller.upload(film));
  await caller.ended(rid);
  for (const path of [`/status/${rid}`, `/download/${rid}`, '/list', '/character/listModels?stockModel=all']) {
    expect(await caller.json(path), path).toEqual(expect.any(Array));
  }
});

test('characters as a list by name, with a lower-case id', async () => {
  const caller = await speaking({ lists: 'named', modelId: 'id' });
  const answer = (await caller.json('/character/listModels?stockModel=all')) as { list: object[] };
  expect(answer.list.map((model) => Object.keys(model)[0])).toEqual(['id', 'id']);
});

test('files as one object, and ms vs s timestamps', async () => {
  const caller = await speaking({ filesAsOne: true, timesInSeconds: true });
  const rid = await caller.process(await caller.upload(film));
  await caller.ended(rid);
  const { links } = (await caller.json(`/download/${rid}`)) as { links: { urls: { files: object[] }[] }[] };
  expect(links[0]!.urls[0]!.files.map((file) => Object.keys(file))).toEqual([['bvh', 'glb']]);
  const { list } = (await caller.json('/list')) as { list: { ctime: number }[] };
  expect(Math.abs(list[0]!.ctime - Date.now() / 1000)).toBeLessThan(60);
});

test('no request can choose a dialect', async () => {
  const caller = await speaking({});
  const rid = await caller.process(await caller.upload(film));
  await caller.ended(rid);
  const plain = await caller.json(`/status/${rid}`);
  expect(await caller.json(`/status/${rid}?lists=bare&dialect=1.5.8&failure=list`)).toEqual(plain);
});
