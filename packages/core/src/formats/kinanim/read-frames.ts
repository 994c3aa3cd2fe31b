import type { StoredFrame } from './find-frames.ts';
import { KEY, KINANIM_BLENDSHAPES, KINANIM_BONES, STEPS } from './kinanim-layout.ts';
import { kinanimFault } from './read-header.ts';
import type { KinanimHeader } from './read-header.ts';
import { Track } from './track.ts';

/** What the frames of a file hold, gaps filled. What no frame has a key of has no track. */
export interface KinanimFrames {
  readonly frames: number;
  /** By transform. */
  readonly rotations: ReadonlyMap<number, Track>;
  /** By transform. */
  readonly places: ReadonlyMap<number, Track>;
  /** By blendshape. */
  readonly weights: ReadonlyMap<number, Track>;
  /** True where a bone grows or shrinks, which no rig of ours can. */
  readonly scaled: boolean;
}

/** Four and more ten-thousandths away from 1 a scale is meant. */
const SCALE_NOISE = 4 / STEPS;

/**
 * Reads frames: of each transform that has a key, rotation, position and scale as its type says.
 *
 * @throws KinoraError `formats/kinanim` where a frame is longer or shorter than it says.
 */
export function readFrames(bytes: Uint8Array, header: KinanimHeader, stored: readonly StoredFrame[]): KinanimFrames {
  const reader = new FrameReader(bytes, header, stored.at(-1)!.frame + 1);
  for (const frame of stored) reader.read(frame);
  return reader;
}

class FrameReader implements KinanimFrames {
  readonly frames: number;
  readonly rotations = new Map<number, Track>();
  readonly places = new Map<number, Track>();
  readonly weights = new Map<number, Track>();
  scaled = false;
  readonly #header: KinanimHeader;
  readonly #view: DataView;
  #frame = 0;
  #at = 0;
  #end = 0;

  constructor(bytes: Uint8Array, header: KinanimHeader, frames: number) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#header = header;
    this.frames = frames;
  }

  read({ frame, at, end }: StoredFrame): void {
    this.#frame = frame;
    this.#at = at;
    this.#end = end;
    this.#eachFlag(KINANIM_BONES.length, (transform) => this.#readTransform(transform));
    if (this.#header.blendshapes) {
      this.#eachFlag(KINANIM_BLENDSHAPES.length, (shape) => this.#readKey(this.weights, shape, 'weight'));
    }
    if (this.#at < end) throw kinanimFault(`frame ${frame} is ${end - this.#at} bytes longer than what it holds`);
  }

  #readTransform(transform: number): void {
    const type = this.#header.keyTypes[transform]!;
    if (type & KEY.rotation) this.#readKey(this.rotations, transform, 'rotation');
    if (type & KEY.position) this.#readKey(this.places, transform, 'place');
    if (type & KEY.scale) {
      for (let axis = 0; axis < 3; axis++) this.scaled = Math.abs(this.#number() - 1) > SCALE_NOISE || this.scaled;
    }
  }

  #readKey(tracks: Map<number, Track>, index: number, kind: 'rotation' | 'place' | 'weight'): void {
    let track = tracks.get(index);
    if (!track) tracks.set(index, (track = new Track(kind, this.frames)));
    track.set(this.#frame, () => this.#number());
  }

  /** Goes over the set bits of a 64-bit number, from the lowest. */
  #eachFlag(count: number, act: (index: number) => void): void {
    const at = this.#take(8);
    const low = this.#view.getUint32(at, true);
    const high = this.#view.getUint32(at + 4, true);
    for (let i = 0; i < 64; i++) {
      if (((i < 32 ? low >>> i : high >>> (i - 32)) & 1) === 0) continue;
      if (i >= count) throw kinanimFault(`frame ${this.#frame} has a key ${i}, of ${count}`);
      act(i);
    }
  }

  #number(): number {
    return this.#view.getInt16(this.#take(2), true) / STEPS;
  }

  #take(size: number): number {
    const at = this.#at;
    this.#at += size;
    if (this.#at > this.#end) throw kinanimFault(`frame ${this.#frame} is shorter than what it holds`);
    return at;
  }
}
