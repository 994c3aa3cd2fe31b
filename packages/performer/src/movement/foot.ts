import type { Quat } from '../math/quat.ts';
import { fromAxis, multiply } from '../math/quat.ts';
import type { Vec3 } from '../math/vec3.ts';
import { mirror } from '../math/vec3.ts';

export type Side = 'Left' | 'Right';

/** Where one foot is. While the ball carries it, the heel may rise and turn about it. */
export interface Foot {
  /** The joint at the root of the toes, model space, metres. */
  readonly ball: Vec3;
  /** Radians, to the left positive. */
  readonly turn: number;
  /** How far the heel is up, radians; negative where the toes are. */
  readonly heel: number;
  /** How far the toes are bent up against the foot, radians. Default: as far as the heel is up, so that they lie flat. */
  readonly toes?: number;
  /** Whether it stands, be it on the heel or on the ball alone. */
  readonly planted: boolean;
}

export const UP: Vec3 = [0, 1, 0];
export const SIDEWAYS: Vec3 = [1, 0, 0];
export const FORWARD: Vec3 = [0, 0, 1];

export function footTurn({ turn, heel }: Pick<Foot, 'turn' | 'heel'>): Quat {
  return multiply(fromAxis(UP, turn), fromAxis(SIDEWAYS, heel));
}

export function mirrorFoot(foot: Foot): Foot {
  return { ...foot, ball: mirror(foot.ball), turn: -foot.turn };
}
