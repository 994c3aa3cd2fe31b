import { isKinoraError } from '@kinora/core/motion';

/** The code of the error that `act` throws. Any other outcome fails the test that asks. */
export function thrownCode(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (isKinoraError(error)) return error.code;
    throw error;
  }
  return 'nothing was thrown';
}
