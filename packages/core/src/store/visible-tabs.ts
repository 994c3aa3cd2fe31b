/** Held, together, by every tab that somebody looks at. */
const LOCK = 'kinora:visible';

/**
 * Says to the other tabs of the origin whether somebody looks at this one. Only one of several tabs asks for a job, and
 * it may be in the background while another, which somebody looks at, waits for what it hears.
 */
export class VisibleTabs {
  readonly #locks = (globalThis as { navigator?: { locks?: LockManager } }).navigator?.locks;
  #hide: (() => void) | undefined;

  /** Of this tab. A page that goes away is seen no more, however it goes: its locks end with it. */
  set(isVisible: boolean): void {
    if (isVisible === (this.#hide !== undefined)) return;
    this.#hide?.();
    this.#hide = undefined;
    if (!isVisible) return;
    const untilHidden = new Promise<void>((resolve) => (this.#hide = resolve));
    // A browser that refuses locks (a sandboxed frame) keeps nothing between pages either: none waits for another.
    this.#locks?.request(LOCK, { mode: 'shared' }, () => untilHidden).catch(() => undefined);
  }

  /** False where there are no locks: then no tab waits for another. */
  async isAnyVisible(): Promise<boolean> {
    const { held = [] } = (await this.#locks?.query().catch(() => undefined)) ?? {};
    return held.some(({ name }) => name === LOCK);
  }
}
