import { Vector3 } from '@babylonjs/core/Maths/math.vector.js';
import { CreateCylinder } from '@babylonjs/core/Meshes/Builders/cylinderBuilder.js';
import { CreateGround } from '@babylonjs/core/Meshes/Builders/groundBuilder.js';
import { CreatePlane } from '@babylonjs/core/Meshes/Builders/planeBuilder.js';
import { CreateSphere } from '@babylonjs/core/Meshes/Builders/sphereBuilder.js';
import { CreateTube } from '@babylonjs/core/Meshes/Builders/tubeBuilder.js';
import type { FilmSet } from '../film-set.ts';
import { buildBookshelf } from './bookshelf.ts';
import { Craft, makeChance } from './craft.ts';
import { paintBoards, paintPrint, paintRug, paintView, paintWallpaper } from './textiles.ts';

/** Where the wall behind the performer is: metres. */
const WALL = -1.55;
const WHITE = '#EFEAE0';

/** A living room: as busy as what people really film in front of. */
export const furnishRoom: FilmSet = ({ scene }, shadows) => {
  const craft = new Craft(scene, shadows);
  scene.getMeshByName('floor')!.setEnabled(false);
  layFloor(craft);
  raiseWall(craft);
  buildBookshelf(craft, { left: -1.75, right: -0.42, wall: WALL, height: 2.06 });
  openWindow(craft, 0.98, 1.48);
  setPlant(craft, 1.28, -0.98);
  setLamp(craft, -0.02, WALL + 0.3);
  setPouf(craft, -1.28, -0.72);
};

function layFloor(craft: Craft): void {
  const floor = CreateGround('boards', { width: 8, height: 8 }, craft.scene);
  floor.position.set(0, -0.012, 2.3);
  craft.put(floor, paintBoards(craft), false);
  const rug = CreateGround('rug', { width: 2.5, height: 1.85 }, craft.scene);
  rug.position.set(0.05, 0.001, 0.1);
  craft.put(rug, paintRug(craft), false);
}

function raiseWall(craft: Craft): void {
  const paper = paintWallpaper(craft);
  for (const x of [-3, 0, 3]) {
    const wall = CreatePlane('wall', { size: 3.01 }, craft.scene);
    wall.position.set(x, 1.5, WALL);
    wall.rotation.y = Math.PI;
    craft.put(wall, paper, false);
  }
  craft.box([0, 0.06, WALL + 0.01], [9, 0.12, 0.02], craft.colour(WHITE, 0.6));
}

function openWindow(craft: Craft, x: number, y: number): void {
  const [width, height] = [0.92, 1.16];
  const frame = craft.colour(WHITE, 0.5);
  const view = CreatePlane('view', { width, height }, craft.scene);
  view.position.set(x, y, WALL + 0.012);
  view.rotation.y = Math.PI;
  craft.put(view, paintView(craft), false);
  for (const side of [-1, 0, 1]) craft.box([x + (side * width) / 2, y, WALL + 0.03], [0.05, height, 0.06], frame);
  for (const side of [-1, 0.25, 1])
    craft.box([x, y + (side * height) / 2, WALL + 0.03], [width + 0.05, 0.05, 0.06], frame);
  craft.box([x, y - height / 2 - 0.03, WALL + 0.09], [width + 0.2, 0.035, 0.18], frame);
  const cloth = craft.colour('#D9A679', 0.95);
  for (const side of [-1, 1]) {
    // A curtain hangs in folds.
    for (let fold = 0; fold < 4; fold++) {
      const tube = CreateCylinder('fold', { height: 1.75, diameter: 0.085, tessellation: 14 }, craft.scene);
      tube.position.set(x + side * (width / 2 + 0.06 + 0.06 * fold), y - 0.12, WALL + 0.09);
      craft.put(tube, cloth);
    }
  }
  craft.box([x, y + 0.76, WALL + 0.1], [width + 0.75, 0.025, 0.025], craft.colour('#5A4032'));
}

function setPlant(craft: Craft, x: number, z: number): void {
  const pot = CreateCylinder('pot', { height: 0.3, diameterTop: 0.34, diameterBottom: 0.25 }, craft.scene);
  pot.position.set(x, 0.15, z);
  craft.put(pot, craft.colour('#B5653F', 0.8));
  const chance = makeChance(11);
  const greens = ['#3F7350', '#4F8A5B', '#2F5F45'].map((green) => craft.colour(green, 0.6));
  for (let i = 0; i < 15; i++) {
    const around = 2.4 * i + chance();
    const reach = 0.16 + 0.24 * chance();
    const height = 0.42 + 0.62 * chance();
    const tip = new Vector3(x + reach * Math.sin(around), height, z + reach * Math.cos(around));
    const path = [
      new Vector3(x, 0.28, z),
      new Vector3(x + (tip.x - x) * 0.3, height * 0.8, z + (tip.z - z) * 0.3),
      tip,
    ];
    craft.put(CreateTube('stem', { path, radius: 0.007, tessellation: 6 }, craft.scene), greens[2]!);
    const leaf = CreateSphere('leaf', { diameterX: 0.13, diameterY: 0.02, diameterZ: 0.3, segments: 8 }, craft.scene);
    leaf.position.copyFrom(tip);
    leaf.rotation.set(0.5 * chance(), around, 0.4 * (chance() - 0.5));
    craft.put(leaf, greens[i % 3]!);
  }
}

function setLamp(craft: Craft, x: number, z: number): void {
  const metal = craft.colour('#3A3A3A', 0.4);
  const pole = CreateCylinder('pole', { height: 1.24, diameter: 0.024 }, craft.scene);
  pole.position.set(x, 0.62, z);
  craft.put(pole, metal);
  const base = CreateCylinder('base', { height: 0.03, diameter: 0.28 }, craft.scene);
  base.position.set(x, 0.015, z);
  craft.put(base, metal);
  const shade = CreateCylinder('shade', { height: 0.26, diameterTop: 0.22, diameterBottom: 0.38 }, craft.scene);
  shade.position.set(x, 1.34, z);
  craft.put(shade, craft.colour('#F2DFB8', 0.9));
  const print = CreatePlane('print', { width: 0.42, height: 0.56 }, craft.scene);
  print.position.set(x + 0.04, 1.98, WALL + 0.02);
  print.rotation.y = Math.PI;
  craft.put(print, paintPrint(craft), false);
}

function setPouf(craft: Craft, x: number, z: number): void {
  const pouf = CreateSphere('pouf', { diameterX: 0.56, diameterY: 0.38, diameterZ: 0.56, segments: 24 }, craft.scene);
  pouf.position.set(x, 0.18, z);
  craft.put(pouf, craft.colour('#C98B3C', 0.95));
}
