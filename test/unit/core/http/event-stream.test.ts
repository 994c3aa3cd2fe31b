import { expect, test } from 'vitest';
import { readEvents } from '../../../../packages/core/src/http/event-stream.ts';
import type { ServerEvent } from '../../../../packages/core/src/http/event-stream.ts';

/** A stream that comes in pieces of so many bytes. */
function streamOf(text: string, size = 3): Response {
  const bytes = new TextEncoder().encode(text);
  let at = 0;
  const pull = (controller: ReadableStreamDefaultController<Uint8Array>): void => {
    if (at >= bytes.length) return controller.close();
    controller.enqueue(bytes.slice(at, (at += size)));
  };
  return new Response(new ReadableStream({ pull }));
}

async function heard(response: Response): Promise<ServerEvent[]> {
  const events: ServerEvent[] = [];
  for await (const event of readEvents(response, () => {})) events.push(event);
  return events;
}

const text =
  'retry: 3000\n\n:\n\nid: 7\nevent: job.completed\ndata: {"rid":"ä"}\n\nevent: reset\ndata: {}\n\ndata: a\ndata: b\n\nid: 8\n\ndata:c\n\ndata: cut off';

test.each([1, 2, 3, 1000])('events are read in pieces of %d bytes, whatever a piece cuts', async (size) => {
  expect(await heard(streamOf(text, size))).toEqual([
    { id: '7', type: 'job.completed', data: '{"rid":"ä"}' },
    { id: '7', type: 'reset', data: '{}' },
    { id: '7', type: 'message', data: 'a\nb' },
    { id: '8', type: 'message', data: 'c' },
  ]);
});

test('lines may end as on Windows', async () => {
  const windows = streamOf('id: 1\r\nevent: e\r\ndata: x\r\n\r\n', 1000);
  expect(await heard(windows)).toEqual([{ id: '1', type: 'e', data: 'x' }]);
});

test('an event without end is refused', async () => {
  await expect(heard(streamOf(`data: ${'x'.repeat(70_000)}`, 1000))).rejects.toThrow(RangeError);
});
