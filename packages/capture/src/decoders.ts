/** Codecs of videos that people have, each with what a camera or a phone writes. */
const CODECS = {
  h264: 'avc1.640028',
  hevc: 'hvc1.1.6.L120.B0',
  vp8: 'vp8',
  vp9: 'vp09.00.40.08',
  av1: 'av01.0.08M.08',
} as const;

export type VideoCodec = keyof typeof CODECS;

/**
 * Which codecs this browser decodes for a capture, at 1080 lines.
 *
 * @returns undefined where it has no WebCodecs, and so captures nothing.
 */
export async function readDecoders(): Promise<Readonly<Record<VideoCodec, boolean>> | undefined> {
  if (!('VideoDecoder' in globalThis)) return undefined;
  const names = Object.keys(CODECS) as VideoCodec[];
  const answers = await Promise.all(names.map(async (name) => [name, await decodes(CODECS[name])] as const));
  return Object.fromEntries(answers) as Record<VideoCodec, boolean>;
}

async function decodes(codec: string): Promise<boolean> {
  try {
    const { supported } = await VideoDecoder.isConfigSupported({ codec, codedWidth: 1920, codedHeight: 1080 });
    return supported === true;
  } catch {
    return false; // A browser that has never heard of a codec may refuse the question.
  }
}
