import { say, t } from '../i18n/i18n.ts';
import { announcer } from '../shell/announcer.ts';
import { focusFirst, focusStart, isFocusLost } from '../shell/focus.ts';
import { element, sign } from './element.ts';
import './dialog.css';

export interface DialogOptions {
  readonly title: () => string;
  readonly content: readonly Node[];
  /** Of the window: sets its width, for one. */
  readonly className?: string;
  /** Called once, however it was closed. */
  readonly onClose?: () => void;
}

export interface Dialog {
  /** Aborts when it is closed. */
  readonly closed: AbortSignal;
  close(): void;
  /** Where what had the focus is out of reach now: gives it to the first of these, or to the button that closes. */
  keepFocus(...wanted: readonly HTMLElement[]): void;
  /** Says one thing to people who listen: the page behind a modal window is silent. */
  announce(sentence: string): void;
}

let count = 0;

/** Opens a window over the page. Its button, Escape and a press beside it close it, and the focus goes back. */
export function openDialog({ title, content, className = '', onClose }: DialogOptions): Dialog {
  const heading = element('h2', 'dialog__title');
  heading.id = `dialog-title-${++count}`;
  say(heading, title);
  const close = element('button', 'dialog__close', sign('M6 6l12 12M18 6L6 18'));
  close.type = 'button';
  say(close, () => t('dialog.close'), 'aria-label');
  const live = element('p', 'sr-only');
  live.setAttribute('role', 'status');
  const box = element('div', 'dialog__box', element('header', 'dialog__head', heading, close), ...content, live);
  const dialog = element('dialog', `dialog ${className}`.trim(), box);
  dialog.setAttribute('aria-labelledby', heading.id);

  const ended = new AbortController();
  const opener = document.activeElement;
  close.addEventListener('click', () => dialog.close());
  // Beside the box there is only the dialog's own backdrop.
  dialog.addEventListener('pointerdown', (event) => event.target === dialog && dialog.close());
  dialog.addEventListener('close', () => {
    dialog.remove();
    // What opened it may be gone, and then the browser gives the focus to nobody.
    if (opener !== document.body && isFocusLost()) focusStart();
    ended.abort();
    onClose?.();
  });
  document.body.append(dialog);
  dialog.showModal();
  return {
    closed: ended.signal,
    close: () => dialog.close(),
    keepFocus: (...wanted) => isFocusLost() && focusFirst(...wanted, close),
    announce: announcer(live),
  };
}
