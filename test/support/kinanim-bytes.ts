/** Parts of a kinanim file, little-endian, written out from the table of its layout and not by our writer. */
export const u8 = (value: number): number[] => [value];
export const u16 = (value: number): number[] => [value & 0xff, value >> 8];
export const i16 = (value: number): number[] => u16(value & 0xffff);
export const f32 = (value: number): number[] => [...new Uint8Array(Float32Array.of(value).buffer)];
/** A 64-bit number with these bits set. */
export function flags(...bits: readonly number[]): number[] {
  const sum = bits.reduce((all, bit) => all | (1n << BigInt(bit)), 0n);
  return Array.from({ length: 8 }, (_, i) => Number((sum >> BigInt(i * 8)) & 0xffn));
}

export interface KinanimParts {
  readonly rate?: number;
  /** [frames] as stored, with their numbers; empty for one that is not stored. */
  readonly frames: readonly (readonly number[])[];
  /** Transform → key type: 2 rotation, 4 position, 8 scale. */
  readonly keyTypes?: Readonly<Record<number, number>>;
  readonly blendshapes?: boolean;
}

/** A whole file. */
export function kinanimBytes({ rate = 30, frames, keyTypes = {}, blendshapes = false }: KinanimParts): Uint8Array {
  return Uint8Array.from([
    ...[...i16(0), ...u16(0)],
    ...[...i16(1), ...f32(rate)],
    ...[...i16(2), ...u16(frames.length), ...frames.flatMap(({ length }) => u16(length))],
    ...[...i16(3), ...u8(55), ...Array.from({ length: 55 }, (_, transform) => keyTypes[transform] ?? 0)],
    ...[...i16(4), ...u8(blendshapes ? 1 : 0)],
    ...i16(-32768),
    ...frames.flat(),
  ]);
}
