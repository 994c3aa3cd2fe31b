import type { VideoSample } from 'mediabunny';
import type { Affine, Frame, Plane } from '../track/frame.ts';
import { RGB_AS_IT_IS, toRgbFrom } from './colour.ts';
import { formatOf } from './pixel-format.ts';
import type { PixelFormat } from './pixel-format.ts';
import { fromUpright } from './upright.ts';
import type { Size } from './upright.ts';

/** What is left of a sample. */
export type Picture = Pick<Frame, 'planes' | 'toRgb'>;

/**
 * Copies pictures out of samples, each over the last one: a reader holds one picture, however long the video.
 *
 * Decoders are exact by their standards, and so are the planes that they give, wherever they run; what they make of them
 * when asked for RGBA differs by a few 1/255, enough for a model to take a left knee for a right one. So RGBA is asked for
 * only where there are no planes: of pictures that have none, and of those that a graphics card keeps to itself.
 */
export class PictureReader {
  readonly #upright: Size;
  readonly #colour: VideoColorSpaceInit;
  #bytes: Uint8Array<ArrayBuffer> = new Uint8Array(0);

  /** @param colour - as the file tells. */
  constructor(upright: Size, colour: VideoColorSpaceInit) {
    this.#upright = upright;
    this.#colour = colour;
  }

  async read(sample: VideoSample): Promise<Picture> {
    const format = formatOf(sample.format);
    const toRgb = format && toRgbFrom(this.#colour, format.bits);
    return toRgb ? { planes: await this.#readPlanes(sample, format), toRgb } : this.#readRgba(sample);
  }

  async #readPlanes(sample: VideoSample, format: PixelFormat): Promise<Frame['planes']> {
    const bytes = this.#room(sample.allocationSize());
    const layout = await sample.copyTo(bytes);
    const samples = format.bits > 8 ? new Uint16Array(bytes.buffer) : bytes;
    const { width, height } = sample.visibleRect;
    const place = fromUpright(this.#upright, sample.visibleRect, sample);
    const plane = (component: 0 | 1 | 2): Plane => {
      const { plane, start, step, across, down } = format.components[component];
      const { offset, stride } = layout[plane]!;
      return {
        samples,
        first: offset / samples.BYTES_PER_ELEMENT + start,
        columnStep: step,
        rowStep: stride / samples.BYTES_PER_ELEMENT,
        // Where the picture has an odd number of columns, mediabunny's copy lacks the last half column that WebCodecs' has.
        columns: Math.max(1, Math.floor(width / across)),
        rows: Math.max(1, Math.floor(height / down)),
        fromUpright: intoPlane(place, across, down),
      };
    };
    return [plane(0), plane(1), plane(2)];
  }

  async #readRgba(sample: VideoSample): Promise<Picture> {
    const samples = this.#room(sample.allocationSize({ format: 'RGBA' }));
    const [layout] = await sample.copyTo(samples, { format: 'RGBA' });
    const { width: columns, height: rows } = sample.visibleRect;
    const place = intoPlane(fromUpright(this.#upright, sample.visibleRect, sample), 1, 1);
    const { offset, stride } = layout!;
    const plane = (first: number): Plane => {
      return { samples, first: offset + first, columnStep: 4, rowStep: stride, columns, rows, fromUpright: place };
    };
    return { planes: [plane(0), plane(1), plane(2)], toRgb: RGB_AS_IT_IS };
  }

  #room(size: number): Uint8Array<ArrayBuffer> {
    if (this.#bytes.byteLength !== size) this.#bytes = new Uint8Array(size);
    return this.#bytes;
  }
}

/**
 * On to a plane of which one sample covers `across` × `down` pixels. It lies on the first column of those and between the
 * rows, as H.264 (§E.2.1, chroma_sample_loc_type 0) and HEVC have it where a stream does not say.
 */
function intoPlane([a, b, c, d, e, f]: Affine, across: number, down: number): Affine {
  return [a / across, b / across, (c - 0.5) / across, d / down, e / down, f / down - 0.5];
}
