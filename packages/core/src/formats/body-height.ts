/** Way from the tip of a hand to the sole ÷ standing height: 1.41 to 1.75 over sixteen real files, with and without fingers. */
const SPAN_PER_HEIGHT = 1.5;

/**
 * Standing height of a skeleton in its own unit, from its bone lengths alone: the longest way between two ends, which
 * runs from a hand to a foot. Zero poses need not stand, nor motions begin upright, but bones keep their lengths.
 *
 * @param parents - [joints] parents first, −1 for a root.
 * @param lengths - [joints] distance from the parent; what a root has is not counted.
 * @param tips - [joints] distance to the farthest End Site, 0 without one.
 */
export function bodyHeight(parents: ArrayLike<number>, lengths: Float64Array, tips: Float64Array): number {
  // The longest way down from each joint so far; the children come after their parents, so they are done from the end.
  const down = Float64Array.from(tips);
  let span = 0;
  for (let joint = parents.length - 1; joint >= 0; joint--) {
    span = Math.max(span, down[joint]!);
    const parent = parents[joint]!;
    if (parent < 0) continue;
    const branch = down[joint]! + lengths[joint]!;
    span = Math.max(span, down[parent]! + branch);
    down[parent] = Math.max(down[parent]!, branch);
  }
  return span / SPAN_PER_HEIGHT;
}
