import { page } from '../page.ts';
import { words } from '../words.ts';

/** What a transport moves: the avatar's player. */
export interface Follower {
  /** Called whenever the time is another one, seconds. */
  onTime(time: number): void;
}

/**
 * One clock for the video and the avatar. Where a film is shown it is the clock, since a browser drops video frames and
 * never asks; where there is none, time runs by itself. Both end in `onTime`, so that the two stay in step.
 */
export class Transport {
  readonly #follower: Follower;
  #duration = 0;
  #time = 0;
  #rate = 1;
  #isPlaying = false;
  #hasFilm = false;
  #lastFrameMs = 0;

  constructor(follower: Follower) {
    this.#follower = follower;
    page.play.addEventListener('click', () => (this.#isPlaying ? this.pause() : this.play()));
    page.scrub.addEventListener('input', () => this.#seekByHand(Number(page.scrub.value)));
    page.rate.addEventListener('change', () => this.#setRate(Number(page.rate.value)));
    page.video.addEventListener('seeked', () => this.#moveTo(page.video.currentTime));
    requestAnimationFrame((now) => this.#frame(now));
  }

  /** Puts a motion of `duration` seconds under the clock, with its film or without. */
  load(duration: number, hasFilm: boolean): void {
    this.pause();
    this.#duration = duration;
    this.#hasFilm = hasFilm;
    this.rest(false);
    page.scrub.max = String(Math.max(duration, 0.001));
    this.seek(0);
  }

  /** Puts the controls out of reach while there is nothing to play, or no time to play it. */
  rest(isResting: boolean): void {
    if (isResting) this.pause();
    for (const control of [page.play, page.scrub, page.rate, page.ghost]) {
      control.disabled = isResting || this.#duration <= 0;
    }
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
    this.#isPlaying = false;
    page.video.pause();
    this.#showState();
  }

  seek(time: number): void {
    if (this.#hasFilm) page.video.currentTime = time;
    this.#moveTo(time);
  }

  #seekByHand(time: number): void {
    this.pause();
    this.seek(time);
  }

  #setRate(rate: number): void {
    this.#rate = rate;
    page.video.playbackRate = rate;
  }

  #frame(now: number): void {
    // A tab that was hidden comes back after minutes: one step is at most a tenth of a second.
    const step = Math.min(0.1, (now - this.#lastFrameMs) / 1000);
    this.#lastFrameMs = now;
    if (this.#isPlaying) this.#moveTo(this.#hasFilm ? this.#filmTime() : this.#time + step * this.#rate);
    requestAnimationFrame((next) => this.#frame(next));
  }

  /** The film may be longer than the motion by its last frame: both start again together. */
  #filmTime(): number {
    if (!page.video.ended && page.video.currentTime < this.#duration) return page.video.currentTime;
    page.video.currentTime = 0;
    if (page.video.paused) void page.video.play().catch(() => this.pause());
    return 0;
  }

  #moveTo(time: number): void {
    this.#time = this.#duration > 0 && this.#isPlaying ? time % this.#duration : Math.min(time, this.#duration);
    page.scrub.value = String(this.#time);
    page.time.textContent = `${clock(this.#time)} / ${clock(this.#duration)}`;
    page.scrub.setAttribute('aria-valuetext', `${this.#time.toFixed(1)} of ${this.#duration.toFixed(1)} seconds`);
    this.#follower.onTime(this.#time);
  }

  #showState(): void {
    page.play.dataset['playing'] = String(this.#isPlaying);
    page.play.setAttribute('aria-label', this.#isPlaying ? words.pause : words.play);
  }
}

function clock(seconds: number): string {
  const tenths = Math.floor(seconds * 10 + 1e-6);
  return `${Math.floor(tenths / 600)}:${String(Math.floor(tenths / 10) % 60).padStart(2, '0')}.${tenths % 10}`;
}
