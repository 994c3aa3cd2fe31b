import { smoothstep } from '../math/scalar.ts';
import type { Vec3 } from '../math/vec3.ts';
import { leftOf, mirror } from '../math/vec3.ts';
import type { Influences } from '../skin/influences.ts';
import { blend, chain, renamed } from '../skin/influences.ts';
import { armInfluences, armTube } from './arms.ts';
import type { BodyShape } from './build.ts';
import { KNEE, mirrorName, raiseArm, SHOULDER } from './skeleton.ts';
import { torso } from './trunk.ts';

/** Where a top takes its movement from the trousers below it, or the thighs would come through. */
const TAIL = [1, 0.9] as const;

export function headInfluences(p: Vec3): Influences {
  const neck = smoothstep(1.41, 1.475, p[1]);
  // The throat stays with the neck; the chin above it goes with the head.
  const head = smoothstep(1.49, 1.575, p[1] + 0.35 * Math.max(0, p[2] - 0.02));
  return chain('Spine2', ['Neck', neck], ['Head', head]);
}

/** A top with sleeves, skin or cloth. `below` moves what hangs lower than the waist. */
export function topInfluences(shape: BodyShape, below: (p: Vec3) => Influences): (p: Vec3) => Influences {
  return (p) => {
    const worn = bothHalves(p, 0.02, trunkHalf);
    const body = blend(worn, below(p), smoothstep(...TAIL, p[1]));
    const left = leftOf(p);
    const raised = raiseArm(left);
    const sleeve =
      smoothstep(-0.06, 0.06, torso(shape, left) - armTube(shape, raised, 0.02)) *
      smoothstep(-0.07, 0.07, raised[0] - SHOULDER[0]);
    // A cuff is no hand: it stays with the forearm.
    const upToWrist: Vec3 = [Math.min(raised[0], SHOULDER[0] + 0.5), raised[1], raised[2]];
    return blend(body, sided(p, armInfluences(upToWrist)), sleeve);
  };
}

/** Both legs of a pair of trousers or of bare skin. */
export function legInfluences(p: Vec3): Influences {
  return bothHalves(p, 0.035, legHalf);
}

/** What hangs over both: in the middle it must not tear where the one goes forward and the other back. */
export function tailInfluences(p: Vec3): Influences {
  return bothHalves(p, 0.07, legHalf);
}

function legHalf(p: Vec3): Influences {
  // The crease of the hip runs lower in front than behind.
  const height = p[1] - 0.25 * Math.max(0, p[2]) + 0.12 * Math.max(0, -p[2]);
  const knee = smoothstep(KNEE[1] + 0.055, KNEE[1] - 0.055, p[1]);
  const ankle = smoothstep(0.125, 0.06, p[1]);
  const thigh = chain('LeftUpLeg', ['LeftLeg', knee], ['LeftFoot', ankle]);
  return blend({ Hips: 1 }, thigh, smoothstep(0.97, 0.83, height));
}

export function shoeInfluences(p: Vec3): Influences {
  const toes = smoothstep(0.085, 0.135, p[2]);
  const shaft = smoothstep(0.1, 0.14, p[1]) * 0.5;
  return chain('LeftLeg', ['LeftFoot', 1 - shaft], ['LeftToeBase', toes]);
}

/** Evaluates the influences of the left half on both, and crosses over within `width` of the middle. */
function bothHalves(p: Vec3, width: number, left: (p: Vec3) => Influences): Influences {
  const onLeft = left(p[0] < 0 ? mirror(p) : p);
  return blend(renamed(onLeft, mirrorName), onLeft, smoothstep(-width, width, p[0]));
}

function sided(p: Vec3, left: Influences): Influences {
  return p[0] < 0 ? renamed(left, mirrorName) : left;
}

function trunkHalf(p: Vec3): Influences {
  const hinge = (y: number): number => smoothstep(y - 0.055, y + 0.055, p[1]);
  const spine = chain('Hips', ['Spine', hinge(1.04)], ['Spine1', hinge(1.155)], ['Spine2', hinge(1.275)]);
  const shoulder = smoothstep(0.02, 0.15, p[0]) * smoothstep(1.24, 1.41, p[1]) * 0.75;
  return blend(blend(spine, { LeftShoulder: 1 }, shoulder), { Neck: 1 }, smoothstep(1.45, 1.52, p[1]) * 0.4);
}
