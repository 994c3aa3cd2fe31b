import type { Clip } from '../clip/clip.ts';
import type { PreparedClip } from '../play/prepare-clip.ts';
import type { HumanoidMap } from '../rig/humanoid.ts';
import type { Rig } from '../rig/rig.ts';
import type { Core } from '../worker/client.ts';
import { untilAborted } from './process.ts';

export interface CallOptions {
  /** The call rejects at once with the signal's own reason. */
  readonly signal?: AbortSignal;
}

export interface LoadOptions extends CallOptions {
  /** Which skeleton of a file that holds several, from 1; `all` gives the clips of each in turn. Default: the first. */
  readonly person?: number | 'all';
  /** Hears each sentence about what was repaired, left out or assumed, for a person to read. */
  readonly onWarning?: (sentence: string) => void;
}

/** Who is to play a clip: an avatar of the viewer is one. */
export interface ClipTarget {
  readonly rig: Rig;
  /** Default: found by `mapHumanoid`. */
  readonly map?: HumanoidMap;
}

/** Reads animation files, and makes them ready to play. */
export interface Animations {
  /**
   * The animations of a file of any format that `parseMotion` knows, parsed off the main thread.
   *
   * @param name - what errors call it, and the clip of a format without names of its own.
   * @throws `formats/…` where the bytes are no such file or hold more than they may.
   */
  load(file: Blob | Uint8Array<ArrayBuffer>, name: string, options?: LoadOptions): Promise<readonly Clip[]>;
  /**
   * Finds out off the main thread how a clip goes onto an avatar: which bones are which, how the bodies differ, where the
   * feet stand. Give it to `play`, and no frame waits for it. Its `plan.report` tells how well the two fit.
   *
   * @returns undefined where the clip is the avatar's own and plays as it is.
   * @throws `rig/not-humanoid` where one of the two is no human body, with the reason.
   * @example
   * const prepared = await kinora.animations.prepare(clip, avatar);
   * avatar.player.play(clip, { prepared, loop: true });
   */
  prepare(clip: Clip, avatar: ClipTarget, options?: CallOptions): Promise<PreparedClip | undefined>;
}

/** Writes animations as files. */
export interface Export {
  /**
   * The avatar's own GLB with the clip, retargeted onto it, as one more animation inside. Nothing else of it changes.
   *
   * @throws `formats/…` for a bad avatar file; `rig/not-humanoid`, `retarget/unmapped` where the clip does not fit.
   */
  glb(avatar: Uint8Array<ArrayBuffer>, clip: Clip, options?: CallOptions): Promise<Uint8Array<ArrayBuffer>>;
  /**
   * The clip on its own skeleton as a GLB file, without an avatar: contacts, confidence and report of a capture go with it,
   * and `animations.load` or `processes.keep` give all of it back.
   */
  clip(clip: Clip, options?: CallOptions): Promise<Uint8Array<ArrayBuffer>>;
  /** The clip on its own skeleton as a BVH file, centimetres. */
  bvh(clip: Clip, options?: CallOptions): Promise<Uint8Array<ArrayBuffer>>;
}

export function createAnimations(core: Core): Animations {
  return {
    load: (file, name, { person, onWarning, ...options } = {}) =>
      call(options, async () => {
        const parsed = await core.call((api) => api.parse(file, name, person === undefined ? {} : { person }));
        for (const warning of parsed.warnings) onWarning?.(warning);
        return parsed.clips;
      }),
    prepare: (clip, { rig, map }, options) => call(options, () => core.call((api) => api.prepare(clip, rig, map))),
  };
}

export function createExport(core: Core): Export {
  return {
    glb: (avatar, clip, options) => call(options, () => core.call((api) => api.exportGlb(avatar, clip))),
    clip: (clip, options) => call(options, () => core.call((api) => api.exportClip(clip))),
    bvh: (clip, options) => call(options, () => core.call((api) => api.exportBvh(clip))),
  };
}

async function call<T>({ signal }: CallOptions = {}, work: () => Promise<T>): Promise<T> {
  signal?.throwIfAborted();
  return signal ? untilAborted(work(), signal) : work();
}
