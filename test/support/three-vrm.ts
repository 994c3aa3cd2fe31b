import { VRMLoaderPlugin } from '@pixiv/three-vrm';
import type { VRM } from '@pixiv/three-vrm';
import { GLTFLoader } from 'three/addons/loaders/GLTFLoader.js';

/** What three-vrm makes of a VRM. */
export async function loadVrmInThree(file: Uint8Array<ArrayBuffer>): Promise<VRM> {
  const loader = new GLTFLoader();
  loader.register((parser) => new VRMLoaderPlugin(parser));
  const { userData } = await loader.parseAsync(file.buffer, '');
  const vrm = userData['vrm'] as VRM | undefined;
  if (!vrm) throw new Error('three-vrm found no VRM in the file');
  return vrm;
}
