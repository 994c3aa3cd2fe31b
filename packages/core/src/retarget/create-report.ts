import { HUMANOID_BONES } from '../rig/humanoid.ts';
import { jointOf, SIDES } from './canonical/bones.ts';
import type { CanonicalRig } from './canonical/canonical-rig.ts';
import type { BoneReport, RetargetReport } from './retarget-plan.ts';

/** Compares what both rigs have, and gathers what a person should know of them. */
export function createReport(source: CanonicalRig, target: CanonicalRig): RetargetReport {
  const mapped: BoneReport[] = [];
  const unmapped: RetargetReport['unmapped'][number][] = [];
  HUMANOID_BONES.forEach((bone, index) => {
    const from = jointOf(source.map, bone);
    const to = jointOf(target.map, bone);
    if (from >= 0 && to >= 0) {
      mapped.push({
        bone,
        source: source.rig.names[from]!,
        target: target.rig.names[to]!,
        sourceConfidence: source.map.bones[bone]!.confidence,
        targetConfidence: target.map.bones[bone]!.confidence,
        sourceReason: source.map.bones[bone]!.reason,
        targetReason: target.map.bones[bone]!.reason,
        sourceCorrection: turnAngle(source.corrections, index * 4),
        targetCorrection: turnAngle(target.corrections, index * 4),
      });
    } else if (from >= 0 || to >= 0) {
      unmapped.push({ bone, missingIn: from >= 0 ? 'target' : 'source' });
    }
  });
  return {
    hipScale: target.proportions.legLength / source.proportions.legLength,
    mapped,
    unmapped,
    sourceReference: source.reference.kind,
    warnings: [...rigWarnings('source', source), ...rigWarnings('target', target)],
  };
}

function rigWarnings(which: 'source' | 'target', { map, reference, restStands }: CanonicalRig): string[] {
  const warnings = map.warnings.map((warning) => `${which}: ${warning}`);
  if (reference.frame.mirrored) {
    warnings.push(`${which}: left and right are swapped for the way the toes point; its motion is taken as mirrored`);
  }
  if (reference.kind === 'motion') {
    warnings.push(`${which}: the rest pose is no stance; its T-pose is estimated from the clip`);
  } else if (reference.kind === 'firstFrame') {
    warnings.push(`${which}: the rest pose is in the middle of a motion; its T-pose is the first frame of the clip`);
  } else if (!restStands) {
    warnings.push(`${which}: the rest pose is no stance and no clip was given to find one; directions may be wrong`);
  }
  for (const side of SIDES) {
    if (jointOf(map, `${side}Foot`) >= 0) continue;
    warnings.push(`${which}: the ${side} leg has no foot; the end of its shin stands on the ground`);
  }
  return warnings;
}

function turnAngle(turns: Float64Array, at: number): number {
  return 2 * Math.atan2(Math.hypot(turns[at]!, turns[at + 1]!, turns[at + 2]!), Math.abs(turns[at + 3]!));
}
