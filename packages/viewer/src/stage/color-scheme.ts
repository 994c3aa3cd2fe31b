import { Color3 } from '@babylonjs/core/Maths/math.color.js';

/** `auto` follows what the person told the system. */
export type ColorScheme = 'light' | 'dark' | 'auto';

/** Colours and strengths of light of a stage. */
export interface StageColors {
  readonly background: Color3;
  /** Around the figure; fades into the background. */
  readonly floor: Color3;
  /** Strength of the surrounding light and of the lamp. */
  readonly surrounding: number;
  readonly lamp: number;
  /** [0, 1] how dark the shadow on the floor is. */
  readonly shadow: number;
}

const COLORS: Readonly<Record<'light' | 'dark', StageColors>> = {
  light: {
    background: Color3.FromHexString('#E9E7E1'),
    floor: Color3.FromHexString('#F6F4EF'),
    surrounding: 0.95,
    lamp: 2.1,
    shadow: 0.3,
  },
  dark: {
    background: Color3.FromHexString('#171A22'),
    floor: Color3.FromHexString('#2A2F3C'),
    surrounding: 0.75,
    lamp: 2.2,
    shadow: 0.55,
  },
};

export function stageColors(scheme: 'light' | 'dark'): StageColors {
  return COLORS[scheme];
}

/**
 * Keeps a scheme up to date with the system.
 *
 * @param apply - called at once, and again whenever the answer changes.
 * @returns ends it.
 */
export function followColorScheme(scheme: ColorScheme, apply: (scheme: 'light' | 'dark') => void): () => void {
  if (scheme !== 'auto') {
    apply(scheme);
    return () => {};
  }
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const onChange = (): void => apply(dark.matches ? 'dark' : 'light');
  dark.addEventListener('change', onChange);
  onChange();
  return () => dark.removeEventListener('change', onChange);
}
