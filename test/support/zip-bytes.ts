import { deflateRawSync } from 'node:zlib';

/** One file of a zip archive, and what its directory says of it where that is not true. */
export interface ZipFile {
  readonly name: string | Uint8Array;
  readonly data?: Uint8Array | string;
  readonly stored?: boolean;
  /** Says that it unpacks to so many bytes. */
  readonly size?: number;
  readonly packedSize?: number;
  readonly method?: number;
  readonly flags?: number;
  readonly at?: number;
}

const UTF8 = 0x800;

/** A zip archive as the published format has it, made by no library: libraries refuse to lie. */
export function zipBytes(
  files: readonly ZipFile[],
  end: { readonly count?: number; readonly comment?: string } = {},
): Uint8Array {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const file of files) {
    const name = Buffer.from(file.name as Uint8Array);
    const data = Buffer.from((file.data ?? '') as Uint8Array);
    const packed = file.stored ? data : deflateRawSync(data);
    const fields = [file.flags ?? UTF8, file.method ?? (file.stored ? 0 : 8), 0, 0];
    const sizes = [0, file.packedSize ?? packed.length, file.size ?? data.length];
    const local = Buffer.concat([
      words(0x04034b50),
      shorts(20, ...fields),
      words(...sizes),
      shorts(name.length, 0),
      name,
      packed,
    ]);
    locals.push(local);
    directory.push(
      Buffer.concat([
        ...[words(0x02014b50), shorts(20, 20, ...fields), words(...sizes)],
        ...[shorts(name.length, 0, 0, 0, 0), words(0, file.at ?? at), name],
      ]),
    );
    at += local.length;
  }
  const length = directory.reduce((sum, entry) => sum + entry.length, 0);
  const count = end.count ?? files.length;
  const comment = Buffer.from(end.comment ?? '');
  const last = Buffer.concat([
    words(0x06054b50),
    shorts(0, 0, count, count),
    words(length, at),
    shorts(comment.length),
    comment,
  ]);
  return new Uint8Array(Buffer.concat([...locals, ...directory, last]));
}

function words(...values: readonly number[]): Buffer {
  return Buffer.from(Uint32Array.from(values).buffer);
}

function shorts(...values: readonly number[]): Buffer {
  return Buffer.from(Uint16Array.from(values).buffer);
}
