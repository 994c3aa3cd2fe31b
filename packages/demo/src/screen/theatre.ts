import type { Clip, PreparedClip } from '@kinora/core';
import type { Avatar, Stage } from '@kinora/viewer';
import performerUrl from '@kinora/performer/performer.glb?url';
import robotUrl from '@kinora/performer/robot.glb?url';
import { showFit } from './fit.ts';
import { noteText } from '../i18n/body-words.ts';
import { say, t } from '../i18n/i18n.ts';
import { idleClip } from '../idle.ts';
import { announce, showError, showInfo } from '../notices.ts';
import { page } from '../page.ts';

const BUILT_IN = { performer: performerUrl, robot: robotUrl } as const;
type Choice = keyof typeof BUILT_IN | 'own';

/** Makes a clip ready for an avatar, off the page. */
export type Prepare = (clip: Clip, avatar: Avatar) => Promise<PreparedClip | undefined>;

/**
 * The stage and who stands on it. The engine is fetched behind the first paint. Without WebGL there is no stage, and
 * capturing and saving work all the same.
 */
export class Theatre {
  #stage: Stage | undefined;
  #own: File | undefined;
  #clip: Clip | undefined;
  #prepared: PreparedClip | undefined;
  #preparedFor: Avatar | undefined;
  #holdsFeet = true;
  #time = 0;
  /** Counts what was asked to be shown: of two clips that are made ready at once, the later one is meant. */
  #turn = 0;
  readonly #prepare: Prepare;

  constructor(prepare: Prepare) {
    this.#prepare = prepare;
  }

  /** Resolves when the first avatar stands on the stage, or when it is sure that none will. */
  async open(): Promise<void> {
    try {
      const { createStage } = await import('@kinora/viewer');
      // Every change is drawn by itself: a pose, the camera, the size. A still stage costs nothing.
      this.#stage = createStage(page.stage, { renderMode: 'onDemand' });
    } catch (error) {
      say(page.stageWait, () => t('stage.none'));
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
    if (!this.#stage) return new Error(t('stage.none'));
    page.stageWait.hidden = this.avatar !== undefined;
    try {
      const avatar = await this.#stage.loadAvatar(source);
      for (const warning of avatar.report.warnings) showInfo(() => noteText(`target: ${warning}`));
      if (this.#clip) await this.#enter(avatar, this.#clip);
      else this.#wait();
      this.#markChoice(choice, typeof source === 'string' ? undefined : source.name);
      return undefined;
    } catch (error) {
      return error;
    } finally {
      if (this.avatar) page.stageWait.hidden = true;
    }
  }

  /**
   * Puts a clip on the avatar; `follow` moves it. Until it is ready, and where it does not fit, what was there goes on.
   *
   * @returns false where another clip was put there meanwhile.
   * @throws KinoraError where the clip does not fit.
   */
  async show(clip: Clip): Promise<boolean> {
    const turn = ++this.#turn;
    const { avatar } = this;
    const prepared = avatar && (await this.#prepare(clip, avatar));
    if (turn !== this.#turn) return false;
    if (this.avatar !== avatar) return this.show(clip);
    this.#clip = clip;
    this.#prepared = prepared;
    this.#preparedFor = avatar;
    this.#play();
    this.showGhost(page.ghost.checked);
    return true;
  }

  /** Whether feet that stand are held still, from now on. */
  holdFeet(holdsFeet: boolean): void {
    this.#holdsFeet = holdsFeet;
    this.#play();
    this.follow(this.#time);
  }

  /** Nobody sees an avatar in its rest pose while the clip is made ready for it. */
  async #enter(avatar: Avatar, clip: Clip): Promise<void> {
    avatar.root.setEnabled(false);
    try {
      await this.show(clip);
    } finally {
      avatar.root.setEnabled(true);
    }
  }

  #play(): void {
    if (!this.avatar || !this.#clip || this.avatar !== this.#preparedFor) return;
    this.avatar.player.play(this.#clip, { loop: true, ik: this.#holdsFeet, prepared: this.#prepared });
    this.avatar.player.pause();
    showFit(this.#prepared, this.#holdsFeet);
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
      announce(t('stage.ready', { name: chip.textContent }));
    }
  }
}
