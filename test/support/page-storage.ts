import type { Page } from 'playwright';

/** All that a page has and keeps, as text: its document, its scripts' words in storage, records and small files. */
export async function keptText(page: Page): Promise<string> {
  const kept = await page.evaluate(async () => {
    const done = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error!);
      });
    const textOf = async (value: unknown): Promise<string> => {
      if (value instanceof Blob) return textOf(new Uint8Array(await value.arrayBuffer()));
      if (ArrayBuffer.isView(value)) return new TextDecoder('latin1').decode(value);
      if (value instanceof ArrayBuffer) return textOf(new Uint8Array(value));
      if (typeof value !== 'object' || value === null) return String(value);
      const fields = Object.entries(value).map(async ([key, each]) => `${key}: ${await textOf(each)}`);
      return `{ ${(await Promise.all(fields)).join(', ')} }`;
    };
    const texts = [
      document.documentElement.outerHTML,
      document.cookie,
      await textOf(Object.fromEntries(Object.entries(localStorage))),
      await textOf(Object.fromEntries(Object.entries(sessionStorage))),
    ];
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await done(indexedDB.open(name));
      for (const store of database.objectStoreNames) {
        const records = database.transaction(store).objectStore(store);
        const [keys, values] = await Promise.all([done(records.getAllKeys()), done(records.getAll())]);
        texts.push(`${name} ${store} ${await textOf(keys)} ${await textOf(values)}`);
      }
      database.close();
    }
    return texts.join('\n');
  });
  return kept;
}
