import { KinoraError } from '../../errors.ts';
import type { HumanoidBone, HumanoidMap } from '../humanoid.ts';
import { BODY_PARTS } from '../mapper/assign/assign-body.ts';
import { nameScores, scoreOf } from '../mapper/names/name-scores.ts';
import { readNames } from '../mapper/names/read-name.ts';
import { missingEssentials } from './missing-bones.ts';
import type { Rig } from '../rig.ts';

const MOST_HINTS = 3;
const MOST_NAMES = 8;

/**
 * Refuses a rig on which no human motion can be shown.
 *
 * @throws KinoraError `rig/not-humanoid` where hips, head or one of the long bones of arms and legs has no joint, or the
 * map's confidence is 0. The message gives the reasons, `details.missing` the bones, the hint the joints whose names come
 * nearest.
 */
export function assertHumanoid(rig: Rig, map: HumanoidMap): void {
  const missing = missingEssentials((bone) => map.bones[bone] !== undefined);
  if (missing.length === 0 && map.confidence > 0) return;
  const reason = missing.length > 0 ? `no joint was found for ${missing.join(', ')}` : map.warnings.join('; ');
  throw new KinoraError('rig/not-humanoid', `Cannot map the rig to a human body: ${reason}`, {
    hint: hintFor(rig, map, missing),
    details: { missing: missing.join(' '), joints: rig.names.length },
  });
}

function hintFor(rig: Rig, map: HumanoidMap, missing: readonly HumanoidBone[]): string {
  const used = new Set(Object.values(map.bones).map((match) => match.joint));
  const scores = nameScores(readNames(rig.names));
  const nearest = missing.flatMap((bone) => {
    const part = BODY_PARTS.get(bone);
    const candidates = rig.names
      .map((name, joint) => ({ name, joint, score: part ? scoreOf(scores[joint], part) : 0 }))
      .filter(({ joint, score }) => score > 0 && !used.has(joint))
      .sort((a, b) => b.score - a.score)
      .slice(0, MOST_HINTS);
    return candidates.length > 0 ? [`${bone} may be ${candidates.map(({ name }) => `"${name}"`).join(' or ')}`] : [];
  });
  if (nearest.length > 0) return `Nearest names, none in the place of the bone: ${nearest.join('; ')}.`;
  const names = rig.names.slice(0, MOST_NAMES).map((name) => `"${name}"`);
  return `The file needs a skeleton with two arms and two legs. Its joints are ${names.join(', ')}${rig.names.length > MOST_NAMES ? ', …' : ''}.`;
}
