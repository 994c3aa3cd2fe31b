import { cropRegion } from '../crop.ts';
import type { Frame } from '../frame.ts';
import type { Region } from '../region.ts';

/**
 * How somebody is dressed: a histogram of the colours of the trunk, [64] shares that sum to 1. It tells people apart who
 * cross each other, and says who came back; it is no face, and means nothing in another video.
 */
export type Look = Float32Array;

/** Where a trunk is in the picture, pixels. */
export interface Trunk {
  readonly hipsX: number;
  readonly hipsY: number;
  readonly shouldersX: number;
  readonly shouldersY: number;
}

const SIDE = 24;
/** The middle columns: a trunk is a third as wide as it is long where it is seen from the side. */
const FIRST_COLUMN = 8;
const LAST_COLUMN = 15;
const FIRST_ROW = 3;
const LEVELS = 4;
const AS_BYTES = { scale: 1, offset: 0 };
const pixels = new Float32Array(SIDE * SIDE * 3);

/** Looks at the trunk of somebody. A trunk without a length has no colours. */
export function lookOf(frame: Frame, trunk: Trunk): Look {
  const look = new Float32Array(LEVELS ** 3);
  const region = regionOfTrunk(trunk);
  if (!(Math.abs(region.acrossX) + Math.abs(region.acrossY) >= 1)) return look;
  cropRegion(pixels, SIDE, frame, region, AS_BYTES);
  const share = 1 / ((SIDE - FIRST_ROW) * (LAST_COLUMN - FIRST_COLUMN + 1));
  for (let row = FIRST_ROW; row < SIDE; row++) {
    for (let column = FIRST_COLUMN; column <= LAST_COLUMN; column++) addColour(look, (row * SIDE + column) * 3, share);
  }
  return look;
}

/** How alike two looks are, [0, 1]: Bhattacharyya's coefficient. A look without colours tells nothing against anybody: 1. */
export function likeness(a: Look, b: Look): number {
  if (!hasColours(a) || !hasColours(b)) return 1;
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += Math.sqrt(a[i]! * b[i]!);
  return sum;
}

function hasColours(look: Look): boolean {
  return look.some((share) => share > 0);
}

/** The square from the shoulders down to the hips, upright as the person stands. */
function regionOfTrunk({ hipsX, hipsY, shouldersX, shouldersY }: Trunk): Region {
  return {
    centreX: (hipsX + shouldersX) / 2,
    centreY: (hipsY + shouldersY) / 2,
    acrossX: hipsY - shouldersY,
    acrossY: shouldersX - hipsX,
  };
}

/** Divides a colour among the levels next to it, so that a little more light does not change the look. */
function addColour(look: Look, at: number, share: number): void {
  for (let corner = 0; corner < 8; corner++) {
    let index = 0;
    let weight = share;
    for (let channel = 0; channel < 3; channel++) {
      const level = Math.min(Math.max((pixels[at + channel]! / 256) * LEVELS - 0.5, 0), LEVELS - 1);
      const below = Math.min(Math.floor(level), LEVELS - 2);
      const isUpper = (corner >> channel) & 1;
      weight *= isUpper ? level - below : 1 - (level - below);
      index = index * LEVELS + below + isUpper;
    }
    look[index]! += weight;
  }
}
