/** How much each joint, by name, moves a point. Shares add up to about 1; packing makes that exact. */
export type Influences = Readonly<Record<string, number>>;

/** From `a` (t = 0) to `b` (t = 1). */
export function blend(a: Influences, b: Influences, t: number): Influences {
  if (t <= 0) return a;
  if (t >= 1) return b;
  const out: Record<string, number> = {};
  for (const [name, share] of Object.entries(a)) out[name] = share * (1 - t);
  for (const [name, share] of Object.entries(b)) out[name] = (out[name] ?? 0) + share * t;
  return out;
}

/** A chain of joints, each taking over from the one before by `t` in 0…1: `chain(['UpLeg'], ['Leg', t])`. */
export function chain(first: string, ...next: readonly (readonly [name: string, t: number])[]): Influences {
  return next.reduce<Influences>((before, [name, t]) => blend(before, { [name]: 1 }, t), { [first]: 1 });
}

export function renamed(influences: Influences, rename: (joint: string) => string): Influences {
  return Object.fromEntries(Object.entries(influences).map(([name, share]) => [rename(name), share]));
}

/** What a glTF vertex can carry. */
export interface PackedInfluences {
  /** [4] index of the joint; 0 where the weight is 0. */
  readonly joints: readonly number[];
  /** [4] of 255, strongest first, adding up to 255. */
  readonly weights: readonly number[];
}

/** The four strongest as bytes. The strongest takes what rounding leaves over. */
export function packInfluences(influences: Influences, jointIndex: ReadonlyMap<string, number>): PackedInfluences {
  const strongest = Object.entries(influences)
    .filter(([, share]) => share > 0.004)
    .sort((a, b) => b[1] - a[1])
    .slice(0, 4);
  const total = strongest.reduce((sum, [, share]) => sum + share, 0);
  const weights = strongest.map(([, share]) => Math.round((share / total) * 255));
  weights[0] = 255 - weights.slice(1).reduce((sum, weight) => sum + weight, 0);
  const joints = strongest.map(([name], i) => {
    const joint = jointIndex.get(name);
    if (joint === undefined) throw new RangeError(`No joint is called "${name}"`);
    return weights[i] === 0 ? 0 : joint;
  });
  while (weights.length < 4) {
    weights.push(0);
    joints.push(0);
  }
  return { joints, weights };
}
