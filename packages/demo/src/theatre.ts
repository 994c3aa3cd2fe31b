import type { Clip } from '@kinora/core';
import type { Avatar, Stage } from '@kinora/viewer';
import performerUrl from '@kinora/performer/performer.glb?url';
import robotUrl from '@kinora/performer/robot.glb?url';
import { idleClip } from './idle.ts';
import { announce, showError, showInfo } from './notices.ts';
import { page } from './page.ts';
import { words } from './words.ts';

const BUILT_IN = { performer: performerUrl, robot: robotUrl } as const;
type Choice = keyof typeof BUILT_IN | 'own';

/**
 * The stage and who stands on it. The engine is fetched behind the first paint. Without WebGL there is no stage, and
 * capturing and saving work all the same.
 */
export class Theatre {
  #stage: Stage | undefined;
  #own: File | undefined;
  #clip: Clip | undefined;
  #time = 0;

  /** Resolves when the first avatar stands on the stage, or when it is sure that none will. */
  async open(): Promise<void> {
    try {
      const { createStage } = await import('@kinora/viewer');
      // Every change is drawn by itself: a pose, the camera, the size. A still stage costs nothing.
      this.#stage = createStage(page.stage, { renderMode: 'onDemand' });
    } catch (error) {
      page.stageWait.textContent = words.noStage;
      showError(error);
      return;
    }
    page.avatars.addEventListener('click', (event) => this.#onChoice(event));
    await this.#choose('performer');
  }

  get avatar(): Avatar | undefined {
    return this.#stage?.avatar;
  }

  /**
   * Puts a person's own GLB or VRM on the stage. The old avatar stays until the new one stands.
   *
   * @returns why it was refused; undefined where it stands.
   */
  async bring(file: File): Promise<unknown> {
    const refusal = await this.#put('own', file);
    if (refusal === undefined) this.#own = file;
    return refusal;
  }

  async #choose(choice: Choice): Promise<void> {
    const source = choice === 'own' ? this.#own : BUILT_IN[choice];
    const refusal = source && (await this.#put(choice, source));
    if (refusal !== undefined) showError(refusal);
  }

  async #put(choice: Choice, source: File | string): Promise<unknown> {
    if (!this.#stage) return new Error(words.noStage);
    page.stageWait.hidden = this.avatar !== undefined;
    try {
      const { report } = await this.#stage.loadAvatar(source);
      for (const warning of report.warnings) showInfo(warning);
      if (this.#clip) this.show(this.#clip);
      else this.#wait();
      this.#markChoice(choice, typeof source === 'string' ? undefined : source.name);
      return undefined;
    } catch (error) {
      return error;
    } finally {
      if (this.avatar) page.stageWait.hidden = true;
    }
  }

  /** Puts a clip on the avatar; `follow` moves it. */
  show(clip: Clip): void {
    this.#clip = clip;
    if (!this.avatar) return;
    this.avatar.player.play(clip, { loop: true });
    this.avatar.player.pause();
    this.follow(this.#time);
    this.showGhost(page.ghost.checked);
  }

  /** Moves the avatar to a time of its clip, seconds. */
  follow(time: number): void {
    this.#time = time;
    if (this.#clip) this.avatar?.player.seek(time);
  }

  showGhost(isShown: boolean): void {
    this.#stage?.ghost(isShown ? this.#clip : undefined);
    this.follow(this.#time);
  }

  /** While a capture runs on this device every frame drawn is a frame not captured: the avatar holds still. */
  rest(isResting: boolean): void {
    if (this.#clip || !this.avatar) return;
    if (isResting) this.avatar.player.pause();
    else this.#wait();
  }

  /** Until there is something to show, the avatar breathes; one still pose for those who want no motion. */
  #wait(): void {
    const player = this.avatar?.player;
    player?.play(idleClip(), { loop: true });
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) player?.pause();
    else player?.resume();
    player?.seek(0);
  }

  #onChoice(event: Event): void {
    const chip = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-avatar]') : null;
    const choice = chip?.dataset['avatar'] as Choice | undefined;
    if (choice) void this.#choose(choice);
  }

  #markChoice(choice: Choice, ownName: string | undefined): void {
    for (const chip of page.avatars.querySelectorAll<HTMLElement>('[data-avatar]')) {
      const isChosen = chip.dataset['avatar'] === choice;
      chip.setAttribute('aria-pressed', String(isChosen));
      if (!isChosen) continue;
      if (ownName) chip.textContent = ownName.replace(/\.[^.]+$/, '');
      chip.hidden = false;
      announce(words.avatarReady(chip.textContent));
    }
  }
}
