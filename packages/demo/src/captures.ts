import { isKinoraError } from '@kinora/core';
import type { CaptureReport, Kinora, MotionParams, Process } from '@kinora/core';
import { howToCapture, leaveOut, restHow } from './how.ts';
import type { Extra } from './how.ts';
import { decimal } from './i18n/format.ts';
import { t } from './i18n/i18n.ts';
import { announce, showError, showInfo } from './notices.ts';
import type { NoticeAction } from './notices.ts';
import { page } from './page.ts';
import { hideProgress, showProgress } from './progress.ts';
import { showFilm, showNoFilm } from './screen/film.ts';
import type { Films } from './screen/films.ts';
import type { Screening } from './screen/screening.ts';
import { focusFirst, hasFocus } from './shell/focus.ts';
import { restWhere } from './where.ts';

export interface CapturesOptions {
  /** The runtime of the moment: it changes with the place where captures are made. */
  readonly kinora: () => Kinora;
  readonly screening: Screening;
  readonly films: Films;
  /** Called when one came to its end, whichever. */
  readonly onEnd: () => Promise<void>;
}

/** From a video to an animation on the stage, one at a time. */
export class Captures {
  readonly #options: CapturesOptions;
  #running: Process | undefined;

  constructor(options: CapturesOptions) {
    this.#options = options;
  }

  get isRunning(): boolean {
    return this.#running !== undefined;
  }

  /** One video at a time: a second one is refused, not queued behind the person's back. */
  async start(video: Blob, name: string, params: Pick<MotionParams, 'person'> = {}): Promise<void> {
    if (this.#running) return showInfo(() => t('progress.busy'));
    const process = this.#options.kinora().creation.fromVideo(video, { ...howToCapture(), ...params, name });
    const hadFocus = hasFocus(page.videoPanel) || hasFocus(page.take);
    showFilm(this.#options.films.add(process.id, video).url);
    showProgress({ stage: 'hash', progress01: 0 });
    // Not to its button: whoever presses a key twice would cancel what they began.
    if (hadFocus) page.progress.focus();
    const again = (): void => void this.start(video, name, params).catch(showError);
    await this.#follow(process, { isChosen: params.person !== undefined, again });
  }

  cancel(): void {
    this.#running?.cancel();
  }

  /**
   * What a service was doing when the page went away goes on, and so does its place here. What was captured on this device
   * has ended with the page: that is said once.
   */
  async followEarlier(): Promise<void> {
    const { processes } = this.#options.kinora();
    const records = await processes.list();
    for (const { id, name } of records.filter(({ error }) => error?.code === 'runtime/interrupted')) {
      const { done } = processes.get(id);
      await done.catch((error: unknown) => showError(error, name));
      await processes.delete(id);
    }
    const running = records.find(({ state }) => state === 'running');
    if (!running || this.#running) return;
    showNoFilm(() => t('film.gone'));
    await this.#follow(processes.get(running.id));
  }

  /** Shows how far a process is, and what comes of it: one that was just begun, or one of before a reload. */
  async #follow(process: Process, { isChosen = false, again }: Begun = {}): Promise<void> {
    const { id, record } = process;
    const { screening, films } = this.#options;
    this.#running = process;
    this.#rest(true);
    process.onProgress(showProgress);
    try {
      const clip = await process.clip();
      await screening.show({ clip, id, film: films.get(id), hadFilm: true });
      if (clip.report && !clip.report.advice) sayNotSeen(clip.report);
      if (!isChosen) screening.tellDoubts();
      announce(t('progress.captured', { name: record.name }));
    } catch (error) {
      films.forget(id);
      screening.showAgain();
      if (process.state === 'cancelled') announce(t('progress.cancelled'));
      // In another tab it goes on, and is listed here when it has ended.
      else if (!isElsewhere(error)) showError(error, record.name, again && wayOut(error, again));
    } finally {
      this.#running = undefined;
      const hadFocus = hasFocus(page.progress);
      hideProgress();
      this.#rest(false);
      if (hadFocus) focusFirst(page.play, page.takeSample, page.takeSampleAgain);
      await this.#options.onEnd();
    }
  }

  #rest(isResting: boolean): void {
    page.again.hidden ||= isResting;
    restWhere(isResting);
    restHow(isResting);
    this.#options.screening.rest(isResting);
  }
}

function isElsewhere(error: unknown): boolean {
  return isKinoraError(error) && error.code === 'runtime/elsewhere';
}

/** What is known of a capture that was begun here. */
interface Begun {
  /** Whom the person chose themselves is not doubted. */
  readonly isChosen?: boolean;
  /** Captures the same video once more. */
  readonly again?: () => void;
}

const EXTRAS: readonly Extra[] = ['hands', 'face', 'heavy'];

/** Where a model cannot be had that is for fingers, a face or the highest quality, all else can be captured. */
function wayOut(error: unknown, again: () => void): NoticeAction | undefined {
  const missing = isKinoraError(error) ? error.details['extra'] : undefined;
  const extra = EXTRAS.find((known) => known === missing);
  if (!extra) return undefined;
  const act = (): void => {
    leaveOut(extra);
    again();
  };
  return { words: () => t(`how.without.${extra}`), act };
}

/** Where a capture gives no advice, it still says what it did not see. */
function sayNotSeen({ gaps }: CaptureReport): void {
  for (const { from, to } of gaps) {
    showInfo(() => t('progress.notSeen', { from: decimal(from, 1), to: decimal(to, 1) }));
  }
}
