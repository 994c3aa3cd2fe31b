import { KinoraError } from '../errors.ts';
import { conjugateQuat, copyQuat, multiplyQuat, rotateVec3 } from '../math/quat.ts';
import { addVec3, subtractVec3 } from '../math/vec3.ts';
import { restModel } from '../rig/forward-kinematics.ts';
import type { RestModel } from '../rig/forward-kinematics.ts';
import type { HumanoidMap } from '../rig/humanoid.ts';
import { mapHumanoid } from '../rig/map/map-humanoid.ts';
import { missingEssentials } from '../rig/map/missing-bones.ts';
import type { Rig } from '../rig/rig.ts';
import { isSameRig } from '../rig/same-rig.ts';
import { validateRig } from '../rig/validate-rig.ts';
import { reflectQuat } from './canonical/anatomical-frame.ts';
import { jointOf } from './canonical/bones.ts';
import { canonicalRig } from './canonical/canonical-rig.ts';
import type { CanonicalRig } from './canonical/canonical-rig.ts';
import { createReport } from './create-report.ts';
import { detachedJoints } from './detached-joints.ts';
import { createDrives } from './drives.ts';
import { createLegSteps } from './feet/leg-steps.ts';
import { followRotations } from './follow-rotations.ts';
import type { RetargetOptions, RetargetPlan, RetargetSteps } from './retarget-plan.ts';
import { knucklesOf } from './twist/finger-limits.ts';
import { gatheredRolls, limbRolls } from './twist/limb-rolls.ts';

/**
 * Prepares the motion of one humanoid for another: any names, bone axes, rest poses, proportions and units.
 *
 * @throws KinoraError `retarget/unmapped` where hips, head or one of the long bones of arms and legs has no joint in one of the maps.
 * @throws KinoraError `rig/invalid` where a rig is malformed, or its rest pose has no extent.
 */
export function createRetargetPlan(source: Rig, target: Rig, options: RetargetOptions = {}): RetargetPlan {
  validateRig(source);
  validateRig(target);
  const { sourceMap = mapHumanoid(source), targetMap = mapHumanoid(target), sourceClip } = options;
  requireBones('source', source, sourceMap);
  requireBones('target', target, targetMap);
  const from = canonicalRig(source, sourceMap, sourceClip);
  // A clip on its own rig must stay the same clip, so both sides agree on what its T-pose is.
  const to = canonicalRig(target, targetMap, target === source ? sourceClip : undefined);
  const targetRest = restModel(target);
  const detached = detachedJoints(to, targetRest);
  const moved = Array.from(target.names.keys()).filter(
    (joint) => joint === to.chains.carrier || detached.anchors[joint]! >= 0,
  );
  const drives = createDrives(from, to);
  const sourceHips = jointOf(sourceMap, 'hips');
  return {
    source,
    target,
    translated: Int16Array.from(moved),
    report: createReport(from, to),
    steps: {
      source: from,
      target: to,
      isSameRig: isSameRig(source, target),
      drives,
      follow: followRotations(from, to),
      ...createBridge(from, to),
      sourceHips,
      hipsInCarrier: placeIn(targetRest, to.chains.carrier, jointOf(targetMap, 'hips'), to.proportions.hipsPoint),
      targetRest,
      detached,
      joints: Int16Array.from(target.names.keys()),
      legs: createLegSteps(from, to, sourceHips, drives, detached),
      gathered: gatheredRolls(from),
      rolls: limbRolls(to),
      fingers: knucklesOf(to, drives),
      sourceModel: emptyModel(source),
      targetModel: emptyModel(target),
      scratch: new Float64Array(8),
    },
  };
}

function requireBones(side: 'source' | 'target', rig: Rig, map: HumanoidMap): void {
  const missing = missingEssentials((bone) => map.bones[bone] !== undefined);
  if (missing.length === 0) return;
  throw new KinoraError('retarget/unmapped', `Cannot retarget: the ${side} has no joint for ${missing.join(', ')}`, {
    hint: 'Name these bones in the map: which of its joints are they?',
    details: { side, missing: missing.join(','), joints: rig.names.length },
  });
}

/** Source model → canonical → target model in one turn: R_target⁻¹·R_source, reflected where one of the two is mirrored. */
function createBridge(
  source: CanonicalRig,
  target: CanonicalRig,
): Pick<RetargetSteps, 'bridge' | 'reflect' | 'fromCanonical'> {
  const reflect = source.reference.frame.mirrored !== target.reference.frame.mirrored;
  const toCanonical = new Float64Array(4);
  const fromCanonical = new Float64Array(4);
  const bridge = new Float64Array(4);
  if (reflect) reflectQuat(toCanonical, 0, source.reference.frame.rotation, 0);
  else copyQuat(toCanonical, 0, source.reference.frame.rotation, 0);
  conjugateQuat(fromCanonical, 0, target.reference.frame.rotation, 0);
  multiplyQuat(bridge, 0, fromCanonical, 0, toCanonical, 0);
  return { bridge, reflect, fromCanonical };
}

/** [3] where a point of one joint is in the space of another at rest. */
function placeIn(rest: RestModel, space: number, joint: number, point: Float64Array): Float64Array {
  const place = new Float64Array(3);
  const turn = new Float64Array(4);
  conjugateQuat(turn, 0, rest.rotations, space * 4);
  rotateVec3(place, 0, rest.rotations, joint * 4, point, 0);
  addVec3(place, 0, place, 0, rest.positions, joint * 3);
  subtractVec3(place, 0, place, 0, rest.positions, space * 3);
  rotateVec3(place, 0, turn, 0, place, 0);
  return place;
}

function emptyModel(rig: Rig): RestModel {
  return { positions: new Float64Array(rig.parents.length * 3), rotations: new Float64Array(rig.parents.length * 4) };
}
