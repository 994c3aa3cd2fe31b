/** A request, as far as it matters for what goes wrong with it. */
export interface FaultyRequest {
  readonly method: string;
  readonly path: string;
}

/** What goes wrong with a request. */
export type Fault =
  /** It is answered so, and does nothing. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly retryAfterSeconds?: number;
      /** Default `json`: `{ message }`. Proxies send the others. */
      readonly body?: 'json' | 'text' | 'html' | 'empty';
    }
  /** The connection breaks when so many bytes of the request's body have arrived, or of the answer's for a GET. */
  | { readonly kind: 'cut'; readonly afterBytes: number }
  /** It is done, and the answer is lost. */
  | { readonly kind: 'lost-answer' }
  /** It waits. */
  | { readonly kind: 'slow'; readonly until: Promise<unknown> }
  /** The answer lacks a header. */
  | { readonly kind: 'without-header'; readonly name: string };

/** Chooses what goes wrong with a request, or nothing. Called once for each. */
export type ChooseFault = (request: FaultyRequest) => Fault | undefined;
