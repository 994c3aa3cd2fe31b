import { readFrameTimes } from '@kinora/capture';
import { clipDuration } from '@kinora/core';
import type { Clip } from '@kinora/core';
import { t } from '../i18n/i18n.ts';
import { announce, showError } from '../notices.ts';
import { page } from '../page.ts';
import { showTake, tellDoubts } from '../people/take.ts';
import type { TakeActions } from '../people/take.ts';
import { recall } from '../remember.ts';
import { clipLabel, offerClips } from './clip-choice.ts';
import { showFilm, showInvitation, showNoFilm } from './film.ts';
import type { Film } from './films.ts';
import { framesOf } from './frames.ts';
import type { Theatre } from './theatre.ts';
import { Transport } from './transport.ts';

/** A motion on the stage: which process it came from, if from one, and its video as long as this page has it. */
export interface Shown {
  readonly clip: Clip;
  /** All animations of its file. */
  readonly clips?: readonly Clip[];
  readonly id?: string;
  readonly film?: Film | undefined;
  /** Whether it came from a video, wherever that is now. */
  readonly hadFilm?: boolean;
}

export interface ScreeningOptions {
  /** Called where a person wants another one of several people to be followed. */
  readonly onChoosePerson: (shown: Shown) => void;
}

/** What is on: a motion on the avatar, beside its video where there is one, under one clock. */
export class Screening {
  readonly theatre: Theatre;
  readonly #transport: Transport;
  readonly #options: ScreeningOptions;
  #shown: Shown | undefined;

  constructor(theatre: Theatre, options: ScreeningOptions) {
    this.theatre = theatre;
    this.#options = options;
    page.ghost.checked = wantsSkeleton();
    this.#transport = new Transport({ onTime: (time) => this.theatre.follow(time) });
  }

  get shown(): Shown | undefined {
    return this.#shown;
  }

  /** Puts a motion on. Says itself what went wrong. @returns whether it is shown. */
  async show(shown: Shown): Promise<boolean> {
    try {
      if (!(await this.theatre.show(shown.clip))) return false;
    } catch (error) {
      showError(error);
      return false;
    }
    this.#shown = shown;
    offerClips(shown.clips ?? [shown.clip], shown.clip);
    this.showAgain();
    const { clip, film } = shown;
    const reel = { duration: clipDuration(clip), frames: framesOf(clip) };
    this.#transport.load({ ...reel, film: film && readFrameTimes(film.video) });
    showTake(clip.report, this.#takeActions(shown));
    if (!matchMedia('(prefers-reduced-motion: reduce)').matches) this.#transport.play();
    return true;
  }

  /** Says above the stage what must not be missed of a motion that was just captured. */
  tellDoubts(): void {
    if (this.#shown) tellDoubts(this.#shown.clip.report, this.#takeActions(this.#shown));
  }

  #takeActions(shown: Shown): TakeActions {
    return {
      seek: (time) => this.#transport.goTo(time),
      choosePerson: shown.film && ((): void => this.#options.onChoosePerson(shown)),
    };
  }

  /** The animations of one file: the first is shown, the others are offered. */
  async showClips(clips: readonly Clip[]): Promise<void> {
    const [clip] = clips;
    if (clip && (await this.show({ clip, clips }))) this.#tellPlaying(clip);
  }

  /** Another animation of the file that is shown. */
  async chooseClip(index: number): Promise<void> {
    const clip = this.#shown?.clips?.[index];
    if (clip && (await this.show({ ...this.#shown, clip }))) this.#tellPlaying(clip);
  }

  /** The left panel as it belongs to what is on the stage. */
  showAgain(): void {
    if (!this.#shown) showInvitation();
    else if (this.#shown.film) showFilm(this.#shown.film.url);
    else showNoFilm(this.#shown.hadFilm ? () => t('film.gone') : () => t('film.none'));
  }

  /** While a capture runs on this device, every frame drawn is a frame not captured. */
  rest(isResting: boolean): void {
    this.#transport.rest(isResting);
    this.theatre.rest(isResting);
  }

  #tellPlaying(clip: Clip): void {
    const avatar = this.theatre.avatar?.name ?? t('stage.nobody');
    announce(t('transport.playing', { clip: clipLabel(clip), avatar }));
  }
}

/** As the person chose the last time; else where avatar and skeleton have room beside each other. */
function wantsSkeleton(): boolean {
  return (recall('skeleton') ?? String(matchMedia('(width >= 1100px)').matches)) === 'true';
}
