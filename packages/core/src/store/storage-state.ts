/** Whether what is kept outlives the page. */
export interface StorageState {
  readonly kind: 'indexeddb' | 'memory';
  /** Why nothing is kept, a sentence for a person; absent with `indexeddb`. */
  readonly reason?: string;
}
