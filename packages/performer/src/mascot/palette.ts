import type { Colour } from '../figure.ts';

export const FUR: Colour = [0.93, 0.52, 0.22];
export const CREAM: Colour = [0.98, 0.92, 0.81];
export const SOCKS: Colour = [0.3, 0.19, 0.15];
export const NOSE: Colour = [0.13, 0.09, 0.09];
export const EAR: Colour = [0.95, 0.71, 0.6];
export const SCARF: Colour = [0.12, 0.5, 0.53];
export const MOUTH: Colour = [0.5, 0.17, 0.17];
export const BLUSH: Colour = [0.98, 0.6, 0.45];
