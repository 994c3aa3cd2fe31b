import type { Kinora, ProcessRecord } from '@kinora/core';
import { t } from '../i18n/i18n.ts';
import { showError, showInfo } from '../notices.ts';
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
      saveGlb: (record) => void this.#save(record, 'glb'),
      saveBvh: (record) => void this.#save(record, 'bvh'),
      remove: (record) => void this.#remove(record),
    });
  }

  async #open({ id }: ProcessRecord): Promise<void> {
    const { kinora, screening, films, isBusy } = this.#options;
    if (isBusy()) return showInfo(() => t('progress.busy'));
    try {
      await screening.show({ clip: await kinora().processes.get(id).clip(), id, film: films.get(id) });
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
      const { avatar } = this.#options.screening.theatre;
      if (!avatar) return showInfo(() => t('stage.none'));
      saveFile(await kinora.export.glb(avatar.bytes, clip), fileName(name, 'glb'), 'model/gltf-binary');
    } catch (error) {
      showError(error);
    }
  }

  async #remove({ id }: ProcessRecord): Promise<void> {
    const { kinora, screening, films } = this.#options;
    try {
      await kinora().processes.delete(id);
      if (screening.shown?.id !== id) films.forget(id);
      await this.refresh();
    } catch (error) {
      showError(error);
    }
  }
}
