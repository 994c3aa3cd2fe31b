import { readFileSync } from 'node:fs';
import type { PlantedFeet } from '../../packages/core/src/metrics/body/planted-feet.ts';
import type { FilmCamera } from './measures/camera-axes.ts';
import { middleOfHips, motionOf, PARTS } from './measures/limbs.ts';
import type { TrueMotion } from './measures/true-motion.ts';

/** A film of a real man, whose joints others found from four cameras: the file itself says who, how, and by which terms. */
interface Table {
  /** By which `frame` counts, a second. */
  readonly rate: number;
  readonly camera: FilmCamera;
  readonly joints: readonly string[];
  /** Millimetres, +Y up: x, y and z of each joint. */
  readonly frames: readonly { readonly frame: number; readonly places: readonly number[] }[];
}

const table = JSON.parse(readFileSync(new URL('./pose2sim-truth.json', import.meta.url), 'utf8')) as Table;
const times = table.frames.map(({ frame }) => frame / table.rate);
const MM = 1000;
const LIMB_JOINTS = PARTS.flatMap((part) => ['L', 'R'].map((side) => side + part[0]!.toUpperCase() + part.slice(1)));
// From one entry to the next a toe that stands trembles by up to 12 mm, which is 36 cm/s; one that swings goes 60 and more.
// He stands on a beam, where the tips of his big toes are 4 to 9 cm above the floor of the laboratory.
const STANDING_SPEED = 0.4;
const STANDING_HEIGHT = 0.1;

/** What filmed it: calibrated by the same people. */
export const triangulatedCamera: FilmCamera = table.camera;

export const triangulated: TrueMotion = {
  duration: times.at(-1)!,
  times,
  limbs: (at) =>
    motionOf(
      at,
      at.map((time) => placesAt(time, LIMB_JOINTS)),
    ),
  hips: (at) => Float64Array.from(at.flatMap((time) => middleOfHips(placesAt(time, LIMB_JOINTS)))),
  stands: (frames, rate): PlantedFeet => {
    const at = Array.from({ length: frames }, (_, i) => i / rate);
    return { left: standing(at, 'LBigToe'), right: standing(at, 'RBigToe') };
  },
};

/** Metres; in a straight line between entries. */
function placesAt(time: number, joints: readonly string[]): Float64Array {
  const after = Math.max(
    1,
    times.findIndex((one) => one >= time - 1e-6),
  );
  const [a, b] = [table.frames[after - 1]!.places, table.frames[after]!.places];
  const t = Math.max(0, Math.min(1, (time - times[after - 1]!) / (times[after]! - times[after - 1]!)));
  return Float64Array.from(
    joints.flatMap((joint) => {
      const first = table.joints.indexOf(joint) * 3;
      return [0, 1, 2].map((axis) => (a[first + axis]! * (1 - t) + b[first + axis]! * t) / MM);
    }),
  );
}

function standing(at: readonly number[], toe: string): Uint8Array {
  const [entry, end] = [times[1]! - times[0]!, times.at(-1)!];
  return Uint8Array.from(at, (time) => {
    const from = Math.max(times[0]!, Math.min(time, end) - entry / 2);
    const [a, b] = [placesAt(from, [toe]), placesAt(Math.min(end, from + entry), [toe])];
    const speed = Math.hypot(b[0]! - a[0]!, b[2]! - a[2]!) / entry;
    return speed < STANDING_SPEED && Math.max(a[1]!, b[1]!) < STANDING_HEIGHT ? 1 : 0;
  });
}
