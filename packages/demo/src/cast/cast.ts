import { say, t } from '../i18n/i18n.ts';
import type { CastName } from '@kinora/performer';
import { page } from '../page.ts';

/** Everybody who can be on the stage without a file, in the order of the row of faces. */
export const CAST = ['leo', 'zuri', 'amina', 'otto', 'mei', 'kofi', 'ines', 'ruth', 'robot', 'pip'] as const;

/** Of the performer package all, and no other. */
export type Member = CastName & (typeof CAST)[number];

const faces = import.meta.glob<string>('../pictures/cast/*.webp', { eager: true, query: '?url', import: 'default' });

/** A row of faces, before the one that a person brings. */
export function showCast(): void {
  page.avatars.prepend(
    ...CAST.map((member) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.className = 'cast__one';
      button.dataset['avatar'] = member;
      button.setAttribute('aria-pressed', 'false');
      const face = new Image(44, 44);
      face.className = 'cast__face';
      face.alt = '';
      face.src = faces[`../pictures/cast/${member}.webp`]!;
      const name = document.createElement('span');
      name.className = 'cast__name';
      say(name, () => nameOf(member));
      button.append(face, name);
      return button;
    }),
  );
  page.avatars.addEventListener('focusin', ({ target }) => showInFull(target as HTMLElement));
}

/** A browser is content with a part of what has the focus; and of a file input its label is what is seen. */
function showInFull(stop: HTMLElement): void {
  const shown = stop instanceof HTMLInputElement ? stop.labels?.[0] : stop;
  shown?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}

export function nameOf(member: Member): string {
  return t(`cast.${member}`);
}
