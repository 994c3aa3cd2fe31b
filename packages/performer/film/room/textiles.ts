import type { PBRMaterial } from '@babylonjs/core/Materials/PBR/pbrMaterial.js';
import { type Craft, makeChance } from './craft.ts';

/** Floorboards along the room. */
export function paintBoards(craft: Craft): PBRMaterial {
  return craft.painted([1024, 1024], (brush) => {
    const chance = makeChance(3);
    const boards = 14;
    const wide = 1024 / boards;
    for (let i = 0; i < boards; i++) {
      let y = -400 * chance();
      while (y < 1024) {
        const long = 380 + 300 * chance();
        const light = 50 + 9 * chance();
        brush.fillStyle = `hsl(${28 + 4 * chance()} 38% ${light}%)`;
        brush.fillRect(i * wide, y, wide, long);
        brush.strokeStyle = 'hsl(26 36% 34% / 0.7)';
        brush.lineWidth = 2;
        brush.strokeRect(i * wide, y, wide, long);
        brush.lineWidth = 1;
        for (let grain = 0; grain < 7; grain++) {
          brush.strokeStyle = `hsl(26 34% 38% / ${0.1 + 0.15 * chance()})`;
          const x = i * wide + wide * chance();
          brush.beginPath();
          brush.moveTo(x, y);
          brush.bezierCurveTo(x + 6, y + long / 3, x - 6, y + (2 * long) / 3, x + 3, y + long);
          brush.stroke();
        }
        y += long;
      }
    }
  });
}

/** A woven rug: diamonds in a border. */
export function paintRug(craft: Craft): PBRMaterial {
  return craft.painted([1024, 768], (brush) => {
    fill(brush, '#E7DCC8', 0);
    fill(brush, '#2F4858', 26);
    fill(brush, '#E7DCC8', 60);
    fill(brush, '#B5533C', 78);
    fill(brush, '#E7DCC8', 92);
    const [stepX, stepY] = [105, 97];
    for (let row = 0; row < 6; row++) {
      for (let column = 0; column < 8; column++) {
        const x = 145 + column * stepX;
        const y = 141 + row * stepY;
        diamond(brush, x, y, 46, ['#2F4858', '#B5533C', '#5B7F6B'][(row + column) % 3]!);
        diamond(brush, x, y, 30, '#E7DCC8');
        diamond(brush, x, y, 15, '#D49A4A');
      }
    }
  });
}

/** A wall with a small printed sprig. */
export function paintWallpaper(craft: Craft): PBRMaterial {
  return craft.painted([1024, 1024], (brush) => {
    brush.fillStyle = '#A9B8AC';
    brush.fillRect(0, 0, 1024, 1024);
    brush.strokeStyle = '#C3CEC2';
    brush.fillStyle = '#C3CEC2';
    brush.lineWidth = 3;
    for (let row = 0; row < 16; row++) {
      for (let column = 0; column < 16; column++) {
        const x = column * 64 + (row % 2) * 32 + 16;
        const y = row * 64 + 32;
        brush.beginPath();
        brush.moveTo(x, y + 18);
        brush.lineTo(x, y - 14);
        brush.stroke();
        for (const side of [-1, 1]) {
          brush.beginPath();
          brush.ellipse(x + side * 8, y - 2, 9, 4, side * -0.7, 0, 2 * Math.PI);
          brush.ellipse(x + side * 6, y - 13, 7, 3, side * -0.8, 0, 2 * Math.PI);
          brush.fill();
        }
      }
    }
  });
}

/** What is outside: sky, hills, a tree. */
export function paintView(craft: Craft): PBRMaterial {
  const view = craft.painted([512, 640], (brush) => {
    const sky = brush.createLinearGradient(0, 0, 0, 640);
    sky.addColorStop(0, '#9CC7E3');
    sky.addColorStop(0.7, '#EAF3F4');
    brush.fillStyle = sky;
    brush.fillRect(0, 0, 512, 640);
    ellipse(brush, '#A8C3A0', 120, 660, 420, 170);
    ellipse(brush, '#86AB83', 430, 690, 360, 190);
    brush.fillStyle = '#6B4A32';
    brush.fillRect(330, 380, 22, 180);
    for (const [x, y, r] of [
      [340, 330, 90],
      [280, 380, 60],
      [400, 375, 66],
      [335, 260, 56],
    ] as const) {
      ellipse(brush, '#5E8F61', x, y, r, r);
      ellipse(brush, '#79A873', x - r * 0.25, y - r * 0.25, r * 0.6, r * 0.6);
    }
  });
  // Daylight comes through it.
  view.emissiveTexture = view.albedoTexture;
  view.emissiveColor = view.emissiveColor.set(0.55, 0.55, 0.55);
  return view;
}

/** Three hills and a sun, as a print on the wall. */
export function paintPrint(craft: Craft): PBRMaterial {
  return craft.painted([300, 400], (brush) => {
    brush.fillStyle = '#F3EADB';
    brush.fillRect(0, 0, 300, 400);
    ellipse(brush, '#D9734E', 190, 150, 52, 52);
    ellipse(brush, '#E0B45C', 70, 390, 190, 130);
    ellipse(brush, '#5B7F6B', 250, 420, 170, 140);
    ellipse(brush, '#2F4858', 120, 450, 180, 110);
  });
}

function fill(brush: OffscreenCanvasRenderingContext2D, colour: string, inset: number): void {
  brush.fillStyle = colour;
  brush.fillRect(inset, inset, brush.canvas.width - 2 * inset, brush.canvas.height - 2 * inset);
}

function diamond(brush: OffscreenCanvasRenderingContext2D, x: number, y: number, size: number, colour: string): void {
  brush.fillStyle = colour;
  brush.beginPath();
  brush.moveTo(x, y - size);
  brush.lineTo(x + size, y);
  brush.lineTo(x, y + size);
  brush.lineTo(x - size, y);
  brush.fill();
}

function ellipse(
  brush: OffscreenCanvasRenderingContext2D,
  colour: string,
  x: number,
  y: number,
  width: number,
  height: number,
): void {
  brush.fillStyle = colour;
  brush.beginPath();
  brush.ellipse(x, y, width, height, 0, 0, 2 * Math.PI);
  brush.fill();
}
