import { clipDuration } from '@kinora/core';
import type { Clip, Kinora, Process, ProcessRecord } from '@kinora/core';
import sampleUrl from '@kinora/performer/dance.mp4?url';
import { clipLabel, offerClips } from './clip-choice.ts';
import { kindOf } from './drop.ts';
import type { Kind } from './drop.ts';
import { showFilm, showInvitation, showNoFilm } from './film.ts';
import { showLibrary } from './library.ts';
import { announce, clearNotices, showError, showInfo } from './notices.ts';
import { page } from './page.ts';
import { hideProgress, showProgress } from './progress.ts';
import { fileName, saveFile } from './save.ts';
import { Theatre } from './theatre.ts';
import { Transport } from './transport.ts';
import { restWhere } from './where.ts';
import { words } from './words.ts';

/** A motion on the stage: which process it came from, if from one, and its video as long as this page has it. */
interface Shown {
  readonly clip: Clip;
  /** All animations of its file. */
  readonly clips?: readonly Clip[];
  readonly id?: string;
  readonly filmUrl?: string | undefined;
}

/** What a person can do on this page. Every method says on the page how it went, and none of them rejects. */
export class Playground {
  #kinora: Kinora;
  readonly #theatre = new Theatre((clip, avatar) => this.#kinora.animations.prepare(clip, avatar));
  readonly #transport = new Transport({ onTime: (time) => this.#theatre.follow(time) });
  /** Videos that this page captured, by their process. */
  readonly #films = new Map<string, string>();
  #running: Process | undefined;
  #shown: Shown | undefined;

  constructor(kinora: Kinora) {
    this.#kinora = kinora;
  }

  async open(): Promise<void> {
    await this.#refreshLibrary();
    await Promise.all([this.#theatre.open(), this.#followEarlier()]);
  }

  /** Goes on with another runtime, whose provider captures elsewhere. What is on the stage stays. */
  async use(kinora: Kinora): Promise<void> {
    this.#kinora.dispose();
    this.#kinora = kinora;
    await this.#refreshLibrary();
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

  async #take(file: File, kind: Kind): Promise<void> {
    switch (kind) {
      case 'video':
        return this.#capture(file, bareName(file));
      case 'clip':
        return this.#playFile(file);
      case 'avatar':
        return kindOf(file) === 'avatar' ? this.#bring(file) : showInfo(words.noAvatar(file.name), words.noAvatarHint);
      case 'unknown':
        return showInfo(words.unknownFile(file.name));
    }
  }

  /** Takes files that were dropped together, avatars first. What lies beside them, as pictures do, is passed over. */
  async takeAll(files: readonly File[]): Promise<void> {
    const known = files.filter((file) => kindOf(file) !== 'unknown');
    const avatarsFirst = [...known].sort((a, b) => Number(kindOf(b) === 'avatar') - Number(kindOf(a) === 'avatar'));
    clearNotices();
    for (const file of known.length > 0 ? avatarsFirst : files.slice(0, 1)) await this.#take(file, kindOf(file));
  }

  /** Another animation of the file that is shown. */
  async chooseClip(index: number): Promise<void> {
    const clip = this.#shown?.clips?.[index];
    if (clip && (await this.#show({ ...this.#shown, clip }))) this.#tellPlaying(clip);
  }

  holdFeet(holdsFeet: boolean): void {
    this.#theatre.holdFeet(holdsFeet);
  }

  async takeSample(): Promise<void> {
    clearNotices();
    try {
      const response = await fetch(sampleUrl);
      await this.#capture(await response.blob(), words.sampleName);
    } catch (error) {
      showError(error);
    }
  }

  cancel(): void {
    this.#running?.cancel();
  }

  showGhost(isShown: boolean): void {
    this.#theatre.showGhost(isShown);
  }

  /** One video at a time: a second one is refused, not queued behind the person's back. */
  async #capture(video: Blob, name: string): Promise<void> {
    if (this.#running) return showInfo(words.busy);
    const filmUrl = URL.createObjectURL(video);
    showFilm(filmUrl);
    const process = this.#kinora.creation.fromVideo(video, { name });
    this.#films.set(process.id, filmUrl);
    await this.#follow(process);
  }

  /** Shows how far a process is, and what comes of it: one that was just begun, or one of before a reload. */
  async #follow(process: Process): Promise<void> {
    const { id, record } = process;
    this.#running = process;
    this.#rest(true);
    process.onProgress(showProgress);
    try {
      const clip = await process.clip();
      await this.#show({ clip, id, filmUrl: this.#films.get(id) });
      for (const { from, to } of clip.report?.gaps ?? []) showInfo(words.notSeen(from, to));
      announce(words.captured(record.name));
    } catch (error) {
      this.#forgetFilm(id);
      this.#showAgain();
      if (process.state === 'cancelled') announce(words.cancelled);
      else showError(error);
    } finally {
      this.#running = undefined;
      hideProgress();
      this.#rest(false);
      await this.#refreshLibrary();
    }
  }

  /** What a service was doing when the page went away goes on, and so does its place here. */
  async #followEarlier(): Promise<void> {
    const running = (await this.#kinora.processes.list()).find(({ state }) => state === 'running');
    if (!running || this.#running) return;
    showNoFilm(words.filmGone);
    await this.#follow(this.#kinora.processes.get(running.id));
  }

  /** A GLB without a figure in it may still be an animation. */
  async #bring(file: File): Promise<void> {
    const refusal = await this.#theatre.bring(file);
    if (refusal === undefined) return this.#tellOfClips();
    const clips = await this.#kinora.animations.load(file, file.name).catch(() => []);
    if (clips.length > 0) await this.#showClips(clips);
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
      if (clips.length > 0) await this.#showClips(clips);
      else showInfo(words.noMotion(file.name), words.noMotionHint);
    } catch (error) {
      showError(error);
    }
  }

  async #showClips(clips: readonly Clip[]): Promise<void> {
    const [clip] = clips;
    if (clip && (await this.#show({ clip, clips }))) this.#tellPlaying(clip);
  }

  #tellPlaying(clip: Clip): void {
    announce(words.playing(clipLabel(clip), this.#theatre.avatar?.name ?? words.nobody));
  }

  async #openRecord({ id }: ProcessRecord): Promise<void> {
    if (this.#running) return showInfo(words.busy);
    try {
      await this.#show({ clip: await this.#kinora.processes.get(id).clip(), id, filmUrl: this.#films.get(id) });
      await this.#refreshLibrary();
    } catch (error) {
      showError(error);
    }
  }

  async #save({ id, name }: ProcessRecord, format: 'glb' | 'bvh'): Promise<void> {
    try {
      const clip = await this.#kinora.processes.get(id).clip();
      if (format === 'bvh') {
        return saveFile(await this.#kinora.export.bvh(clip), fileName(name, 'bvh'), 'text/plain');
      }
      const avatar = this.#theatre.avatar;
      if (!avatar) return showInfo(words.noStage);
      saveFile(await this.#kinora.export.glb(avatar.bytes, clip), fileName(name, 'glb'), 'model/gltf-binary');
    } catch (error) {
      showError(error);
    }
  }

  async #remove({ id }: ProcessRecord): Promise<void> {
    try {
      await this.#kinora.processes.delete(id);
      if (this.#shown?.id !== id) this.#forgetFilm(id);
      await this.#refreshLibrary();
    } catch (error) {
      showError(error);
    }
  }

  /** Puts a motion on the avatar, beside its video where there is one. @returns whether it is shown. */
  async #show(shown: Shown): Promise<boolean> {
    try {
      if (!(await this.#theatre.show(shown.clip))) return false;
    } catch (error) {
      showError(error);
      return false;
    }
    this.#shown = shown;
    offerClips(shown.clips ?? [shown.clip], shown.clip);
    this.#transport.load(clipDuration(shown.clip), shown.filmUrl !== undefined);
    this.#showAgain();
    if (!matchMedia('(prefers-reduced-motion: reduce)').matches) this.#transport.play();
    return true;
  }

  #forgetFilm(id: string): void {
    const url = this.#films.get(id);
    if (url) URL.revokeObjectURL(url);
    this.#films.delete(id);
  }

  /** The left panel as it belongs to what is on the stage. */
  #showAgain(): void {
    if (!this.#shown) showInvitation();
    else if (this.#shown.filmUrl) showFilm(this.#shown.filmUrl);
    else showNoFilm(this.#shown.id === undefined ? words.noFilm : words.filmGone);
  }

  /** While a capture runs on this device, every frame drawn is a frame not captured. */
  #rest(isResting: boolean): void {
    page.again.hidden ||= isResting;
    restWhere(isResting);
    this.#transport.rest(isResting);
    this.#theatre.rest(isResting);
  }

  async #refreshLibrary(): Promise<void> {
    showLibrary(await this.#kinora.processes.list(), this.#shown?.id, {
      open: (record) => void this.#openRecord(record),
      saveGlb: (record) => void this.#save(record, 'glb'),
      saveBvh: (record) => void this.#save(record, 'bvh'),
      remove: (record) => void this.#remove(record),
    });
  }
}

/** `dance.final.mp4` → `dance.final` */
function bareName({ name }: File): string {
  return name.replace(/\.[^.]+$/, '');
}
