import type { KinoraErrorCode } from '@kinora/core/motion';

/** What a shell gets back. Stable: build scripts switch on it. */
export const EXIT = {
  ok: 0,
  unexpected: 1,
  /** What `doctor` says where it found something: nothing of what was typed is wrong. */
  problems: 1,
  usage: 2,
  file: 3,
  format: 4,
  rig: 5,
  capture: 6,
  service: 7,
  /** 128 + SIGINT, as shells count. */
  cancelled: 130,
} as const;

const BY_CODE: Partial<Record<KinoraErrorCode, number>> = {
  'cli/unexpected': EXIT.unexpected,
  'cli/problems': EXIT.problems,
  'cli/missing-file': EXIT.file,
  'cli/unreadable-file': EXIT.file,
  'cli/unwritable-file': EXIT.file,
  'cli/cancelled': EXIT.cancelled,
};

const BY_ROOM: Readonly<Record<string, number>> = {
  cli: EXIT.usage,
  formats: EXIT.format,
  clip: EXIT.format,
  rig: EXIT.rig,
  retarget: EXIT.rig,
  capture: EXIT.capture,
  service: EXIT.service,
};

/** The class of a failure, by the room of its code. */
export function exitCodeOf(code: KinoraErrorCode): number {
  const room = code.slice(0, code.indexOf('/'));
  return BY_CODE[code] ?? BY_ROOM[room] ?? EXIT.unexpected;
}
