/** Where the three components of a picture lie in its planes. */
export interface PixelFormat {
  readonly bits: number;
  /** Lightness, then the differences of blue and of red. */
  readonly components: readonly [Component, Component, Component];
}

interface Component {
  readonly plane: number;
  /** Of the first sample in its plane. */
  readonly start: number;
  /** From one sample of a row to the next. */
  readonly step: number;
  /** Pixels that one sample covers. */
  readonly across: number;
  readonly down: number;
}

/**
 * Reads the name of a pixel format of WebCodecs (https://www.w3.org/TR/webcodecs/#pixel-format): `I420`, `I422P10`, `NV12`
 * and their like. A plane for what shines through comes last, and is not asked for.
 *
 * @returns undefined where the components are not lightness and colour differences, or cannot be read at all.
 */
export function formatOf(name: string | null): PixelFormat | undefined {
  const lightness: Component = { plane: 0, start: 0, step: 1, across: 1, down: 1 };
  if (name === 'NV12') {
    const blue: Component = { plane: 1, start: 0, step: 2, across: 2, down: 2 };
    return { bits: 8, components: [lightness, blue, { ...blue, start: 1 }] };
  }
  const [, chroma, bits] = /^I(420|422|444)A?(?:P(10|12))?$/.exec(name ?? '') ?? [];
  if (chroma === undefined) return undefined;
  const blue: Component = {
    plane: 1,
    start: 0,
    step: 1,
    across: chroma === '444' ? 1 : 2,
    down: chroma === '420' ? 2 : 1,
  };
  return { bits: Number(bits ?? 8), components: [lightness, blue, { ...blue, plane: 2 }] };
}
