import { decimal } from '../i18n/format.ts';
import { say, t } from '../i18n/i18n.ts';
import { announce } from '../notices.ts';
import { page } from '../page.ts';
import { FilmClock } from './film-clock.ts';
import { frameAt } from './frames.ts';

/** As long after a step as a film takes to get there, and fingers to the next one. Milliseconds. */
const TELLS_AFTER_MS = 400;

/** What a transport moves: the avatar's player. */
export interface Follower {
  /** Called whenever the time is another one, seconds. */
  onTime(time: number): void;
}

/** A motion under the clock. */
export interface Reel {
  /** Seconds. */
  readonly duration: number;
  /** Seconds at which its frames begin. */
  readonly frames: Float64Array;
  /** When the frames of its video are shown, by the video's own clock. Absent where there is no video. */
  readonly film?: Promise<Float64Array> | undefined;
}

/**
 * One clock for the video and the avatar. Where a film is shown it is the clock, since a browser drops video frames and
 * never asks: the avatar takes the pose of the frame that is seen. Where there is none, time runs by itself.
 */
export class Transport {
  readonly #follower: Follower;
  readonly #film = new FilmClock({ onFrame: (time) => this.#onFilmFrame(time) });
  #duration = 0;
  #frames: Float64Array = new Float64Array();
  #time = 0;
  #rate = 1;
  #isPlaying = false;
  #hasFilm = false;
  #lastFrameMs = 0;
  #turn = 0;
  #telling: ReturnType<typeof setTimeout> | undefined;

  constructor(follower: Follower) {
    this.#follower = follower;
    page.play.addEventListener('click', () => this.toggle());
    page.stepBack.addEventListener('click', () => this.#stepAloud(-1));
    page.stepOn.addEventListener('click', () => this.#stepAloud(1));
    page.scrub.addEventListener('keydown', (event) => this.#onScrubKey(event));
    page.scrub.addEventListener('input', () => this.goTo(Number(page.scrub.value)));
    page.rate.addEventListener('change', () => this.#setRate(Number(page.rate.value)));
    page.video.addEventListener('ended', () => this.#startAgain());
    requestAnimationFrame((now) => this.#frame(now));
  }

  /** Puts a motion under the clock, with its film or without. */
  load({ duration, frames, film }: Reel): void {
    this.pause();
    this.#duration = duration;
    this.#frames = frames;
    this.#hasFilm = film !== undefined;
    this.#film.load(new Float64Array());
    this.rest(false);
    page.scrub.max = String(Math.max(duration, 0.001));
    this.seek(0);
    void this.#countFilm(film, ++this.#turn);
  }

  /** Puts the controls out of reach while there is nothing to play, or no time to play it. */
  rest(isResting: boolean): void {
    if (isResting) this.pause();
    for (const control of [page.play, page.stepBack, page.stepOn, page.scrub, page.rate, page.ghost]) {
      control.disabled = isResting || this.#duration <= 0;
    }
  }

  toggle(): void {
    if (this.#isPlaying) this.pause();
    else this.play();
  }

  play(): void {
    if (this.#duration <= 0) return;
    if (this.#time >= this.#duration) this.seek(0);
    this.#isPlaying = true;
    // A browser that refuses (no gesture yet) leaves the film still; the avatar moves all the same, by its own clock.
    if (this.#hasFilm) void page.video.play().catch(() => (this.#hasFilm = false));
    this.#showState();
  }

  pause(): void {
    const wasPlaying = this.#isPlaying;
    this.#isPlaying = false;
    page.video.pause();
    // The video's clock has run on within the frame, or past it: it comes back to the frame that is seen.
    if (wasPlaying && this.#isFilmed) this.#film.seek(this.#time);
    this.#showState();
  }

  seek(time: number): void {
    const within = Math.max(0, Math.min(time, this.#duration));
    if (this.#hasFilm) this.#film.seek(within);
    // A film tells when it got there, so that both are always on the same frame.
    if (this.#isFilmed) page.scrub.value = String(within);
    else this.#moveTo(within);
  }

  /** Stops at a time, seconds. */
  goTo(time: number): void {
    this.pause();
    this.seek(time);
  }

  /** So many frames on, or back. */
  step(frames: number): void {
    if (this.#duration <= 0) return;
    this.pause();
    const now = frameAt(this.#frames, this.#isFilmed ? this.#film.time : this.#time);
    const next = Math.max(0, Math.min(now + frames, this.#frames.length - 1));
    this.seek(this.#frames[next]!);
  }

  /** A slider says itself where it is, a button does not: of steps that follow each other at once the last is told. */
  #stepAloud(frames: number): void {
    this.step(frames);
    clearTimeout(this.#telling);
    this.#telling = setTimeout(() => announce(this.#frameText()), TELLS_AFTER_MS);
  }

  get #isFilmed(): boolean {
    return this.#hasFilm && this.#film.isReady;
  }

  /** Steps and counts by the film's own frames, as soon as they are known. */
  async #countFilm(film: Promise<Float64Array> | undefined, turn: number): Promise<void> {
    // A film whose container cannot be read here is stepped through by the frames of its motion.
    const times = await film?.catch(() => undefined);
    if (turn !== this.#turn || !times || times.length === 0) return;
    this.#film.load(times);
    this.#frames = times.map((time) => time - times[0]!).filter((time) => time <= this.#duration + 1e-3);
    if (!this.#isPlaying) this.seek(this.#time);
    this.#showTime();
  }

  /** By itself a slider goes by its smallest step, which nobody sees. */
  #onScrubKey(event: KeyboardEvent): void {
    const frames = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key];
    if (frames === undefined) return;
    event.preventDefault();
    this.step(frames);
  }

  #setRate(rate: number): void {
    this.#rate = rate;
    page.video.playbackRate = rate;
  }

  #frame(now: number): void {
    // A tab that was hidden comes back after minutes: one step is at most a tenth of a second.
    const step = Math.min(0.1, (now - this.#lastFrameMs) / 1000);
    this.#lastFrameMs = now;
    if (this.#isPlaying && !this.#isFilmed) this.#moveTo((this.#time + step * this.#rate) % this.#duration);
    else if (this.#isPlaying) this.#film.ask(now);
    requestAnimationFrame((next) => this.#frame(next));
  }

  #onFilmFrame(time: number): void {
    if (!this.#hasFilm) return;
    // The film may be longer than its motion: both start again together.
    if (this.#isPlaying && time > this.#duration + 1e-3) this.#startAgain();
    else this.#moveTo(Math.max(0, Math.min(time, this.#duration)));
  }

  #startAgain(): void {
    if (!this.#isPlaying) return;
    this.#film.seek(0);
    if (page.video.paused) void page.video.play().catch(() => this.pause());
  }

  #moveTo(time: number): void {
    this.#time = time;
    page.scrub.value = String(time);
    this.#showTime();
    this.#follower.onTime(time);
  }

  #showTime(): void {
    page.time.textContent = `${clock(this.#time)} / ${clock(this.#duration)}`;
    page.frame.hidden = this.#duration <= 0;
    say(page.frame, () => this.#frameText());
    say(page.scrub, () => this.#positionText(), 'aria-valuetext');
  }

  #frameText(): string {
    return t('transport.frameCount', { number: frameAt(this.#frames, this.#time) + 1, count: this.#frames.length });
  }

  #positionText(): string {
    return t('transport.positionValue', { time: decimal(this.#time, 2), duration: decimal(this.#duration, 1) });
  }

  #showState(): void {
    page.play.dataset['playing'] = String(this.#isPlaying);
    say(page.play, () => t(this.#isPlaying ? 'transport.pause' : 'transport.play'), 'aria-label');
  }
}

function clock(seconds: number): string {
  const tenths = Math.floor(seconds * 10 + 1e-6);
  return `${Math.floor(tenths / 600)}:${String(Math.floor(tenths / 10) % 60).padStart(2, '0')}.${tenths % 10}`;
}
