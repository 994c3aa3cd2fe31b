/** What a page hears of its own jobs. */
export interface GatewayEvent {
  /** Rises by time, also over a restart. */
  readonly id: number;
  readonly type: 'job.completed';
  readonly data: { readonly rid: string; readonly status: string };
}

/** One page that listens. */
export interface Listener {
  /** What happened since the event that the page heard last; undefined where that is not known any more. */
  readonly missed: readonly GatewayEvent[] | undefined;
  close(): void;
}

/** Of one player. */
const MAX_KEPT = 100;
const MAX_USERS = 10_000;
const MAX_LISTENERS = 8;

interface Channel {
  readonly kept: GatewayEvent[];
  readonly listeners: Set<(event: GatewayEvent) => void>;
  /** Nothing after this one has been forgotten. */
  knownSince: number;
}

/** Passes events on to the pages of the player whom they are for, and keeps the last ones for a page that was away. */
export class EventHub {
  readonly #now: () => number;
  readonly #channels = new Map<string, Channel>();
  /** Nothing is known of what was before it. */
  readonly #startId: number;
  #lastId: number;

  /** @param now - milliseconds since 1970. */
  constructor(now: () => number) {
    this.#now = now;
    this.#startId = this.#lastId = now();
  }

  publish(user: string, type: GatewayEvent['type'], data: GatewayEvent['data']): void {
    this.#lastId = Math.max(this.#now(), this.#lastId + 1);
    const event: GatewayEvent = { id: this.#lastId, type, data };
    const channel = this.#channelOf(user);
    channel.kept.push(event);
    const forgotten = channel.kept.length > MAX_KEPT ? channel.kept.shift() : undefined;
    if (forgotten) channel.knownSince = forgotten.id;
    for (const hear of channel.listeners) hear(event);
  }

  /**
   * @param lastId - of the event that the page heard last; undefined for a page that begins.
   * @returns undefined where too many pages of the player listen already.
   */
  listen(user: string, lastId: number | undefined, hear: (event: GatewayEvent) => void): Listener | undefined {
    const channel = this.#channelOf(user);
    if (channel.listeners.size >= MAX_LISTENERS) return undefined;
    channel.listeners.add(hear);
    return { missed: missedOf(channel, lastId), close: () => void channel.listeners.delete(hear) };
  }

  #channelOf(user: string): Channel {
    const known = this.#channels.get(user);
    const channel = known ?? { kept: [], listeners: new Set(), knownSince: this.#startId };
    this.#channels.delete(user); // Whose events are the newest stands last.
    this.#channels.set(user, channel);
    if (this.#channels.size > MAX_USERS) this.#forgetOne();
    return channel;
  }

  #forgetOne(): void {
    for (const [user, { listeners }] of this.#channels) {
      if (listeners.size === 0) return void this.#channels.delete(user);
    }
  }
}

function missedOf({ kept, knownSince }: Channel, lastId: number | undefined): readonly GatewayEvent[] | undefined {
  if (lastId === undefined) return [];
  return lastId < knownSince ? undefined : kept.filter(({ id }) => id > lastId);
}
