import type { Clip, Kinora, ProcessRecord } from '@kinora/core';
import { t } from '../i18n/i18n.ts';
import { announce, showError, showInfo } from '../notices.ts';
import type { Films } from '../screen/films.ts';
import type { Screening } from '../screen/screening.ts';
import { showLibrary } from './library.ts';
import { fileName, saveFile } from './save.ts';

export interface ShelfOptions {
  /** The runtime of the moment: it changes with the place where captures are made. */
  readonly kinora: () => Kinora;
  readonly screening: Screening;
  readonly films: Films;
  /** Whether a capture runs: then nothing else is put on the stage. */
  readonly isBusy: () => boolean;
}

/** Who made an animation that came as a file, as `processes.keep` writes it. */
const FROM_A_FILE = 'file';

/** The animations that are kept, and what can be done with each. */
export class Shelf {
  readonly #options: ShelfOptions;

  constructor(options: ShelfOptions) {
    this.#options = options;
  }

  async refresh(): Promise<void> {
    const { kinora, screening } = this.#options;
    showLibrary(await kinora().processes.list(), screening.shown?.id, {
      open: (record) => void this.#open(record),
      share: (record) => void this.#share(record),
      saveGlb: (record) => void this.#save(record, 'glb'),
      saveBvh: (record) => void this.#save(record, 'bvh'),
      remove: (record) => void this.#remove(record),
    });
  }

  /**
   * Keeps a file that holds one animation and nobody who does it, as a shared one does, and plays it.
   *
   * @returns false where it holds anything else.
   */
  async adopt(file: File, clips: readonly Clip[]): Promise<boolean> {
    if (clips.length !== 1 || !/\.glb$/i.test(file.name)) return false;
    const bytes = new Uint8Array(await file.arrayBuffer());
    const { id, record } = await this.#options.kinora().processes.keep({ name: file.name, format: 'glb', bytes });
    await this.#open(record);
    if (this.#options.screening.shown?.id === id) announce(t('library.adopted', { name: record.name }));
    return true;
  }

  async #share(record: ProcessRecord): Promise<void> {
    try {
      const { share } = await import('../share/share.ts');
      await share(this.#options.kinora(), record);
    } catch (error) {
      showError(error);
    }
  }

  async #open({ id, provider }: ProcessRecord): Promise<void> {
    const { kinora, screening, films, isBusy } = this.#options;
    if (isBusy()) return showInfo(() => t('progress.busy'));
    try {
      const clip = await kinora().processes.get(id).clip();
      await screening.show({ clip, id, film: films.get(id), hadFilm: provider !== FROM_A_FILE });
      await this.refresh();
    } catch (error) {
      showError(error);
    }
  }

  async #save({ id, name }: ProcessRecord, format: 'glb' | 'bvh'): Promise<void> {
    const kinora = this.#options.kinora();
    try {
      const clip = await kinora.processes.get(id).clip();
      if (format === 'bvh') {
        return saveFile(await kinora.export.bvh(clip), fileName(name, 'bvh'), 'text/plain');
      }
      const { theatre } = this.#options.screening;
      await theatre.open();
      const { avatar } = theatre;
      if (!avatar) return showInfo(() => t('stage.none'));
      saveFile(await kinora.export.glb(avatar.bytes, clip), fileName(name, 'glb'), 'model/gltf-binary');
    } catch (error) {
      showError(error);
    }
  }

  async #remove({ id, name }: ProcessRecord): Promise<void> {
    const { kinora, screening, films } = this.#options;
    try {
      await kinora().processes.delete(id);
      if (screening.shown?.id !== id) films.forget(id);
      await this.refresh();
      announce(t('library.removed', { name }));
    } catch (error) {
      showError(error);
    }
  }
}
