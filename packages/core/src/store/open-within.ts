/** A database that some browsers never open (WebKit bug 226547): given up after a while. */
export async function openWithin(opening: Promise<IDBDatabase>, timeoutMs: number): Promise<IDBDatabase> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let late = false;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      late = true;
      reject(new Error(`the database did not open within ${timeoutMs} ms`));
    }, timeoutMs);
  });
  // A connection that comes too late must not stay open behind everybody's back.
  opening.then(
    (database) => late && database.close(),
    () => {},
  );
  return Promise.race([opening, timeout]).finally(() => clearTimeout(timer));
}
