import { restModel } from '../../rig/forward-kinematics.ts';
import type { Rig } from '../../rig/rig.ts';

/** Metre, centimetre, inch, CMU's unit (0.45 inch … 5.6444 cm), millimetre. */
const UNITS = [1, 0.01, 0.0254, 0.056444, 0.001];

/** The unit that brings a figure's rest extent nearest to 1.7 m. */
export function estimateUnit(rig: Rig): number {
  const { positions } = restModel(rig);
  let extent = 0;
  for (let axis = 0; axis < 3; axis++) {
    let low = Infinity;
    let high = -Infinity;
    for (let at = axis; at < positions.length; at += 3) {
      low = Math.min(low, positions[at]!);
      high = Math.max(high, positions[at]!);
    }
    extent = Math.max(extent, high - low);
  }
  if (!(extent > 0)) return 1;
  const miss = (unit: number): number => Math.abs(Math.log((unit * extent) / 1.7));
  return UNITS.reduce((best, unit) => (miss(unit) < miss(best) ? unit : best));
}
