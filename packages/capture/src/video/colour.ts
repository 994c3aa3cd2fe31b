import type { ToRgb } from '../track/frame.ts';

/** Shares of red and blue in the lightness: ITU-T H.273 (07/2024), table 4, by the names of WebCodecs. */
const WEIGHTS: Readonly<Record<string, readonly [red: number, blue: number]>> = {
  bt709: [0.2126, 0.0722],
  bt470bg: [0.299, 0.114],
  smpte170m: [0.299, 0.114],
  'bt2020-ncl': [0.2627, 0.0593],
};

export const RGB_AS_IT_IS: ToRgb = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0];

/**
 * How lightness and colour differences become red, green and blue (H.273 §8.3, equations 25–27 and 38–40, the other way
 * round). How bright a number is on a screen (transfer, primaries) is left as it was recorded: a model is no screen.
 *
 * @param colour - as the file tells. What it leaves open is BT.709 in limited range, which is what Chromium takes it for;
 * what the decoder says is not asked, for decoders differ where the file is silent.
 * @param bits - of a sample.
 * @returns undefined for a matrix that is not known here.
 */
export function toRgbFrom({ matrix, fullRange }: VideoColorSpaceInit, bits: number): ToRgb | undefined {
  const weights = WEIGHTS[matrix ?? 'bt709'];
  if (!weights) return undefined;
  const [red, blue] = weights;
  const green = 1 - red - blue;
  const unit = 2 ** (bits - 8);
  const [black, lightness, difference] = fullRange
    ? [0, 255 / (256 * unit - 1), 255 / (256 * unit - 1)]
    : [16 * unit, 255 / (219 * unit), 255 / (224 * unit)];
  const [rv, bu] = [2 * (1 - red) * difference, 2 * (1 - blue) * difference];
  const [gu, gv] = [(-blue / green) * bu, (-red / green) * rv];
  const middle = 128 * unit;
  const base = -black * lightness;
  // prettier-ignore
  return [
    lightness, 0, rv, base - middle * rv,
    lightness, gu, gv, base - middle * (gu + gv),
    lightness, bu, 0, base - middle * bu,
  ];
}
