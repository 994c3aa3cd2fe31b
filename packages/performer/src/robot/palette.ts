import type { Colour } from '../figure.ts';

export const PAINT: Colour = [0.97, 0.72, 0.25];
export const SHELL: Colour = [0.93, 0.91, 0.87];
export const RUBBER: Colour = [0.21, 0.23, 0.28];
export const SCREEN: Colour = [0.07, 0.085, 0.11];
export const LIGHT: Colour = [0.5, 0.97, 0.93];
export const ACCENT: Colour = [0.9, 0.4, 0.27];
