import { assertHumanoid, faceOf, mapHumanoid, readGlb, sniff } from '@kinora/core/motion';
import type { Face, HumanoidMap, ParsedGlb, Rig } from '@kinora/core/motion';
import { isKinoraError, KinoraError } from '@kinora/core/protocol';
import { MAX_MODEL_BYTES, STOCK_MODELS } from '../animate3d/models/stock-models.ts';
import { visibleModel } from '../animate3d/models/visible-models.ts';
import type { FileStore } from '../files/file-store.ts';
import { readHead } from '../files/read-head.ts';
import type { Records } from '../records/records.ts';
import { readGlbJson } from './root/glb-json.ts';

/** Whom a motion is put onto. */
export interface Character {
  readonly rig: Rig;
  readonly map: HumanoidMap;
  /** Absent: one without any blendshapes. */
  readonly face?: Face;
  /** GLB or VRM. Absent: a rig without a mesh. */
  readonly file?: Uint8Array<ArrayBuffer>;
}

/** Numbers of the documents for what may be wrong with a character. */
const UNKNOWN = 504;
const MESH = 901;
const SKELETON = 902;
const NO_SKIN = 905;

/**
 * The character of a job.
 *
 * @param user - for whom the job runs: a player may use their own characters and those of the account.
 * @returns undefined for the person who was captured.
 * @throws `animate3d/bad-character` with the number of the failure in `details.jobCode`.
 */
export async function loadCharacter(
  { files, records }: { readonly files: FileStore; readonly records: Records },
  user: string | undefined,
  id: string,
): Promise<Character | undefined> {
  const stock = STOCK_MODELS.find((model) => model.id === id);
  if (stock) return stock.rig && { rig: stock.rig, map: mapHumanoid(stock.rig) };
  const model = visibleModel({ records }, user === undefined ? {} : { user }, id);
  if (!model)
    throw bad(
      UNKNOWN,
      'There is no such character: it may have been deleted',
      'listModels names those that are there.',
    );
  if (((await files.size(model.modelKey)) ?? 0) > MAX_MODEL_BYTES) {
    throw bad(MESH, `The character is larger than ${MAX_MODEL_BYTES / 2 ** 20} MiB`, 'Make its textures smaller.');
  }
  const bytes = await readHead(files, model.modelKey, MAX_MODEL_BYTES);
  const glb = parse(bytes);
  const { rig, nodes } = glb;
  const map = humanoid(rig);
  const hips = nodes[map.bones.hips?.joint ?? -1];
  if (!hasBody(bytes, hips)) {
    throw bad(NO_SKIN, 'The character has no skinned mesh', 'Bind its mesh to a skeleton before it is exported.');
  }
  return { rig, map, face: faceOf(glb), file: bytes };
}

/** True where a mesh is bound to a skeleton, or hangs below the hips in rigid parts: else nothing would be seen to move. */
function hasBody(glb: Uint8Array<ArrayBuffer>, hips: number | undefined): boolean {
  const { nodes = [] } = readGlbJson(glb);
  const hasMesh = (index: number): boolean =>
    nodes[index]?.mesh !== undefined || (nodes[index]?.children ?? []).some(hasMesh);
  const isSkinned = nodes.some(({ mesh, skin }) => mesh !== undefined && skin !== undefined);
  return isSkinned || (hips !== undefined && hasMesh(hips));
}

function parse(bytes: Uint8Array<ArrayBuffer>): ParsedGlb {
  const found = sniff(bytes);
  if (found === 'bvh') throw bad(SKELETON, 'The character is a BVH file: a skeleton without a body', ACCEPTED);
  if (found !== 'glb') throw bad(MESH, `The character is no GLB or VRM file, but ${found}`, ACCEPTED);
  try {
    return readGlb(bytes);
  } catch (error) {
    throw isKinoraError(error) ? bad(MESH, error.message, error.hint ?? ACCEPTED) : error;
  }
}

function humanoid(rig: Rig): HumanoidMap {
  const map = mapHumanoid(rig);
  try {
    assertHumanoid(rig, map);
    return map;
  } catch (error) {
    throw isKinoraError(error) ? bad(SKELETON, error.message, error.hint ?? 'Use a humanoid character.') : error;
  }
}

const ACCEPTED = 'Convert it to GLB, for example with Blender. GLB and VRM files are taken.';

function bad(jobCode: number, message: string, hint: string): KinoraError {
  return new KinoraError('animate3d/bad-character', message, { hint, details: { jobCode } });
}
