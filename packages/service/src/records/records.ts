import { DurableMap } from './durable-map.ts';

/** A character that was uploaded. */
export interface StoredModel {
  readonly id: string;
  readonly name: string;
  /** The player whose it is; undefined: of the account, for all. */
  readonly user?: string;
  /** Keys in the file store. */
  readonly modelKey: string;
  readonly thumbKey?: string;
  readonly createdMs: number;
  readonly changedMs: number;
}

/** Where the account wants to be told of events. */
export interface StoredWebhook {
  readonly id: string;
  readonly url: string;
  readonly events: readonly string[];
}

type ServiceRecord = { readonly model: StoredModel } | { readonly webhook: StoredWebhook };

/** What an account keeps beside its jobs: characters and webhooks. On disk before a promise resolves. */
export class Records {
  readonly #map: DurableMap<ServiceRecord>;

  private constructor(map: DurableMap<ServiceRecord>) {
    this.#map = map;
  }

  /** @throws `service/journal` for a damaged file. */
  static async open(path: string): Promise<Records> {
    return new Records(await DurableMap.open<ServiceRecord>(path));
  }

  /** For tests: nothing outlives it. */
  static inMemory(): Records {
    return new Records(DurableMap.inMemory<ServiceRecord>());
  }

  /** In the order of their last change. */
  models(): readonly StoredModel[] {
    return Array.from(this.#map.startingWith('model/'), ([, record]) => record).flatMap((record) =>
      'model' in record ? [record.model] : [],
    );
  }

  model(id: string): StoredModel | undefined {
    const record = this.#map.get(`model/${id}`);
    return record && 'model' in record ? record.model : undefined;
  }

  keepModel(model: StoredModel): Promise<void> {
    return this.#map.change([`model/${model.id}`, { model }]);
  }

  dropModel(id: string): Promise<void> {
    return this.#map.change([`model/${id}`, undefined]);
  }

  webhooks(): readonly StoredWebhook[] {
    return Array.from(this.#map.startingWith('webhook/'), ([, record]) => record).flatMap((record) =>
      'webhook' in record ? [record.webhook] : [],
    );
  }

  webhook(id: string): StoredWebhook | undefined {
    const record = this.#map.get(`webhook/${id}`);
    return record && 'webhook' in record ? record.webhook : undefined;
  }

  keepWebhook(webhook: StoredWebhook): Promise<void> {
    return this.#map.change([`webhook/${webhook.id}`, { webhook }]);
  }

  dropWebhook(id: string): Promise<void> {
    return this.#map.change([`webhook/${id}`, undefined]);
  }

  close(): Promise<void> {
    return this.#map.close();
  }
}
