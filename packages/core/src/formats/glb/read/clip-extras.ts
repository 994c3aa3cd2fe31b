import type { Clip, Contact } from '../../../clip/clip.ts';
import { isReadable, readFloats } from './accessor.ts';
import type { GltfAnimation } from '../gltf.ts';
import { isIndex } from '../vet/vet-accessors.ts';
import type { GlbFile } from '../vet/vet-glb.ts';
import { isObject } from '../vet/vet-json.ts';
import { readReport } from './report-extra.ts';
import type { RigTip } from '../../../rig/rig.ts';
import { UNSIGNED_BYTE } from '../gltf.ts';

/** The steps of an hour and more: beyond it, a file only asks for work. */
const MOST_CONTACTS = 10_000;

/**
 * What a clip of ours knows beside its motion, under `extras.kinora` of the animation: `rate`, `report`, `contacts`,
 * and `confidence`, the number of an accessor of normalised bytes [frames × joints]. Anything that does not fit is passed
 * over, since extras are free to hold anything.
 */
export function clipExtras(
  file: GlbFile,
  { extras }: GltfAnimation,
  frames: number,
  joints: number,
): Pick<Clip, 'confidence' | 'contacts' | 'report'> {
  const kinora = kinoraOf(extras);
  const index = kinora['confidence'];
  const accessor = isIndex(index, file.json.accessors?.length ?? 0) ? file.json.accessors![index]! : undefined;
  const fits =
    accessor?.componentType === UNSIGNED_BYTE &&
    accessor.type === 'SCALAR' &&
    accessor.count === frames * joints &&
    isReadable(file, index as number);
  const report = readReport(kinora['report']);
  const contacts = readContacts(kinora['contacts']);
  return {
    ...(fits && { confidence: readFloats(file, index as number) }),
    ...(contacts && { contacts }),
    ...(report && { report }),
  };
}

/** The rate that the clip was written with, frames per second. */
export function rateExtra({ extras }: GltfAnimation): number | undefined {
  const rate = kinoraOf(extras)['rate'];
  return typeof rate === 'number' && rate > 0 ? rate : undefined;
}

/** The tips of a rig, under `extras.kinora` of the file. */
export function tipExtras(extras: unknown, joints: number): readonly RigTip[] {
  const tips = kinoraOf(extras)['tips'];
  return Array.isArray(tips) ? tips.filter((tip): tip is RigTip => isTip(tip, joints)) : [];
}

function isTip(value: unknown, joints: number): value is RigTip {
  if (!isObject(value) || !isIndex(value['joint'], joints)) return false;
  const { translation } = value;
  return (
    Array.isArray(translation) && translation.length === 3 && translation.every((axis) => typeof axis === 'number')
  );
}

function kinoraOf(extras: unknown): Readonly<Record<string, unknown>> {
  const kinora = isObject(extras) ? extras['kinora'] : undefined;
  return isObject(kinora) ? kinora : {};
}

function readContacts(value: unknown): readonly Contact[] | undefined {
  if (!Array.isArray(value) || value.length > MOST_CONTACTS || !value.every(isContact)) return undefined;
  return value.map(({ side, from, to }) => ({ side, from, to }));
}

function isContact(value: unknown): value is Contact {
  if (!isObject(value)) return false;
  const { side, from, to } = value;
  return (side === 'left' || side === 'right') && typeof from === 'number' && typeof to === 'number' && from <= to;
}
