import { offerHowFor } from './how.ts';
import { say, t } from './i18n/i18n.ts';
import { page } from './page.ts';
import { recall, remember } from './remember.ts';

/** Where a video is captured: here, or by the service that served this page. */
export type Where = 'device' | 'service';

/** The gateway of the service behind this page; undefined where only files are served. */
export async function findGateway(): Promise<string | undefined> {
  const response = await fetch('/kinora.json');
  const { gateway } = (await response.json()) as { readonly gateway?: unknown };
  return typeof gateway === 'string' ? gateway : undefined;
}

/** What was chosen the last time, as long as it is still to be had. */
export function rememberedWhere(gateway: string | undefined): Where {
  return gateway && recall('where') === 'service' ? 'service' : 'device';
}

/** Offers the choice, and says on the page what it means for the video. */
export function offerWhere(where: Where, onChange: (where: Where) => unknown): void {
  page.where.hidden = false;
  for (const input of page.where.querySelectorAll('input')) {
    input.checked = input.value === where;
    input.addEventListener('change', () => {
      if (!input.checked) return;
      const chosen = input.value === 'service' ? 'service' : 'device';
      remember('where', chosen);
      sayWhere(chosen);
      onChange(chosen);
    });
  }
  sayWhere(where);
}

/** A capture that is under way stays where it began. */
export function restWhere(isResting: boolean): void {
  page.where.disabled = isResting;
}

function sayWhere(where: Where): void {
  const isHere = where === 'device';
  offerHowFor(where);
  say(page.startText, () => t(isHere ? 'start.textDevice' : 'start.textService'));
  say(page.privacyText, () => t(isHere ? 'header.privacyDevice' : 'header.privacyService'));
}
