import type { Clip } from '@kinora/core';
import { t } from '../i18n/i18n.ts';
import { page } from '../page.ts';

/** Offers the animations of a file, where it holds more than one. */
export function offerClips(clips: readonly Clip[], current: Clip): void {
  page.clipChoice.hidden = clips.length < 2;
  page.clip.replaceChildren(...clips.map((clip) => new Option(clipLabel(clip))));
  page.clip.selectedIndex = clips.indexOf(current);
}

/** `Rig_Medium|Cheering`, as Blender writes it, → `Cheering`. */
export function clipLabel({ name }: Clip): string {
  return name.slice(name.lastIndexOf('|') + 1) || t('transport.unnamed');
}
