import type { Kinora } from '@kinora/core';
import sampleUrl from '@kinora/performer/dance.mp4?url';
import { Captures } from './captures.ts';
import { kindOf } from './drop.ts';
import type { Kind } from './drop.ts';
import { Shelf } from './library/shelf.ts';
import { clearNotices, showError, showInfo } from './notices.ts';
import { Films } from './screen/films.ts';
import { Screening } from './screen/screening.ts';
import { Theatre } from './screen/theatre.ts';
import { words } from './words.ts';

/** What a person can do on this page. Every method says on the page how it went, and none of them rejects. */
export class Playground {
  #kinora: Kinora;
  readonly #films = new Films();
  readonly #theatre = new Theatre((clip, avatar) => this.#kinora.animations.prepare(clip, avatar));
  readonly #screening = new Screening(this.#theatre);
  readonly #captures: Captures;
  readonly #shelf: Shelf;

  constructor(kinora: Kinora) {
    this.#kinora = kinora;
    const shared = { kinora: () => this.#kinora, screening: this.#screening, films: this.#films };
    this.#captures = new Captures({ ...shared, onEnd: () => this.#shelf.refresh() });
    this.#shelf = new Shelf({ ...shared, isBusy: () => this.#captures.isRunning });
  }

  async open(): Promise<void> {
    await this.#shelf.refresh();
    await Promise.all([this.#theatre.open(), this.#captures.followEarlier()]);
  }

  /** Goes on with another runtime, whose provider captures elsewhere. What is on the stage stays. */
  async use(kinora: Kinora): Promise<void> {
    this.#kinora.dispose();
    this.#kinora = kinora;
    await this.#shelf.refresh();
  }

  /**
   * Takes what a person drops or picks: a video to capture, an avatar to bring, an animation to play.
   *
   * @param kind - what it was picked as.
   */
  async take(file: File, kind: Kind = kindOf(file)): Promise<void> {
    clearNotices();
    return this.#take(file, kind);
  }

  /** Takes files that were dropped together, avatars first. What lies beside them, as pictures do, is passed over. */
  async takeAll(files: readonly File[]): Promise<void> {
    const known = files.filter((file) => kindOf(file) !== 'unknown');
    const avatarsFirst = [...known].sort((a, b) => Number(kindOf(b) === 'avatar') - Number(kindOf(a) === 'avatar'));
    clearNotices();
    for (const file of known.length > 0 ? avatarsFirst : files.slice(0, 1)) await this.#take(file, kindOf(file));
  }

  async takeSample(): Promise<void> {
    clearNotices();
    try {
      const response = await fetch(sampleUrl);
      await this.#captures.start(await response.blob(), words.sampleName);
    } catch (error) {
      showError(error);
    }
  }

  cancel(): void {
    this.#captures.cancel();
  }

  async chooseClip(index: number): Promise<void> {
    await this.#screening.chooseClip(index);
  }

  holdFeet(holdsFeet: boolean): void {
    this.#theatre.holdFeet(holdsFeet);
  }

  showGhost(isShown: boolean): void {
    this.#theatre.showGhost(isShown);
  }

  async #take(file: File, kind: Kind): Promise<void> {
    switch (kind) {
      case 'video':
        return this.#captures.start(file, bareName(file));
      case 'clip':
        return this.#playFile(file);
      case 'avatar':
        return kindOf(file) === 'avatar' ? this.#bring(file) : showInfo(words.noAvatar(file.name), words.noAvatarHint);
      case 'unknown':
        return showInfo(words.unknownFile(file.name));
    }
  }

  /** A GLB without a figure in it may still be an animation. */
  async #bring(file: File): Promise<void> {
    const refusal = await this.#theatre.bring(file);
    if (refusal === undefined) return this.#tellOfClips();
    const clips = await this.#kinora.animations.load(file, file.name).catch(() => []);
    if (clips.length > 0) await this.#screening.showClips(clips);
    else showError(refusal);
  }

  #tellOfClips(): void {
    const { avatar } = this.#theatre;
    if (!avatar || avatar.clips.length === 0) return;
    showInfo(words.avatarHasClips(avatar.name, avatar.clips.length), words.avatarHasClipsHint);
  }

  async #playFile(file: File): Promise<void> {
    try {
      const clips = await this.#kinora.animations.load(file, file.name, { person: 'all', onWarning: showInfo });
      if (clips.length > 0) await this.#screening.showClips(clips);
      else showInfo(words.noMotion(file.name), words.noMotionHint);
    } catch (error) {
      showError(error);
    }
  }
}

/** `dance.final.mp4` → `dance.final` */
function bareName({ name }: File): string {
  return name.replace(/\.[^.]+$/, '');
}
