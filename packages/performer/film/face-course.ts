/** Weights of blendshapes at a time: seconds. */
export type FaceCourse = (time: number) => Readonly<Record<string, number>>;

/** A face that comes and goes by itself: its blendshapes, each with its weight at the most. */
export type Grimace = Readonly<Record<string, number>>;

/** How long a grimace takes to come, stays, takes to go, and how long the face rests after it: seconds. */
const COME = 0.2;
const STAY = 0.14;
const GO = 0.2;
const REST = 0.16;
/** The face is at rest before the first one. */
const LEAD_IN = 0.4;
const EACH = COME + STAY + GO + REST;

/** Seconds that a row of grimaces takes. */
export function courseSeconds(grimaces: readonly Grimace[]): number {
  return LEAD_IN + grimaces.length * EACH;
}

/** One grimace after the other, with a rest between. */
export function courseOf(grimaces: readonly Grimace[]): FaceCourse {
  return (time) => {
    const index = Math.floor((time - LEAD_IN) / EACH);
    const share = riseAndFall(time - LEAD_IN - index * EACH);
    const weights = Object.fromEntries(grimaces.flatMap((one) => Object.keys(one)).map((name) => [name, 0]));
    for (const [name, weight] of Object.entries(grimaces[index] ?? {})) weights[name] = weight * share;
    return weights;
  };
}

function riseAndFall(seconds: number): number {
  return soft(seconds / COME) * (1 - soft((seconds - COME - STAY) / GO));
}

function soft(share: number): number {
  const t = Math.min(Math.max(share, 0), 1);
  return t * t * (3 - 2 * t);
}
