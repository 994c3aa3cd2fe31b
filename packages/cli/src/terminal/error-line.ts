import { isKinoraError, KinoraError } from '@kinora/core/motion';
import { plainText } from './plain-text.ts';

/** The one line that a failure leaves on stderr: code, what could not be done, what to do. */
export function errorLine({ code, message, hint }: KinoraError): string {
  const sentence = plainText(message).replace(/[.!?]?$/, '.');
  return `${code}: ${sentence}${hint === undefined ? '' : ` ${plainText(hint)}`}\n`;
}

/** Any failure as one of ours. What nobody expected keeps its sentence, and loses its stack. */
export function toKinoraError(error: unknown): KinoraError {
  if (isKinoraError(error)) return error;
  if (error instanceof Error && error.name === 'AbortError') {
    return new KinoraError('cli/cancelled', 'Cancelled; nothing was written', { cause: error });
  }
  const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return new KinoraError('cli/unexpected', `Something failed that should not: ${what}`, {
    hint: 'This is a fault of Kinora: please report it, with the file.',
    cause: error,
  });
}
