import * as v from 'valibot';
import { number, object, read, text, url } from './schema.ts';

/** The answer of `GET /account/creditBalance`. May be a fraction. */
export interface CreditBalanceAnswer {
  readonly credits: number;
}

/** The answer of `GET /account/minutesBalance`, which older services have instead. */
export interface MinutesBalanceAnswer {
  readonly minutes: number;
}

/** The body of `POST /videoInfo`: the URL that `GET /upload` gave, after the bytes are there. */
export interface VideoInfoRequest {
  readonly url: string;
}

/** The answer of `POST /videoInfo`. An image has no rate and no duration. */
export interface VideoInfo {
  /** Pixels, as is `height`. */
  readonly width: number;
  readonly height: number;
  /** Frames a second. */
  readonly fps?: number;
  /** Seconds. */
  readonly duration?: number;
  readonly codec?: string;
  /** Bytes. */
  readonly size?: number;
  /** Degrees by which a player turns the picture, where the service says so. */
  readonly rotation?: number;
}

export function readCreditBalanceAnswer(value: unknown): CreditBalanceAnswer {
  return read(creditBalance, value, 'the balance of credits');
}

export function readMinutesBalanceAnswer(value: unknown): MinutesBalanceAnswer {
  return read(minutesBalance, value, 'the balance of minutes');
}

export function readVideoInfoRequest(value: unknown): VideoInfoRequest {
  return read(videoInfoRequest, value, 'the request for a video’s facts');
}

export function readVideoInfo(value: unknown): VideoInfo {
  return read(videoInfo, value, 'the facts of a video');
}

const creditBalance = object({ credits: number });
const minutesBalance = object({ minutes: number });
const videoInfoRequest = object({ url });
const videoInfo = object({
  width: number,
  height: number,
  fps: v.exactOptional(number),
  duration: v.exactOptional(number),
  codec: v.exactOptional(text),
  size: v.exactOptional(number),
  rotation: v.exactOptional(number),
});
