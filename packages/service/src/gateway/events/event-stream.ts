import { KinoraError } from '@kinora/core/protocol';
import type { EventHub, GatewayEvent } from './event-hub.ts';

export interface EventStreamOptions {
  readonly hub: EventHub;
  readonly user: string;
  /** The header `Last-Event-ID`. */
  readonly lastEventId: string | undefined;
  /** Milliseconds from now at which the page's token ends, and the stream with it. */
  readonly lifeMs: number;
  /** Default 15 000 ms: below the idle time of every proxy. */
  readonly heartbeatMs?: number;
}

/** A page that does not read is let go: it comes back and says what it heard last. */
const MAX_UNREAD = 200;
/** After how long a page comes back, as it is told. */
const RETRY_MS = 3000;

/**
 * The events of one player as `text/event-stream`. It begins with what the page missed. Where that is not known, as after
 * a restart, it begins with the event `reset`: the page asks for its jobs itself then.
 *
 * @throws `service/busy` where too many pages of the player listen.
 */
export function eventStream(options: EventStreamOptions): ReadableStream<Uint8Array> {
  const { hub, user, lastEventId, lifeMs, heartbeatMs = 15_000 } = options;
  const lastId = lastEventId !== undefined && /^\d{1,16}$/.test(lastEventId) ? Number(lastEventId) : undefined;
  const encoder = new TextEncoder();
  let say: (text: string) => void = () => {};
  const listener = hub.listen(user, lastId, (event) => say(textOf(event)));
  if (!listener) throw tooMany();
  let stop = (): void => listener.close();
  return new ReadableStream<Uint8Array>({
    start(controller) {
      const end = (): void => {
        stop();
        controller.close();
      };
      const beat = setInterval(() => say(':\n\n'), heartbeatMs).unref();
      const life = setTimeout(end, lifeMs).unref();
      stop = () => {
        clearInterval(beat);
        clearTimeout(life);
        listener.close();
        say = () => {};
      };
      say = (text) => {
        if ((controller.desiredSize ?? 0) < -MAX_UNREAD) end();
        else controller.enqueue(encoder.encode(text));
      };
      say(`retry: ${RETRY_MS}\n\n`);
      if (listener.missed) for (const event of listener.missed) say(textOf(event));
      else say('event: reset\ndata: {}\n\n');
    },
    cancel: () => stop(),
  });
}

function textOf({ id, type, data }: GatewayEvent): string {
  return `id: ${id}\nevent: ${type}\ndata: ${JSON.stringify(data)}\n\n`;
}

function tooMany(): KinoraError {
  return new KinoraError('service/busy', 'Too many pages of this player listen already', {
    hint: 'Close the stream of a page that is gone.',
  });
}
