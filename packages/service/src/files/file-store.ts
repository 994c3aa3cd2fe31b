/**
 * Where videos and results lie. A key is a name of up to 120 letters, digits, `-`, `_` and single dots, chosen by the
 * service and never by a caller.
 *
 * A file is there whole or not at all. A draft is a file that grows over several connections, until it is finished.
 */
export interface FileStore {
  /** Bytes of a file; undefined where there is none. */
  size(key: string): Promise<number | undefined>;

  /**
   * Keeps all that comes, or nothing where the stream breaks. Replaces a file that was there.
   *
   * @returns the number of bytes.
   * @throws `service/too-large` and `service/storage-full`; what the stream throws.
   */
  write(key: string, bytes: AsyncIterable<Uint8Array>): Promise<number>;

  /** Bytes `first` to `last` of a file, both included. */
  read(key: string, first: number, last: number): ReadableStream<Uint8Array<ArrayBuffer>>;

  /** Where the file lies, for a process that reads it by itself. */
  pathOf(key: string): string;

  /** Does nothing where there is no such file. */
  delete(key: string): Promise<void>;

  /** All files, and the time of their last change. */
  list(): Promise<readonly StoredFile[]>;

  /** Begins an empty draft. */
  startDraft(key: string): Promise<void>;

  /** Bytes of a draft so far; undefined where there is none. */
  draftSize(key: string): Promise<number | undefined>;

  /**
   * Appends what comes; what came before the stream broke stays.
   *
   * @throws `service/too-large` and `service/storage-full`; what the stream throws.
   */
  appendToDraft(key: string, bytes: AsyncIterable<Uint8Array>): Promise<void>;

  /** Turns a draft into a file. */
  finishDraft(draft: string, key: string): Promise<void>;

  deleteDraft(key: string): Promise<void>;
}

export interface StoredFile {
  readonly key: string;
  readonly changedMs: number;
}
