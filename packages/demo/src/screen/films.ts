/** A video that this page captured. */
export interface Film {
  readonly video: Blob;
  readonly url: string;
}

/** Videos that this page captured, by their process. They live as long as the page: only the animation is kept. */
export class Films {
  readonly #films = new Map<string, Film>();

  add(id: string, video: Blob): Film {
    const film = { video, url: URL.createObjectURL(video) };
    this.#films.set(id, film);
    return film;
  }

  get(id: string): Film | undefined {
    return this.#films.get(id);
  }

  forget(id: string): void {
    const film = this.#films.get(id);
    if (film) URL.revokeObjectURL(film.url);
    this.#films.delete(id);
  }
}
