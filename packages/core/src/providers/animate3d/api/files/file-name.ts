const ENDINGS: Readonly<Record<string, string>> = {
  'video/mp4': 'mp4',
  'video/quicktime': 'mov',
  'video/webm': 'webm',
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
};
const MAX_LENGTH = 200;

/**
 * The name under which a file is uploaded: without the folders before it and what no file may be called, and with the
 * ending that the service wants, its own or that of its type.
 */
export function uploadName(file: Blob, name: string | undefined): string {
  const own = name ?? ('name' in file && typeof file.name === 'string' ? file.name : 'motion');
  const bare = (own.split(/[\\/]/).at(-1) ?? '').replace(/[:*?"<>|\x00-\x1f\x7f]/g, '_').trim();
  const base = /^\.*$/.test(bare) ? 'motion' : bare;
  const ending = /\.\w{2,5}$/.exec(base)?.[0] ?? `.${ENDINGS[file.type] ?? 'mp4'}`;
  const stem = base.endsWith(ending) ? base.slice(0, -ending.length) : base;
  return `${Array.from(stem).slice(0, MAX_LENGTH).join('')}${ending}`;
}

/** The same without an ending: characters are named so. */
export function modelName(name: string): string {
  return uploadName(new Blob([]), name).replace(/\.\w{2,5}$/, '');
}
