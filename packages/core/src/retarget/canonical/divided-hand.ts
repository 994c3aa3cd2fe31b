import { isAbove } from './body-chains.ts';
import { fingerChains, jointOf } from './bones.ts';
import type { Side } from './bones.ts';
import type { CanonicalRig } from './canonical-rig.ts';

/**
 * Whether a hand does not carry its fingers: a palm in pieces that hang from the forearm (RobotExpressive). One of them
 * turned alone would tear the hand, so it goes with the forearm, as in all clips that came with that avatar.
 */
export function isDividedHand({ map, rig }: CanonicalRig, side: Side): boolean {
  const [hand, forearm] = [jointOf(map, `${side}Hand`), jointOf(map, `${side}LowerArm`)];
  if (hand < 0 || forearm < 0) return false;
  return fingerChains(side)
    .flatMap(([first]) => (first === undefined ? [] : jointOf(map, first)))
    .some((finger) => finger >= 0 && isAbove(rig.parents, forearm, finger) && !isAbove(rig.parents, hand, finger));
}
