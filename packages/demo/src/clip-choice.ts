import type { Clip } from '@kinora/core';
import { page } from './page.ts';

/** Offers the animations of a file, where it holds more than one. */
export function offerClips(clips: readonly Clip[], current: Clip): void {
  page.clipChoice.hidden = clips.length < 2;
  page.clip.replaceChildren(...clips.map((clip, index) => new Option(clip.name || `Animation ${index + 1}`)));
  page.clip.selectedIndex = clips.indexOf(current);
}
