const lists = new WeakMap<object, readonly Transferable[]>();

/**
 * Marks what moves to the other side instead of being copied, for an argument, a member of an options object, a result,
 * or what a callback is given. Afterwards the buffers are empty on this side.
 *
 * @example
 * await remote.parse(transfer(bytes, [bytes.buffer]), 'dance.glb');
 */
export function transfer<T extends object>(value: T, transferables: readonly Transferable[]): T {
  lists.set(value, transferables);
  return value;
}

/** What was marked on the values themselves, and on members of those that are plain objects. */
export function transferablesOf(values: readonly unknown[]): Transferable[] {
  const found = new Set<Transferable>();
  for (const value of values) {
    if (typeof value !== 'object' || value === null) continue;
    for (const item of [value, ...(isPlainObject(value) ? Object.values(value) : [])]) {
      if (typeof item !== 'object' || item === null) continue;
      for (const transferable of lists.get(item) ?? []) found.add(transferable);
    }
  }
  return [...found];
}

export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
