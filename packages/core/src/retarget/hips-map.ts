import { CROUCH } from './canonical/proportions.ts';
import type { Proportions } from './canonical/proportions.ts';

/**
 * Source → target height of the hips above the ground, metres (specs/retargeting.md §9.7). Standing and walking use the
 * scale of the legs, so that planted feet stay planted; a deep crouch goes over to sitting, so that who sits on the
 * ground sits on the ground.
 */
export function mapHipsHeight(height: number, source: Proportions, target: Proportions): number {
  const scale = target.legLength / source.legLength;
  const crouchSource = source.hipsHeight - CROUCH * source.legLength;
  const crouchTarget = target.hipsHeight - CROUCH * target.legLength;
  if (height >= crouchSource) return target.hipsHeight + scale * (height - source.hipsHeight);
  if (height < source.clearance) return target.clearance + scale * (height - source.clearance);
  const slope = (crouchTarget - target.clearance) / (crouchSource - source.clearance);
  return target.clearance + slope * (height - source.clearance);
}
