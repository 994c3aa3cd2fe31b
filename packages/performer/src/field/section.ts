/**
 * Distance to a tube whose cross-section is a superellipse |x/a|ⁿ + |z/b|ⁿ = 1 (n = 2: an ellipse, more: boxier).
 *
 * @param beyond - how far the point lies past the tube's end along its axis, 0 beside it.
 */
export function section(x: number, z: number, a: number, b: number, beyond: number, exponent = 2): number {
  const u = Math.abs(x) / a;
  const v = Math.abs(z) / b;
  const reach = exponent === 2 ? Math.hypot(u, v) : (u ** exponent + v ** exponent) ** (1 / exponent);
  const across = (reach - 1) * Math.min(a, b);
  return beyond > 0 ? Math.hypot(Math.max(across, 0), beyond) : across;
}
