/** A picture's kind and size, from its head alone. */
export interface ImageFacts {
  readonly codec: 'png' | 'jpeg';
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

/** How much of a file its head may take: a JPEG may have a thumbnail and a profile before its size. */
export const IMAGE_HEAD_BYTES = 512 * 1024;

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** @returns undefined for what is no PNG and no JPEG, or whose size does not lie in these bytes. */
export function readImageFacts(head: Uint8Array): ImageFacts | undefined {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  if (PNG.every((byte, i) => head[i] === byte)) {
    // The first chunk is IHDR: 8 bytes of signature, 4 of length, 4 of name (PNG §5.2, §11.2.1).
    return head.length < 24 ? undefined : { codec: 'png', width: view.getUint32(16), height: view.getUint32(20) };
  }
  return head[0] === 0xff && head[1] === 0xd8 ? readJpeg(view) : undefined;
}

/** Goes from segment to segment until one that starts a frame (T.81 §B.2.2): SOF0…SOF15, without DHT, JPG and DAC. */
function readJpeg(view: DataView): ImageFacts | undefined {
  for (let at = 2; at + 9 < view.byteLength;) {
    if (view.getUint8(at) !== 0xff) return undefined;
    const marker = view.getUint8(at + 1);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { codec: 'jpeg', height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    // Fill bytes may stand before a marker; a segment is two bytes of marker and its length, which counts itself.
    at += marker === 0xff ? 1 : 2 + Math.max(2, view.getUint16(at + 2));
  }
  return undefined;
}
