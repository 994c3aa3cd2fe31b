export { createStage } from './stage/stage.ts';
export type { Stage, StageOptions, RenderMode } from './stage/stage.ts';
export type { ColorScheme } from './stage/color-scheme.ts';
export { loadAvatar } from './load/load-avatar.ts';
export type { LoadAvatarOptions } from './load/load-avatar.ts';
export type { Avatar, AvatarReport } from './load/avatar.ts';
export type { AvatarSource } from './load/read-source.ts';
export { BabylonTarget } from './target/babylon-target.ts';
export type { GhostOptions } from './debug/ghost.ts';
