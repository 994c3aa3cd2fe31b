/** The FBX reader, a door of its own: a page that reads no FBX does not carry it. */
export { readFbx } from './formats/fbx/read-fbx.ts';
export type { ParsedFbx } from './formats/fbx/read-fbx.ts';
