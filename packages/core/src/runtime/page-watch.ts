import type { PageState } from '../http/page.ts';
import { tell } from './progress-gate.ts';

/** How the page is, for whoever cannot see it. Your own one stands for a host that is no browser. */
export interface PageWatch {
  readonly state: PageState;
  /** Tells of each change. Returns how to stop. */
  watch(listener: (state: PageState) => void): () => void;
}

/** What we use of the page, where there is one: core has no DOM. */
interface PageGlobals {
  readonly navigator?: { readonly onLine?: boolean };
  readonly document?: EventTarget & { readonly visibilityState?: string };
  readonly addEventListener?: EventTarget['addEventListener'];
  readonly removeEventListener?: EventTarget['removeEventListener'];
}

/** The page itself. Where there is none, in Node, all is well for ever. */
export function watchPage(): PageWatch {
  const { document, navigator, addEventListener, removeEventListener } = globalThis as PageGlobals;
  const read = (): PageState => ({
    online: navigator?.onLine ?? true,
    visible: document?.visibilityState !== 'hidden',
  });
  return {
    get state() {
      return read();
    },
    watch: (listener) => {
      const onChange = (): void => tell(listener, read());
      const types = ['online', 'offline'];
      for (const type of types) addEventListener?.(type, onChange);
      document?.addEventListener('visibilitychange', onChange);
      return () => {
        for (const type of types) removeEventListener?.(type, onChange);
        document?.removeEventListener('visibilitychange', onChange);
      };
    },
  };
}
