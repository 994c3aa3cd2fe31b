import { duration } from './format.ts';

/** What people call it. The others go by their own names. */
const CODECS: Readonly<Record<string, string>> = {
  avc: 'H.264',
  hevc: 'HEVC (H.265)',
  vp8: 'VP8',
  vp9: 'VP9',
  av1: 'AV1',
  prores: 'ProRes',
};

/** An error's facts as sentences name them: beside its own, lengths in words and codecs as people call them. */
export function errorValues(details: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { seconds, maxSeconds, codec } = details;
  return {
    ...details,
    ...(typeof seconds === 'number' && { length: duration(seconds) }),
    ...(typeof maxSeconds === 'number' && { most: duration(maxSeconds) }),
    ...(typeof codec === 'string' && { codecName: CODECS[codec] ?? codec }),
  };
}
