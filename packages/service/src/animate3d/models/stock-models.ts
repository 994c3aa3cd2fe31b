import type { ModelPlatform } from '@kinora/core/protocol';
import type { Rig } from '@kinora/core/motion';

/** A larger character is not read: it is held in memory whole. */
export const MAX_MODEL_BYTES: number = 128 * 2 ** 20;

/** A character that every account has. It has joints and no mesh. */
export interface StockModel {
  readonly id: string;
  readonly name: string;
  readonly rigId: string;
  readonly platform: ModelPlatform;
  /** Undefined: the person who was captured, with their own proportions and DeepMotion's names. */
  readonly rig?: Rig;
}

type Joint = readonly [name: string, parent: number, x: number, y: number, z: number];

// prettier-ignore
/** The 15 parts of a Roblox character, by their names, as joints of an adult in a T-pose: metres from the parent. */
const R15_JOINTS: readonly Joint[] = [
  ['HumanoidRootPart', -1, 0, 0, 0],
  ['LowerTorso', 0, 0, 0.95, 0],
  ['UpperTorso', 1, 0, 0.12, 0],
  ['Head', 2, 0, 0.42, 0],
  ['LeftUpperArm', 2, 0.18, 0.34, 0],
  ['LeftLowerArm', 4, 0.28, 0, 0],
  ['LeftHand', 5, 0.26, 0, 0],
  ['RightUpperArm', 2, -0.18, 0.34, 0],
  ['RightLowerArm', 7, -0.28, 0, 0],
  ['RightHand', 8, -0.26, 0, 0],
  ['LeftUpperLeg', 1, 0.1, -0.05, 0],
  ['LeftLowerLeg', 10, 0, -0.42, 0],
  ['LeftFoot', 11, 0, -0.4, 0],
  ['RightUpperLeg', 1, -0.1, -0.05, 0],
  ['RightLowerLeg', 13, 0, -0.42, 0],
  ['RightFoot', 14, 0, -0.4, 0],
];

/** What `stockModel` adds to the list of characters. */
export const STOCK_MODELS: readonly StockModel[] = [
  { id: 'deepmotion-figure', name: 'Figure', rigId: 'deepmotion', platform: 'deepmotion' },
  { id: 'roblox-r15', name: 'Roblox R15', rigId: 'r15', platform: 'roblox', rig: rigOf(R15_JOINTS) },
];

function rigOf(joints: readonly Joint[]): Rig {
  return {
    names: joints.map(([name]) => name),
    parents: Int16Array.from(joints, ([, parent]) => parent),
    restTranslations: Float32Array.from(joints.flatMap(([, , x, y, z]) => [x, y, z])),
    restRotations: Float32Array.from(joints.flatMap(() => [0, 0, 0, 1])),
    unitMetres: 1,
  };
}
