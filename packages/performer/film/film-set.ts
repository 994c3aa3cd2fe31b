import type { ShadowGenerator } from '@babylonjs/core/Lights/Shadows/shadowGenerator.js';
import type { Stage } from '@kinora/viewer';

/** Puts things around the performer, in the space of the stage. */
export type FilmSet = (stage: Stage, shadows: ShadowGenerator) => void;
