import { readFileSync } from 'node:fs';
import { parseMotion, readGlb } from '@kinora/core/motion';
import type { Rig } from '@kinora/core/motion';
import { readFbx } from '@kinora/core/fbx';
import { packGlb } from './pack-glb.ts';
import { sharedAsset } from './shared-assets.ts';

/** The skeleton of one real file, of any format. Call inside `describeShared` only. */
export function readRealRig(path: string): Rig {
  if (path.endsWith('.gltf')) return readGlb(packGlb(sharedAsset(path))).rig;
  return parseMotion(new Uint8Array(readFileSync(sharedAsset(path))), path, { fbx: readFbx }).rig;
}
