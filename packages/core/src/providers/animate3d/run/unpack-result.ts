import { KinoraError } from '../../../errors.ts';
import { sniff } from '../../../formats/sniff.ts';
import { readZip } from '../../../formats/zip/read-zip.ts';
import type { ProviderFile } from '../../provider.ts';

/**
 * What a downloaded file is, told by its bytes: the service packs FBX, and `all_characters` of any format, and names
 * neither so. Of an archive all files of the format, one a person.
 *
 * @param name - of the result, without its ending.
 * @throws `animate3d/no-result` for something else; `formats/zip`, `formats/too-large`.
 */
export function unpackResult(
  bytes: Uint8Array<ArrayBuffer>,
  format: ProviderFile['format'],
  name: string,
): readonly ProviderFile[] {
  const found = sniff(bytes);
  if (found === format) return [{ name: `${name}.${format}`, format, bytes }];
  if (found !== 'zip') throw isElse(name, format, found);
  const packed = readZip(bytes).filter(({ path }) => path.toLowerCase().endsWith(`.${format}`));
  const files = packed.map((file) => Uint8Array.from(file.read()));
  if (files.length === 0) throw isElse(name, format, 'an archive without one');
  return files.map((content, index) => {
    if (sniff(content) !== format) throw isElse(name, format, sniff(content));
    const person = files.length === 1 ? '' : `_${String(index + 1).padStart(3, '0')}`;
    return { name: `${name}${person}.${format}`, format, bytes: content };
  });
}

function isElse(name: string, format: string, found: string): KinoraError {
  return new KinoraError(
    'animate3d/no-result',
    `The file "${name}.${format}" of the service is no ${format}, but ${found}`,
    { details: { format, found } },
  );
}
