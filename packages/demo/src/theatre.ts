import type { Clip } from '@kinora/core';
import type { Avatar, Stage } from '@kinora/viewer';
import performerUrl from '@kinora/performer/performer.glb?url';
import robotUrl from '@kinora/performer/robot.glb?url';
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
  #avatar: Avatar | undefined;
  #own: File | undefined;
  #clip: Clip | undefined;
  #time = 0;
  #loading: AbortController | undefined;

  /** Resolves when the first avatar stands on the stage, or when it is sure that none will. */
  async open(): Promise<void> {
    try {
      const { createStage } = await import('@kinora/viewer');
      this.#stage = createStage(page.stage);
    } catch (error) {
      page.stageWait.textContent = words.noStage;
      showError(error);
      return;
    }
    page.avatars.addEventListener('click', (event) => this.#onChoice(event));
    await this.choose('performer');
  }

  get avatar(): Avatar | undefined {
    return this.#avatar;
  }

  get stage(): Stage | undefined {
    return this.#stage;
  }

  /** Puts a person's own GLB or VRM on the stage. The old avatar stays until the new one stands. */
  async bring(file: File): Promise<boolean> {
    const before = this.#own;
    this.#own = file;
    const stands = await this.choose('own');
    if (!stands) this.#own = before;
    return stands;
  }

  async choose(choice: Choice): Promise<boolean> {
    const source = choice === 'own' ? this.#own : BUILT_IN[choice];
    if (!this.#stage || !source) return false;
    this.#loading?.abort();
    const loading = (this.#loading = new AbortController());
    page.stageWait.hidden = this.#avatar !== undefined;
    try {
      const avatar = await this.#stage.loadAvatar(source, { signal: loading.signal });
      this.#avatar?.dispose();
      this.#avatar = avatar;
      this.#markChoice(choice);
      for (const warning of avatar.report.warnings) showInfo(warning);
      if (this.#clip) this.show(this.#clip);
      return true;
    } catch (error) {
      showError(error);
      return false;
    } finally {
      if (this.#avatar) page.stageWait.hidden = true;
    }
  }

  /** Puts a clip on the avatar; `follow` moves it. */
  show(clip: Clip): void {
    this.#clip = clip;
    if (!this.#avatar) return;
    this.#avatar.player.play(clip, { fade: 0, loop: true });
    this.#avatar.player.pause();
    this.follow(this.#time);
    this.showGhost(page.ghost.checked);
  }

  /** Moves the avatar to a time of its clip, seconds. */
  follow(time: number): void {
    this.#time = time;
    if (!this.#clip || !this.#avatar) return;
    this.#avatar.player.seek(time);
    this.#stage?.requestRender();
  }

  showGhost(isShown: boolean): void {
    this.#stage?.ghost(isShown ? this.#clip : undefined);
    this.follow(this.#time);
  }

  /** While a capture runs on this device every frame drawn is a frame not captured. */
  rest(isResting: boolean): void {
    if (this.#stage) this.#stage.renderMode = isResting ? 'onDemand' : 'continuous';
  }

  #onChoice(event: Event): void {
    const chip = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-avatar]') : null;
    const choice = chip?.dataset['avatar'] as Choice | undefined;
    if (choice) void this.choose(choice);
  }

  #markChoice(choice: Choice): void {
    for (const chip of page.avatars.querySelectorAll<HTMLElement>('[data-avatar]')) {
      const isChosen = chip.dataset['avatar'] === choice;
      chip.setAttribute('aria-pressed', String(isChosen));
      if (chip.dataset['avatar'] === 'own' && this.#own) chip.hidden = false;
      if (isChosen) announce(words.avatarReady(chip.textContent));
    }
  }
}
