import type { Colour } from '../figure.ts';

/** Plain garments: what breaks a pose detector is wide stripes of high contrast (docs: performer.md §2). */
export const SKIN: Colour = [0.87, 0.66, 0.54];
export const LIPS: Colour = [0.74, 0.42, 0.38];
export const MOUTH: Colour = [0.45, 0.2, 0.18];
export const HAIR: Colour = [0.23, 0.145, 0.1];
export const BROW: Colour = [0.19, 0.12, 0.085];
export const LASH: Colour = [0.11, 0.075, 0.06];
export const IRIS: Colour = [0.3, 0.2, 0.11];
export const SHIRT: Colour = [0.12, 0.46, 0.5];
export const RIB: Colour = [0.085, 0.36, 0.4];
export const BADGE: Colour = [0.96, 0.9, 0.76];
export const DENIM: Colour = [0.2, 0.225, 0.32];
export const DENIM_INSIDE: Colour = [0.4, 0.44, 0.54];
export const SHOE: Colour = [0.88, 0.4, 0.27];
export const SOLE: Colour = [0.95, 0.94, 0.91];
