type Point = readonly [x: number, y: number];

// prettier-ignore
/** Half of a person who stands with the arms a little out, from the crown down to between the legs; x from the middle. */
const HALF: readonly Point[] = [
  [0, 3], [5.6, 4.2], [9, 9], [9.3, 15.5], [7.6, 22], [5, 26.5], [5, 30.5], [8, 33.5], [15, 36], [20.5, 39], [23.5, 45],
  [25.5, 56], [28, 68], [30.5, 81], [33, 93], [34.5, 100], [33.5, 105.5], [30.5, 106], [28, 101], [25.5, 91], [22.5, 79],
  [20, 68], [18, 60], [17, 66], [15.6, 76], [16.6, 88], [18.4, 100], [18.2, 118], [16.8, 138], [15.6, 158], [14, 175],
  [16.5, 181], [17, 185.5], [12, 187], [6.5, 186], [5.8, 176], [6, 158], [5, 138], [3.2, 120], [0, 106],
];

/** Where the body belongs in the picture, from head to feet. What it means is said in words beside it. */
export function bodyOutline(): SVGSVGElement {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '-50 0 100 190');
  svg.setAttribute('class', 'webcam__outline');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  const otherHalf = HALF.slice(1, -1).map(([x, y]): Point => [-x, y]);
  path.setAttribute('d', smoothLoop([...HALF, ...otherHalf.reverse()]));
  svg.append(path);
  return svg;
}

/** A curve through all points and back to the first (Catmull–Rom, as Bézier curves). */
function smoothLoop(points: readonly Point[]): string {
  const at = (i: number): Point => points[(i + points.length) % points.length]!;
  const towards = (i: number, sign: 1 | -1): string => {
    const [before, here, after] = [at(i - 1), at(i), at(i + 1)];
    return [0, 1].map((axis) => here[axis]! + (sign * (after[axis]! - before[axis]!)) / 6).join(' ');
  };
  const curves = points.map((_, i) => `C${towards(i, 1)} ${towards(i + 1, -1)} ${at(i + 1).join(' ')}`);
  return `M${at(0).join(' ')}${curves.join('')}z`;
}
