/**
 * Ways of speaking in which the documents, and services that were seen at work, differ. The
 * service speaks as the documents do; tests choose another. No request can.
 */
export interface Dialect {
  /** The name of the source in a finished job's details: `in` (v1.5.8), `In` (v2.0.0), or both, as clients need one or the other. */
  readonly version: '1.5.8' | '2.0.0' | 'both';
  /** `seed`: `{ count, … }`, and characters as a bare array. `bare`: arrays alone. `named`: characters under `list`. */
  readonly lists: 'seed' | 'bare' | 'named';
  readonly modelId: 'Id' | 'id';
  /** How a failure says its code. `masked`: not at all. */
  readonly failure: 'text' | 'list' | 'number' | 'masked';
  /** So many polls of a running job are answered by RETRY before it is in PROGRESS. */
  readonly retries: number;
  /** Tells more steps than there are. */
  readonly stepsBeyond: boolean;
  /** The place in the queue as a string. */
  readonly queueAsText: boolean;
  /** Files as one object of several types, not as a list of objects of one. */
  readonly filesAsOne: boolean;
  /** Times in seconds, not in milliseconds. */
  readonly timesInSeconds: boolean;
  /** Webhooks carry this in place of the client id. */
  readonly webhookSignature?: string;
  /** How often each event is delivered. */
  readonly webhookCopies: number;
}

export const DOCUMENTED: Dialect = {
  version: 'both',
  lists: 'seed',
  modelId: 'Id',
  failure: 'text',
  retries: 0,
  stepsBeyond: false,
  queueAsText: false,
  filesAsOne: false,
  timesInSeconds: false,
  webhookCopies: 1,
};
