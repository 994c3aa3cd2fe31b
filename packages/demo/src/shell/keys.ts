import { page } from '../page.ts';
import { recall, remember } from '../remember.ts';

/** What takes letters and arrows for itself. */
const FIELD = 'input:not([type=range]), select, textarea, canvas, dialog, [contenteditable]';
/** What takes arrows alone. */
const SLIDER = '[type=range]';
/** What a space presses. */
const PRESSABLE = 'button, a, summary, label';

/** What a microphone may type as well. */
const SIGNS = [',', '.', '?'];

let hearsSigns = recall('signs') !== 'false';

export function doesHearSigns(): boolean {
  return hearsSigns;
}

/** Whoever dictates to their device can switch off what else their words would press. */
export function hearSigns(does: boolean): void {
  hearsSigns = does;
  remember('signs', String(does));
}

/** Keys for the whole page. They do what the controls do, and nothing where those are out of reach. */
export function listenToKeys(openHelp: () => void): void {
  addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const target = event.target instanceof Element ? event.target : document.body;
    if (target.closest(FIELD) || document.querySelector('dialog[open]')) return;
    if (!hearsSigns && SIGNS.includes(event.key)) return;
    const act = actionOf(event.key, target);
    if (!act) return;
    event.preventDefault();
    act();
  });

  function actionOf(key: string, target: Element): (() => void) | undefined {
    switch (key) {
      case ' ':
        return target.closest(PRESSABLE) || page.play.disabled ? undefined : () => page.play.click();
      case ',':
        return () => page.stepBack.click();
      case '.':
        return () => page.stepOn.click();
      case 'ArrowLeft':
        return page.scrub.disabled || target.closest(SLIDER) ? undefined : () => scrubBy(-1);
      case 'ArrowRight':
        return page.scrub.disabled || target.closest(SLIDER) ? undefined : () => scrubBy(1);
      case '?':
        return openHelp;
      default:
        return undefined;
    }
  }
}

/** @param seconds - on, or back. */
function scrubBy(seconds: number): void {
  page.scrub.value = String(Number(page.scrub.value) + seconds);
  page.scrub.dispatchEvent(new Event('input'));
}
