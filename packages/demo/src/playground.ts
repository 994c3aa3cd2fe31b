import type { DoctorFacts, Kinora } from '@kinora/core';
import { Captures } from './captures.ts';
import type { Member } from './cast/cast.ts';
import { kindOf } from './drop.ts';
import type { Kind } from './drop.ts';
import { t } from './i18n/i18n.ts';
import { Shelf } from './library/shelf.ts';
import { clearNotices, showError, showInfo } from './notices.ts';
import { remember } from './remember.ts';
import { Films } from './screen/films.ts';
import { Screening } from './screen/screening.ts';
import type { Shown } from './screen/screening.ts';
import { Theatre } from './screen/theatre.ts';
import type { Sample } from './samples.ts';

/** What a person can do on this page. Every method says on the page how it went, and none of them rejects. */
export class Playground {
  #kinora: Kinora;
  readonly #films = new Films();
  readonly #theatre = new Theatre((clip, avatar) => this.#kinora.animations.prepare(clip, avatar));
  readonly #screening = new Screening(this.#theatre, {
    onChoosePerson: (shown) => void this.#choosePerson(shown),
  });
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
    // What a service still does is followed for as long as it takes: nothing else waits for it.
    this.#captures.followEarlier().catch(showError);
  }

  /** Puts somebody on the stage: of the cast, or whom the person brought before. */
  async choose(choice: Member | 'own'): Promise<void> {
    await this.#theatre.choose(choice);
  }

  /** Goes on with another runtime, whose provider captures elsewhere. What is on the stage stays. */
  async use(kinora: Kinora): Promise<void> {
    clearNotices(); // What they offer was meant for the place of before.
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

  async takeSample({ name, url }: Sample): Promise<void> {
    clearNotices();
    try {
      const response = await fetch(url);
      void this.#theatre.open();
      await this.#captures.start(await response.blob(), t('library.sampleName', { name: t(`samples.${name}`) }));
    } catch (error) {
      showError(error);
    }
  }

  /** Films the person, and captures what was filmed. */
  async film(): Promise<void> {
    clearNotices();
    if (this.#captures.isRunning) return showInfo(() => t('progress.busy'));
    try {
      const { filmYourself } = await import('./webcam/film-yourself.ts');
      const recorded = await filmYourself();
      if (!recorded) return;
      const { video, end } = recorded;
      if (end !== 'stopped') showInfo(() => t(`webcam.ends.${end}`));
      void this.#theatre.open();
      await this.#captures.start(video, t('webcam.name'));
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
    remember('skeleton', String(isShown));
    this.#theatre.showGhost(isShown);
  }

  /** Facts of this place for a report of a problem. */
  examine(): Promise<DoctorFacts> {
    return this.#kinora.doctor();
  }

  /** Captures the same video again, and follows whom the person chooses. */
  async #choosePerson({ clip, film }: Shown): Promise<void> {
    const people = clip.report?.people;
    if (!people || !film) return;
    if (this.#captures.isRunning) return showInfo(() => t('progress.busy'));
    try {
      const { choosePerson } = await import('./people/choose-person.ts');
      const person = await choosePerson(people, film.url);
      if (!person) return;
      clearNotices();
      await this.#captures.start(film.video, clip.name, { person });
    } catch (error) {
      showError(error);
    }
  }

  async #take(file: File, kind: Kind): Promise<void> {
    if (kind === 'video' || kind === 'clip') void this.#theatre.open();
    switch (kind) {
      case 'video':
        return this.#captures.start(file, bareName(file));
      case 'clip':
        return this.#playFile(file);
      case 'avatar':
        return kindOf(file) === 'avatar' ? this.#bring(file) : sayNoAvatar(file);
      case 'unknown':
        return showInfo(() => t('drop.unknown', { name: file.name }));
    }
  }

  /** A GLB without a figure in it may still be an animation. */
  async #bring(file: File): Promise<void> {
    const refusal = await this.#theatre.bring(file);
    if (refusal === undefined) return this.#tellOfClips();
    const clips = await this.#kinora.animations.load(file, file.name).catch(() => []);
    if (clips.length === 0) return showError(refusal);
    void this.#theatre.open();
    if (!(await this.#shelf.adopt(file, clips))) await this.#screening.showClips(clips);
  }

  #tellOfClips(): void {
    const { avatar } = this.#theatre;
    if (!avatar || avatar.clips.length === 0) return;
    const { name, clips } = avatar;
    showInfo(
      () => t('stage.hasClips', { name, count: clips.length }),
      () => t('stage.hasClipsHint'),
    );
  }

  async #playFile(file: File): Promise<void> {
    try {
      const clips = await this.#kinora.animations.load(file, file.name, { person: 'all', onWarning: showInfo });
      if (clips.length === 0) sayNoMotion(file);
      else if (!(await this.#shelf.adopt(file, clips))) await this.#screening.showClips(clips);
    } catch (error) {
      showError(error);
    }
  }
}

/** `dance.final.mp4` → `dance.final` */
function bareName({ name }: File): string {
  return name.replace(/\.[^.]+$/, '');
}

function sayNoAvatar({ name }: File): void {
  showInfo(
    () => t('stage.noAvatar', { name }),
    () => t('stage.noAvatarHint'),
  );
}

function sayNoMotion({ name }: File): void {
  showInfo(
    () => t('drop.noMotion', { name }),
    () => t('drop.noMotionHint'),
  );
}
