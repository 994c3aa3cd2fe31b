import { CROUCH } from './canonical/proportions.ts';
import type { Proportions } from './canonical/proportions.ts';

/**
 * Source → target height of the hips above the ground, metres, in place. Standing and walking
 * use the scale of the legs, so that planted feet stay planted; a deep crouch goes over to sitting, so that who sits on
 * the ground sits on the ground.
 */
export function mapHipsHeight(heights: Float64Array, at: number, source: Proportions, target: Proportions): void {
  const height = heights[at]!;
  const scale = target.legLength / source.legLength;
  const crouchSource = source.hipsHeight - CROUCH * source.legLength;
  const crouchTarget = target.hipsHeight - CROUCH * target.legLength;
  if (height >= crouchSource) {
    heights[at] = target.hipsHeight + scale * (height - source.hipsHeight);
  } else if (height < source.clearance) {
    heights[at] = target.clearance + scale * (height - source.clearance);
  } else {
    const slope = (crouchTarget - target.clearance) / (crouchSource - source.clearance);
    heights[at] = target.clearance + slope * (height - source.clearance);
  }
}
