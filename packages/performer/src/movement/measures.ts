import type { Vec3 } from '../math/vec3.ts';
import { distance } from '../math/vec3.ts';
import { ANKLE } from '../body/skeleton.ts';
import type { Skeleton } from '../skeleton.ts';

/** What a motion has to know of a body: its left side in the T-pose, metres. */
export interface Measures {
  readonly hips: Vec3;
  readonly hip: Vec3;
  readonly knee: Vec3;
  readonly ankle: Vec3;
  /** The root of the toes. */
  readonly ball: Vec3;
  /** Where the sole first meets the floor in a walk. */
  readonly heel: Vec3;
  readonly collarbone: Vec3;
  readonly shoulder: Vec3;
  readonly thigh: number;
  readonly shin: number;
  readonly upperArm: number;
  readonly forearm: number;
}

/** From the ankle back to the point of the heel that the shoe stands on, in the body that everything is modelled on. */
const HEEL_BACK = 0.05;

export function measureBody(skeleton: Skeleton): Measures {
  const places = new Map(skeleton.map(({ name, rest }) => [name, rest]));
  const place = (name: string): Vec3 => places.get(name)!;
  const [hip, knee, ankle, ball] = ['LeftUpLeg', 'LeftLeg', 'LeftFoot', 'LeftToeBase'].map(place) as [
    Vec3,
    Vec3,
    Vec3,
    Vec3,
  ];
  const [shoulder, elbow, wrist] = ['LeftArm', 'LeftForeArm', 'LeftHand'].map(place) as [Vec3, Vec3, Vec3];
  const size = ankle[1] / ANKLE[1];
  return {
    hips: place('Hips'),
    hip,
    knee,
    ankle,
    ball,
    heel: [ankle[0], 0, ankle[2] - HEEL_BACK * size],
    collarbone: place('LeftShoulder'),
    shoulder,
    thigh: distance(hip, knee),
    shin: distance(knee, ankle),
    upperArm: distance(shoulder, elbow),
    forearm: distance(elbow, wrist),
  };
}
