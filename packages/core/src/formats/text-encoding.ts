export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be';

const PIECE_BYTES = 2 ** 16;

/** The encoding that a byte order mark names; UTF-8 without one. */
export function textEncoding(bytes: Uint8Array): TextEncoding {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return 'utf-8';
}

/** The same text in UTF-8: the bytes themselves, or what UTF-16 says, as Windows' editors and shells save it. */
export function toUtf8(bytes: Uint8Array): Uint8Array {
  const encoding = textEncoding(bytes);
  if (encoding === 'utf-8') return bytes;
  // Piece by piece: a whole file may be longer than a string can be. Two bytes become three at most.
  const decoder = new TextDecoder(encoding);
  const encoder = new TextEncoder();
  const out = new Uint8Array(Math.ceil(bytes.length / 2) * 3 + 3);
  let length = 0;
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
    const stream = at + PIECE_BYTES < bytes.length;
    const text = decoder.decode(bytes.subarray(at, at + PIECE_BYTES), { stream });
    length += encoder.encodeInto(text, out.subarray(length)).written;
  }
  return out.subarray(0, length);
}
