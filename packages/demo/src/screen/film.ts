import { say } from '../i18n/i18n.ts';
import type { Saying } from '../i18n/i18n.ts';
import { page } from '../page.ts';

/** The left panel invites, until there is something to show. */
export function showInvitation(): void {
  page.video.removeAttribute('src');
  page.video.load();
  show({ invitation: true });
}

/** The video itself, by its blob's address. */
export function showFilm(url: string): void {
  if (page.video.src !== url) page.video.src = url;
  show({ film: true });
}

/** An animation that never had a video, or whose video went away with a reload: `why` says which. */
export function showNoFilm(why: Saying): void {
  say(page.filmNone, why);
  show({ none: true });
}

function show({ invitation = false, film = false, none = false }): void {
  page.start.hidden = !invitation;
  page.film.hidden = invitation;
  page.again.hidden = invitation;
  page.video.hidden = !film;
  page.filmNone.hidden = !none;
  page.work.dataset['film'] = none ? 'none' : 'some';
}
