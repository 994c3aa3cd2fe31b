import type { Clip, PreparedClip } from '@kinora/core';
import type { Avatar, Stage } from '@kinora/viewer';
import { nameOf } from '../cast/cast.ts';
import type { Member } from '../cast/cast.ts';
import { figureOf, isMade } from '../cast/figures.ts';
import { showFit } from './fit.ts';
import { hideWait, markBusy, markChoice, sayWait, showFront } from './stage-front.ts';
import type { Choice } from './stage-front.ts';
import { noteText } from '../i18n/body-words.ts';
import { size } from '../i18n/format.ts';
import { t } from '../i18n/i18n.ts';
import { idleClip } from '../idle.ts';
import { showError, showInfo } from '../notices.ts';
import { page } from '../page.ts';
import { followTheme } from '../shell/theme.ts';

/** Makes a clip ready for an avatar, off the page. */
export type Prepare = (clip: Clip, avatar: Avatar) => Promise<PreparedClip | undefined>;

/**
 * The stage and who stands on it. The engine is fetched when it is first needed; until then a picture stands there.
 * Without WebGL there is no stage, and capturing and saving work all the same.
 */
export class Theatre {
  #stage: Stage | undefined;
  #opening: Promise<Stage> | undefined;
  /** Where the browser gives no stage. */
  #hasNone = false;
  /** Whoever is on the way to the stage. */
  #entering: Promise<unknown> | undefined;
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

  /** Resolves when an avatar stands on the stage, or when it is sure that none will. */
  async open(): Promise<void> {
    if (!this.avatar && !this.#hasNone) await (this.#entering ?? this.choose('leo'));
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
    const refusal = await this.#call('own', () => Promise.resolve(file));
    if (refusal === undefined) this.#own = file;
    return refusal;
  }

  async choose(choice: Choice): Promise<void> {
    const own = this.#own;
    if (choice === 'own' && !own) return;
    const refusal = await this.#call(choice, () =>
      choice === 'own' ? Promise.resolve(own!) : this.#castFigure(choice),
    );
    if (refusal !== undefined) showError(refusal);
  }

  async #castFigure(member: Member): Promise<File> {
    if (isMade(member)) sayWait(() => t('stage.dressing', { name: nameOf(member) }));
    return figureOf(member, (done, total) =>
      sayWait(() => t('stage.waitBytes', { done: size(done), total: size(total) })),
    );
  }

  /** @returns why nobody came; undefined where they stand on the stage. */
  async #call(choice: Choice, find: () => Promise<File>): Promise<unknown> {
    markBusy(choice, true);
    sayWait(() => t('stage.wait'));
    const entering = this.#put(choice, find);
    this.#entering = entering;
    const refusal = await entering;
    markBusy(choice, false);
    showFront(this.avatar ? 'open' : this.#hasNone ? 'none' : 'closed');
    if (this.#entering !== entering) return refusal; // Somebody else is on the way.
    this.#entering = undefined;
    hideWait();
    return refusal;
  }

  async #put(choice: Choice, find: () => Promise<File>): Promise<unknown> {
    try {
      const [stage, file] = await Promise.all([this.#openStage(), find()]);
      const avatar = await stage.loadAvatar(file);
      for (const warning of avatar.report.warnings) showInfo(() => noteText(`target: ${warning}`));
      if (this.#clip) await this.#enter(avatar, this.#clip);
      else this.#wait();
      markChoice(choice, avatar.name);
      return undefined;
    } catch (error) {
      return error;
    }
  }

  /** @throws KinoraError `viewer/no-webgl` */
  async #openStage(): Promise<Stage> {
    if (this.#stage) return this.#stage;
    if (this.#hasNone) throw new Error(t('stage.none'));
    this.#opening ??= this.#makeStage().finally(() => (this.#opening = undefined)); // What broke off is tried again.
    return this.#opening;
  }

  async #makeStage(): Promise<Stage> {
    showFront('opening');
    const { createStage } = await import('@kinora/viewer');
    page.stage.hidden = false;
    try {
      // Every change is drawn by itself: a pose, the camera, the size. A still stage costs nothing.
      const stage = createStage(page.stage, { renderMode: 'onDemand' });
      followTheme((theme) => (stage.colorScheme = theme === 'system' ? 'auto' : theme));
      return (this.#stage = stage);
    } catch (error) {
      this.#hasNone = true;
      throw error;
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
    await this.open();
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
}
