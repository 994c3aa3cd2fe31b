import { KinoraError } from '../../../errors.ts';

export function syntaxError(fact: string, at: number): KinoraError {
  return new KinoraError('formats/fbx-syntax', `Cannot read the FBX file: ${fact}, at byte ${at}`, {
    hint: 'Export the file again: it is damaged, or was cut off.',
    details: { at },
  });
}

export function tooLarge(fact: string): KinoraError {
  return new KinoraError('formats/too-large', `Cannot read the FBX file: ${fact}`, {
    hint: 'Export the skeleton and its animation alone.',
  });
}
