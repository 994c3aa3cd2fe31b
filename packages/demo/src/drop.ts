import { page } from './page.ts';

/** Takes files dropped anywhere on the page, and shows that it would. */
export function onDrop(take: (files: readonly File[]) => void): void {
  let depth = 0;
  const show = (isOver: boolean): void => {
    if (!isOver) depth = 0;
    page.drop.hidden = !isOver;
  };
  addEventListener('dragenter', (event) => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    depth += 1;
    show(true);
  });
  addEventListener('dragleave', () => {
    depth -= 1;
    if (depth <= 0) show(false);
  });
  addEventListener('dragover', (event) => event.preventDefault());
  addEventListener('drop', (event) => {
    event.preventDefault();
    show(false);
    take([...(event.dataTransfer?.files ?? [])]);
  });
}

const VIDEO = /\.(mp4|m4v|mov|webm|mkv|avi|ts|3gp)$/i;
const AVATAR = /\.(glb|vrm)$/i;
const CLIP = /\.(bvh|fbx|gltf|vrma|kinanim|zip)$/i;

/** `avatar` where it may be an animation as well. */
export type Kind = 'video' | 'avatar' | 'clip' | 'unknown';

/** What a dropped file wants to be, by its name and the type that the system gives it. The bytes are judged later. */
export function kindOf(file: File): Kind {
  if (CLIP.test(file.name)) return 'clip';
  if (AVATAR.test(file.name)) return 'avatar';
  if (file.type.startsWith('video/') || VIDEO.test(file.name)) return 'video';
  return 'unknown';
}
