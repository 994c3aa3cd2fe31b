/** Where the planes of a grid lie along one axis, rising. */
export type Axis = readonly number[];

/**
 * An axis whose spacing changes: `axis(0, [0.4, 0.02], [0.6, 0.01])` goes from 0 to 0.4 in steps of about 0.02, then on
 * to 0.6 in steps of about 0.01. Steps are evened out so that every stretch ends where it should.
 */
export function axis(start: number, ...stretches: readonly (readonly [end: number, step: number])[]): Axis {
  const planes = [start];
  let from = start;
  for (const [end, step] of stretches) {
    const count = Math.ceil((end - from) / step - 1e-9);
    for (let i = 1; i <= count; i++) planes.push(from + ((end - from) * i) / count);
    from = end;
  }
  return planes;
}
