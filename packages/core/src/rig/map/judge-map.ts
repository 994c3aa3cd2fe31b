import { REQUIRED_BONES } from '../humanoid.ts';
import type { HumanoidMap } from '../humanoid.ts';
import { missingEssentials } from './missing-bones.ts';
import type { Rig } from '../rig.ts';

/** Under this a person should be asked. */
const SURE = 0.6;

/** The weakest required bone decides; without the essential ones there is no humanoid. */
export function confidenceOf(bones: HumanoidMap['bones']): number {
  if (missingEssentials((bone) => bones[bone] !== undefined).length > 0) return 0;
  return Math.min(...REQUIRED_BONES.map((bone) => bones[bone]?.confidence ?? 1));
}

/** A sentence for each required bone that is missing or doubtful. */
export function describeDoubts(rig: Rig, bones: HumanoidMap['bones']): string[] {
  return REQUIRED_BONES.flatMap((bone) => {
    const match = bones[bone];
    if (!match) return [`No joint was found for ${bone}`];
    if (match.confidence >= SURE) return [];
    const [next] = match.alternatives ?? [];
    const other = next ? `; next best is "${rig.names[next.joint]!}"` : '';
    const sure = `${Math.round(match.confidence * 100)} % sure, by ${match.reason}`;
    return [`${bone} may not be "${rig.names[match.joint]!}" (${sure}${other})`];
  });
}
