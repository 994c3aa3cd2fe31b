import { KinoraError } from '../../errors.ts';

/**
 * The path of a file beside a `.gltf`, from its address: relative, decoded once, inside the folder of the file.
 *
 * @throws KinoraError `formats/external-file` for every other address.
 */
export function siblingPath(uri: string): string {
  const path = decoded(uri);
  // No scheme or drive, no query, no way up, no root, nothing that one system takes for a slash and another does not.
  const isInside =
    path !== undefined &&
    path !== '' &&
    !/[?#]/.test(uri) &&
    !/[\\:\u0000-\u001f]/.test(path) &&
    path.split('/').every((part) => part !== '' && part !== '..');
  if (isInside) return path;
  // Without its query, which may hold a key.
  const shown = uri.replace(/[?#].*$/s, '').slice(0, 80);
  throw new KinoraError(
    'formats/external-file',
    `Cannot use the glTF file: it points out of its folder, to "${shown}"`,
    {
      hint: 'Export it as one binary file (.glb), or put the file beside it.',
      details: { uri: shown },
    },
  );
}

function decoded(uri: string): string | undefined {
  try {
    return decodeURIComponent(uri);
  } catch {
    // No percent-encoding, so no address either: it is refused with those.
    return undefined;
  }
}
