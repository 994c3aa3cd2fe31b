import { KinoraError } from '@kinora/core/motion';

/** A file whose bytes are not what a video's should be. */
export function unreadable(why: string, cause?: unknown): KinoraError {
  return new KinoraError('capture/unreadable', `Cannot read the video: ${why}`, {
    hint: 'The file may be damaged or cut off. MP4, MOV, WebM, MKV and TS can be read: try to copy or export it again.',
    cause,
  });
}

export function tooLong(seconds: number, maxSeconds: number): KinoraError {
  return refusedLength(`${seconds.toFixed(1)} s of at most ${maxSeconds} s`, seconds, maxSeconds);
}

/** Of a video that does not tell its own length: nobody looked how far it goes on. */
export function goesOn(seconds: number, maxSeconds: number): KinoraError {
  return refusedLength(`it goes on after ${maxSeconds} s`, seconds, maxSeconds);
}

function refusedLength(why: string, seconds: number, maxSeconds: number): KinoraError {
  return new KinoraError('capture/too-long', `The video is too long: ${why}`, {
    hint: `Cut it to ${maxSeconds} seconds or less.`,
    details: { seconds, maxSeconds },
  });
}

export function noPicture(): KinoraError {
  return new KinoraError('capture/no-video', 'The file holds sound but no picture', {
    hint: 'Choose a video that shows a person.',
  });
}

export function noDecoder(): KinoraError {
  return new KinoraError('capture/no-decoder', 'This browser cannot decode video in a worker: it has no WebCodecs', {
    hint: 'Use a current Chrome, Edge, Firefox or Safari, and a page that is served by https or from localhost.',
  });
}

export function unsupportedCodec(codec: string): KinoraError {
  return new KinoraError('capture/unsupported-codec', `The video cannot be decoded here: its codec is "${codec}"`, {
    hint:
      codec === 'hevc'
        ? 'Export it as H.264; on an iPhone: Settings, Camera, Formats, Most Compatible.'
        : 'Export it as H.264 (MP4) or VP9 (WebM).',
    details: { codec },
  });
}
