import { mapHumanoid } from '@kinora/core/motion';
import type { Clip, Contact } from '@kinora/core/motion';
import { bodyMotion } from '../../../packages/core/src/metrics/body/body-motion.ts';
import { plantedFeet } from '../../../packages/core/src/metrics/body/planted-feet.ts';
import type { PlantedFeet } from '../../../packages/core/src/metrics/body/planted-feet.ts';
import { placesInClip } from './limbs.ts';
import { mean } from './position-error.ts';

const SIDES = ['left', 'right'] as const;
const TIME_TOLERANCE = 1e-3;

/** When the feet of a motion that is known exactly stand: the detector that retargeting is judged by. */
export function trueContacts(truth: Clip, frames: number): PlantedFeet {
  const { left, right } = plantedFeet(bodyMotion(truth, mapHumanoid(truth.rig)));
  return { left: left.subarray(0, frames), right: right.subarray(0, frames) };
}

/** The contacts that a clip claims, frame by frame. */
export function claimedContacts(contacts: readonly Contact[], frames: number, rate: number): PlantedFeet {
  const flags = (side: 'left' | 'right'): Uint8Array =>
    Uint8Array.from({ length: frames }, (_, i) => {
      const time = i / rate;
      const stands = contacts.some(
        (one) => one.side === side && one.from <= time + TIME_TOLERANCE && time <= one.to + TIME_TOLERANCE,
      );
      return stands ? 1 : 0;
    });
  return { left: flags('left'), right: flags('right') };
}

/** How well two say when feet stand, frame by frame (F1, 0…1). */
export function contactAgreement(claimed: PlantedFeet, truth: PlantedFeet): number {
  let [both, either] = [0, 0];
  for (const side of SIDES) {
    truth[side].forEach((stands, i) => {
      both += stands && claimed[side][i]! ? 1 : 0;
      either += stands + claimed[side][i]!;
    });
  }
  return (2 * both) / either;
}

/** Mean speed over ground of the balls of the feet from frame to frame while they stand, metres per second. */
export function footSlide(clip: Clip, stands: PlantedFeet): number {
  const frames = stands.left.length;
  const times = Array.from({ length: frames }, (_, i) => i / clip.rate);
  const balls = placesInClip(clip, ['leftToes', 'rightToes'], times).map(({ places }) => places);
  const speeds = SIDES.flatMap((side, foot) =>
    balls.slice(1).flatMap((after, i) => {
      const before = balls[i]!;
      if (!stands[side][i] || !stands[side][i + 1]) return [];
      const [x, z] = [foot * 3, foot * 3 + 2];
      return [Math.hypot(after[x]! - before[x]!, after[z]! - before[z]!) * clip.rate];
    }),
  );
  return mean(speeds);
}
