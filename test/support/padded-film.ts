/**
 * The same film with so many bytes more: a `free` box at its end, which every reader passes over. Makes an upload that
 * takes several chunks of a capture that takes seconds.
 */
export function paddedFilm(film: Uint8Array, paddingBytes: number, mark: number): Uint8Array<ArrayBuffer> {
  const padded = new Uint8Array(film.length + 8 + paddingBytes);
  padded.set(film);
  new DataView(padded.buffer).setUint32(film.length, 8 + paddingBytes);
  padded.set(new TextEncoder().encode('free'), film.length + 4);
  padded.fill(mark, film.length + 8);
  return padded;
}
