import type { Colour } from '../figure.ts';

/** Plain garments: what breaks a pose detector is wide stripes of high contrast (`specs/performer.md` §2). */
export const SKIN: Colour = [0.93, 0.73, 0.615];
export const LIPS: Colour = [0.8, 0.46, 0.42];
export const MOUTH: Colour = [0.45, 0.2, 0.18];
export const HAIR: Colour = [0.27, 0.17, 0.115];
export const BROW: Colour = [0.19, 0.12, 0.085];
export const LASH: Colour = [0.11, 0.075, 0.06];
export const IRIS: Colour = [0.3, 0.2, 0.11];
export const SHIRT: Colour = [0.12, 0.46, 0.5];
export const RIB: Colour = [0.085, 0.36, 0.4];
export const BADGE: Colour = [0.96, 0.9, 0.76];
export const DENIM: Colour = [0.26, 0.29, 0.39];
export const DENIM_INSIDE: Colour = [0.47, 0.51, 0.6];
export const SHOE: Colour = [0.88, 0.4, 0.27];
export const SOLE: Colour = [0.95, 0.94, 0.91];
