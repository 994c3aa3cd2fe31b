import type { Influences } from '../skin/influences.ts';

export const ON_HEAD: Influences = { Head: 1 };
