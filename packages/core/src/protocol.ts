/** The wire of the protocols that Kinora speaks: types and parsers that client and service share. */
export { isKinoraError, KinoraError } from './errors.ts';
export type { KinoraErrorCode, KinoraErrorOptions } from './errors.ts';
