interface Film {
  readonly video: Blob;
  readonly url: string;
}

/** Videos that this page captured, by their process. They live as long as the page: only the animation is kept. */
export class Films {
  readonly #films = new Map<string, Film>();

  add(id: string, video: Blob): string {
    const url = URL.createObjectURL(video);
    this.#films.set(id, { video, url });
    return url;
  }

  urlOf(id: string): string | undefined {
    return this.#films.get(id)?.url;
  }

  videoOf(id: string): Blob | undefined {
    return this.#films.get(id)?.video;
  }

  forget(id: string): void {
    const film = this.#films.get(id);
    if (film) URL.revokeObjectURL(film.url);
    this.#films.delete(id);
  }
}
