/**
 * Starts the capture worker. Bundlers (Vite, webpack, Rspack, Parcel) recognise exactly this expression, and only when it
 * is directly under the folder that holds the worker's file: leave it in one piece and in this place.
 */
export function spawnCaptureWorker(): Worker {
  return new Worker(new URL('./worker-entry.js', import.meta.url), { type: 'module', name: 'kinora-capture' });
}
