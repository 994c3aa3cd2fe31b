import { clipDuration } from '@kinora/core';
import type { Clip, Kinora, Process, ProcessRecord } from '@kinora/core';
import sampleUrl from '@kinora/performer/dance.mp4?url';
import { kindOf } from './drop.ts';
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
  readonly id?: string;
  readonly filmUrl?: string | undefined;
}

/** What a person can do on this page. Every method says on the page how it went, and none of them rejects. */
export class Playground {
  #kinora: Kinora;
  readonly #theatre = new Theatre();
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

  /** Takes what a person drops or picks: a video to capture, an avatar to bring, an animation to play. */
  async take(file: File): Promise<void> {
    switch (kindOf(file)) {
      case 'video':
        return this.#capture(file, file.name.replace(/\.[^.]+$/, ''));
      case 'clip':
        return this.#playFile(file);
      case 'glb':
        return this.#bring(file);
      case 'unknown':
        return showInfo(words.unknownFile(file.name));
    }
  }

  async takeSample(): Promise<void> {
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
    clearNotices();
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
      this.#show({ clip, id, filmUrl: this.#films.get(id) });
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
    showNoFilm();
    await this.#follow(this.#kinora.processes.get(running.id));
  }

  /** A GLB without a figure in it may still be an animation. */
  async #bring(file: File): Promise<void> {
    const refusal = await this.#theatre.bring(file);
    if (refusal === undefined) return;
    const clips = await this.#kinora.animations.load(file, file.name).catch(() => []);
    if (clips[0]) this.#show({ clip: clips[0] });
    else showError(refusal);
  }

  async #playFile(file: File): Promise<void> {
    try {
      const [clip] = await this.#kinora.animations.load(file, file.name);
      if (clip) this.#show({ clip });
      else showInfo(words.noMotion(file.name));
    } catch (error) {
      showError(error);
    }
  }

  async #openRecord({ id }: ProcessRecord): Promise<void> {
    if (this.#running) return showInfo(words.busy);
    try {
      this.#show({ clip: await this.#kinora.processes.get(id).clip(), id, filmUrl: this.#films.get(id) });
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

  /** Puts a motion on the avatar, beside its video where there is one. */
  #show(shown: Shown): void {
    try {
      this.#theatre.show(shown.clip);
    } catch (error) {
      return showError(error);
    }
    this.#shown = shown;
    this.#transport.load(clipDuration(shown.clip), shown.filmUrl !== undefined);
    this.#showAgain();
    if (!matchMedia('(prefers-reduced-motion: reduce)').matches) this.#transport.play();
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
    else showNoFilm();
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
