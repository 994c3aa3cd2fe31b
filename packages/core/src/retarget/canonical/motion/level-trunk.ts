import { multiplyQuat, rotateVec3, shortestArcQuat, slerpQuat } from '../../../math/quat.ts';
import { addVec3, distanceVec3, normalizeVec3, subtractVec3 } from '../../../math/vec3.ts';
import type { RestModel } from '../../../rig/forward-kinematics.ts';
import type { HumanoidMap } from '../../../rig/humanoid.ts';
import type { Rig } from '../../../rig/rig.ts';
import { bodyChains } from '../body-chains.ts';
import { jointOf } from '../bones.ts';

const LEFT = Float64Array.of(1, 0, 0);
const NO_TURN = Float64Array.of(0, 0, 0, 1);
/** Of the way between the shoulders: collar bones that begin nearer to each other begin in one place. */
const APART = 0.02;

/**
 * A pose with hips and chest across the body. In the mean of a motion each is turned and tilted as it mostly was; but
 * the legs are fixed to the one and the collar bones to the other, and in a stance the lines between them point to the
 * left. How far the two lean to the front stays as it mostly was.
 *
 * @param pose - canonical space, facing the front.
 */
export function levelTrunk(rig: Rig, map: HumanoidMap, { positions, rotations }: RestModel): RestModel {
  const level: RestModel = { positions: positions.slice(), rotations: rotations.slice() };
  const turns: Float64Array[] = [];
  const own = trunkTurns(rig, map, positions);
  rig.parents.forEach((parent, joint) => {
    const above = turns[parent] ?? NO_TURN;
    const turn = own.get(joint) ?? above;
    turns.push(turn);
    multiplyQuat(level.rotations, joint * 4, turn, 0, rotations, joint * 4);
    if (parent < 0) return;
    subtractVec3(level.positions, joint * 3, positions, joint * 3, positions, parent * 3);
    rotateVec3(level.positions, joint * 3, above, 0, level.positions, joint * 3);
    addVec3(level.positions, joint * 3, level.positions, joint * 3, level.positions, parent * 3);
  });
  return level;
}

/** Joint → [4] its turn: of the hips, of the chest, and in even parts of what is between. */
function trunkTurns(rig: Rig, map: HumanoidMap, positions: Float64Array): ReadonlyMap<number, Float64Array> {
  const { trunk } = bodyChains(rig, map);
  const hips = levelTurn(positions, jointOf(map, 'leftUpperLeg'), jointOf(map, 'rightUpperLeg'));
  const chest = levelTurn(positions, ...collars(map, positions));
  const turns = new Map([[jointOf(map, 'hips'), hips]]);
  trunk.forEach((joint, i) => {
    const turn = new Float64Array(4);
    slerpQuat(turn, 0, hips, 0, chest, 0, (i + 1) / trunk.length);
    turns.set(joint, turn);
  });
  return turns;
}

/** [4] the shortest turn that brings the way from the second joint to the first to the left. */
function levelTurn(positions: Float64Array, left: number, right: number): Float64Array {
  const across = new Float64Array(3);
  const turn = new Float64Array(4);
  subtractVec3(across, 0, positions, left * 3, positions, right * 3);
  normalizeVec3(across, 0, across, 0);
  shortestArcQuat(turn, 0, across, 0, LEFT, 0);
  return turn;
}

/** What of each side is fixed to the chest: the collar bone, or the upper arm where there is none. */
function collars(map: HumanoidMap, positions: Float64Array): [left: number, right: number] {
  const [left, right] = [jointOf(map, 'leftShoulder'), jointOf(map, 'rightShoulder')];
  const arms: [number, number] = [jointOf(map, 'leftUpperArm'), jointOf(map, 'rightUpperArm')];
  if (left < 0 || right < 0) return arms;
  const width = distanceVec3(positions, left * 3, positions, right * 3);
  return width > APART * distanceVec3(positions, arms[0] * 3, positions, arms[1] * 3) ? [left, right] : arms;
}
