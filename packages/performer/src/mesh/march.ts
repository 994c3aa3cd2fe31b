import type { Field } from '../field/field.ts';
import type { Vec3 } from '../math/vec3.ts';
import { add, scale } from '../math/vec3.ts';

/** Where a ray from `origin` meets the level `height` above a field's surface. It may start inside or outside. */
export function march(field: Field, origin: Vec3, direction: Vec3, height = 0): Vec3 {
  const inside = field(origin) < height;
  let walked = 0;
  let p = origin;
  for (let step = 0; step < 120; step++) {
    const d = field(p) - height;
    if (Math.abs(d) < 2e-5) break;
    walked += (inside ? -d : d) * 0.7;
    p = add(origin, scale(direction, walked));
  }
  return p;
}
