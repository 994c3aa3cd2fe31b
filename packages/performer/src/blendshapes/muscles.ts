import { MOUTH_HALF, mouthLine } from '../face/mouth-line.ts';
import { mix, smoothstep } from '../math/scalar.ts';
import type { Vec3 } from '../math/vec3.ts';
import { add, mirror, scale, subtract } from '../math/vec3.ts';

/** Where a point of the skin goes when a muscle contracts fully: metres. `lip` is 1 on the upper lip, −1 on the lower, 0 elsewhere. */
export type Muscle = (p: Vec3, lip: number) => Vec3;

export const STILL: Vec3 = [0, 0, 0];
/** The hinge of the jaw lies in front of the ears. */
const HINGE = { y: 1.604, z: -0.004 };
const JAW_OPEN = 0.27;

/** Carries the skin around `centre` along: all of it there, none from `radii` away on. Millimetres. */
export function pull(centre: Vec3, radii: Vec3, millimetres: Vec3): Muscle {
  const move = scale(millimetres, 0.001);
  return (p) => {
    const [x, y, z] = subtract(p, centre);
    const share = 1 - (x / radii[0]) ** 2 - (y / radii[1]) ** 2 - (z / radii[2]) ** 2;
    return share > 0 ? scale(move, share * share * (3 - 2 * share)) : STILL;
  };
}

export function together(...muscles: readonly Muscle[]): Muscle {
  return (p, lip) => muscles.reduce((sum, muscle) => add(sum, muscle(p, lip)), STILL);
}

/** What is described for the left side of the face, on both. */
export function both(left: Muscle): Muscle {
  return (p, lip) => (p[0] < 0 ? mirror(left(mirror(p), lip)) : left(p, lip));
}

/** Of a muscle of both sides the left one, crossing over within 8 mm of the middle. */
export function leftOnly(muscle: Muscle): Muscle {
  return (p, lip) => scale(muscle(p, lip), smoothstep(-0.008, 0.008, p[0]));
}

export function acrossMiddle(left: Muscle): Muscle {
  return (p, lip) => mirror(left(mirror(p), lip));
}

/** Only what lies above the line of the mouth, or only what lies below. */
export function aboveMouth(muscle: Muscle): Muscle {
  return (p, lip) => scale(muscle(p, lip), 1 - belowMouth(p, lip));
}

export function underMouth(muscle: Muscle): Muscle {
  return (p, lip) => scale(muscle(p, lip), belowMouth(p, lip));
}

/** How much of a point goes with the jaw and not with the skull, seen from the line of the mouth alone. */
function belowMouth(p: Vec3, lip: number): number {
  const above = p[1] - mouthLine(p[0]);
  const height = lip === 0 ? above : lip * Math.max(Math.abs(above), 0.004);
  // Between the lips it changes at once; beyond their corners the cheek has to stretch.
  const width = mix(0.003, 0.016, smoothstep(0.55, 1.45, Math.abs(p[0]) / MOUTH_HALF));
  return smoothstep(width, -width, height);
}

/** How much of a point goes with the jaw: chin and lower lip do, the throat stays behind. */
function jawShare(p: Vec3, lip: number): number {
  const chin = smoothstep(1.478, 1.528, p[1]) * smoothstep(-0.03, 0.035, p[2]);
  return belowMouth(p, lip) * chin;
}

export const openJaw: Muscle = (p, lip) => scale(turnJaw(p), jawShare(p, lip));

export function moveJaw(millimetres: Vec3): Muscle {
  return (p, lip) => scale(millimetres, jawShare(p, lip) * 0.001);
}

/** Where the bone itself takes a point. */
export function turnJaw(p: Vec3): Vec3 {
  const y = p[1] - HINGE.y;
  const z = p[2] - HINGE.z;
  const [sin, cos] = [Math.sin(JAW_OPEN), Math.cos(JAW_OPEN)];
  return [0, y * cos - z * sin - y, y * sin + z * cos - z];
}
