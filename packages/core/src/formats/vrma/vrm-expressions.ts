// prettier-ignore
/**
 * The preset expressions of VRM 1.0 that a VRM animation may move (vrm-specification, VRMC_vrm_animation-1.0). Whatever
 * else it moves is a custom expression of the avatar.
 */
export const VRMA_PRESETS: ReadonlySet<string> = new Set([
  'happy', 'angry', 'sad', 'relaxed', 'surprised', 'neutral',
  'aa', 'ih', 'ou', 'ee', 'oh', 'blink', 'blinkLeft', 'blinkRight',
]);

/** Presets that turn the eyes. A VRM animation has `lookAt` for that, and may not move them. */
export const GAZE_PRESETS: ReadonlySet<string> = new Set(['lookUp', 'lookDown', 'lookLeft', 'lookRight']);
