/** What of the page matters to requests. */
export interface PageState {
  /** False where the browser knows of no network at all. */
  readonly online: boolean;
  /** False while nobody looks at the page. */
  readonly visible: boolean;
}

/** How the page is now. A worker cannot see it: the page tells. */
export interface PagePort {
  readonly state: PageState;
  /**
   * Resolves as soon as the page is so.
   *
   * @throws the signal's reason the moment it aborts.
   */
  until(isSo: (state: PageState) => boolean, signal?: AbortSignal): Promise<void>;
}

/** What the page said last. Until it says anything it is online and looked at, as a program in Node always is. */
export class PageMirror implements PagePort {
  readonly #waiting = new Set<() => void>();
  #state: PageState = { online: true, visible: true };

  get state(): PageState {
    return this.#state;
  }

  set(state: PageState): void {
    this.#state = state;
    for (const look of [...this.#waiting]) look();
  }

  until(isSo: (state: PageState) => boolean, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const end = (settle: () => void): void => {
        this.#waiting.delete(look);
        signal?.removeEventListener('abort', onAbort);
        settle();
      };
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- an abort reason passes untouched
      const onAbort = (): void => end(() => reject(signal?.reason));
      const look = (): void => {
        if (isSo(this.#state)) end(resolve);
      };
      if (signal?.aborted) return onAbort();
      this.#waiting.add(look);
      signal?.addEventListener('abort', onAbort);
      look();
    });
  }
}

export const isOnline = ({ online }: PageState): boolean => online;
export const isVisible = ({ visible }: PageState): boolean => visible;
