import { page } from './page.ts';

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

/** An animation whose video this page never saw, or saw before a reload. */
export function showNoFilm(): void {
  show({ none: true });
}

function show({ invitation = false, film = false, none = false }): void {
  page.start.hidden = !invitation;
  page.film.hidden = invitation;
  page.again.hidden = invitation;
  page.video.hidden = !film;
  page.filmNone.hidden = !none;
}
