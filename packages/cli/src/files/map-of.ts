import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { assertHumanoid, KinoraError, mapHumanoid, overrideMap } from '@kinora/core/motion';
import type { HumanoidMap, MapOverride } from '@kinora/core/motion';
import type { Io } from '../io.ts';
import { checkInput, naming } from './read-input.ts';
import type { MotionFile } from './read-input.ts';

/** 55 bones with long names need a hundredth of it. */
const MAX_MAP_BYTES = 2 ** 20;

/**
 * Which joint of a file plays which human bone: as it is found, put right by a map file where one is given.
 *
 * @throws KinoraError `rig/override` for a map file that does not fit, `rig/not-humanoid`, and what reading a file throws.
 */
export function mapOf({ path, rig }: MotionFile, mapPath: string | undefined, io: Io): HumanoidMap {
  const found = naming(path, () => mapHumanoid(rig));
  const map = mapPath === undefined ? found : naming(mapPath, () => overrideMap(rig, found, readMap(mapPath, io)));
  naming(path, () => assertHumanoid(rig, map));
  return map;
}

/** What it holds, `overrideMap` checks. */
function readMap(path: string, io: Io): MapOverride {
  const text = readText(path, io).replace(/^\uFEFF/, '');
  try {
    return JSON.parse(text) as MapOverride;
  } catch (error) {
    throw new KinoraError('rig/override', 'Cannot read the map: it is no JSON', {
      hint: '"kinora inspect FILE --map" prints one to begin with.',
      cause: error,
    });
  }
}

function readText(path: string, io: Io): string {
  const sizeBytes = checkInput(path, io);
  if (sizeBytes > MAX_MAP_BYTES) {
    throw new KinoraError(
      'formats/too-large',
      `Cannot read the map: ${sizeBytes} bytes are more than ${MAX_MAP_BYTES}`,
      {
        details: { sizeBytes, limitBytes: MAX_MAP_BYTES },
      },
    );
  }
  try {
    return readFileSync(resolve(io.cwd, path), 'utf8');
  } catch (error) {
    throw new KinoraError('cli/unreadable-file', `Cannot read the map: ${(error as Error).message}`, { cause: error });
  }
}
