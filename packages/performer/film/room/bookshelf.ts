import { CreateSphere } from '@babylonjs/core/Meshes/Builders/sphereBuilder.js';
import { CreateCylinder } from '@babylonjs/core/Meshes/Builders/cylinderBuilder.js';
import { type Craft, makeChance } from './craft.ts';

const WOOD = '#8A6242';
const BACK = '#6B4A32';
const SPINES = [
  '#2F4858',
  '#B5533C',
  '#E0B45C',
  '#EDE3D0',
  '#5B7F6B',
  '#7A4B5E',
  '#C98B6B',
  '#33658A',
  '#9AA8A0',
  '#D9C3A5',
];
const BOARD = 0.025;
const SHELVES = 6;

export interface Place {
  /** Left and right edge, and the wall behind, metres. */
  readonly left: number;
  readonly right: number;
  readonly wall: number;
  readonly height: number;
}

/** A shelf full of books, some of which lean, with a gap here and there. */
export function buildBookshelf(craft: Craft, { left, right, wall, height }: Place): void {
  const depth = 0.3;
  const middle = (left + right) / 2;
  const z = wall + depth / 2;
  const wood = craft.colour(WOOD);
  craft.box([middle, height / 2, wall + 0.01], [right - left, height, 0.02], craft.colour(BACK));
  for (const x of [left, right]) craft.box([x, height / 2, z], [BOARD, height, depth], wood);
  const chance = makeChance(7);
  for (let shelf = 0; shelf <= SHELVES; shelf++) {
    const y = 0.06 + ((height - 0.08) * shelf) / SHELVES;
    craft.box([middle, y, z], [right - left, BOARD, depth], wood);
    if (shelf < SHELVES) fillShelf(craft, { left: left + 0.03, right: right - 0.03, y: y + BOARD / 2, z }, chance);
  }
  const globe = CreateSphere('globe', { diameter: 0.2, segments: 20 }, craft.scene);
  globe.position.set(right - 0.2, height + 0.13, z);
  craft.put(globe, craft.colour('#4F7C8A', 0.5));
  const vase = CreateCylinder('vase', { height: 0.24, diameterTop: 0.07, diameterBottom: 0.13 }, craft.scene);
  vase.position.set(left + 0.22, height + 0.12, z);
  craft.put(vase, craft.colour('#D8CBB8', 0.5));
}

function fillShelf(
  craft: Craft,
  { left, right, y, z }: { left: number; right: number; y: number; z: number },
  chance: () => number,
): void {
  let x = left;
  while (x < right - 0.05) {
    if (chance() < 0.09) {
      x += 0.05 + 0.12 * chance();
      continue;
    }
    const width = 0.02 + 0.032 * chance();
    const height = 0.17 + 0.085 * chance();
    const colour = SPINES[Math.floor(chance() * SPINES.length)]!;
    const book = craft.box(
      [x + width / 2, y + height / 2, z + 0.03 - 0.03 * chance()],
      [width, height, 0.2],
      craft.colour(colour, 0.7),
    );
    if (chance() < 0.12) {
      book.rotation.z = -0.16;
      x += 0.03;
    }
    x += width + 0.002;
  }
}
