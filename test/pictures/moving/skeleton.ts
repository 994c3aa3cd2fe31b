/** BlazePose's points that make a body. */
const BONES = {
  trunk: [
    [11, 12],
    [23, 24],
    [11, 23],
    [12, 24],
  ],
  left: [
    [11, 13],
    [13, 15],
    [15, 19],
    [23, 25],
    [25, 27],
    [27, 31],
    [27, 29],
    [29, 31],
  ],
  right: [
    [12, 14],
    [14, 16],
    [16, 20],
    [24, 26],
    [26, 28],
    [28, 32],
    [28, 30],
    [30, 32],
  ],
} as const;
const COLOURS = { trunk: '#FFFFFF', left: '#FFC24B', right: '#FF7A59' } as const;
const HALO = 'rgb(20 30 34 / 0.55)';

/** Draws what was tracked over the picture. @param points - [33 × 4] x, y in pixels of the video, z, visibility. */
export function drawSkeleton(
  picture: OffscreenCanvasRenderingContext2D,
  points: Float32Array,
  place: (x: number, y: number) => [number, number],
): void {
  const at = (point: number): [number, number] => place(points[point * 4]!, points[point * 4 + 1]!);
  picture.lineCap = 'round';
  for (const [style, width] of [
    ['halo', 5.5],
    ['bone', 3],
  ] as const) {
    for (const side of ['trunk', 'left', 'right'] as const) {
      picture.strokeStyle = style === 'halo' ? HALO : COLOURS[side];
      picture.lineWidth = width;
      picture.beginPath();
      for (const [from, to] of BONES[side]) {
        picture.moveTo(...at(from));
        picture.lineTo(...at(to));
      }
      picture.stroke();
    }
  }
  for (const side of ['left', 'right'] as const) {
    for (const point of new Set(BONES[side].flat())) drawJoint(picture, at(point), COLOURS[side]);
  }
}

function drawJoint(picture: OffscreenCanvasRenderingContext2D, [x, y]: [number, number], colour: string): void {
  picture.beginPath();
  picture.arc(x, y, 3.4, 0, 2 * Math.PI);
  picture.fillStyle = '#FFFFFF';
  picture.fill();
  picture.lineWidth = 2;
  picture.strokeStyle = colour;
  picture.stroke();
}
