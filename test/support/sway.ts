/** Three seconds of somebody who sways, as a BVH: enough of a body to be put on an avatar. */
export function swayingBvh(): Uint8Array {
  const joint = (name: string, offset: string, children: string): string =>
    `JOINT ${name} { OFFSET ${offset} CHANNELS 3 Zrotation Xrotation Yrotation ${children} }`;
  const end = 'End Site { OFFSET 0 -8 0 }';
  const leg = (side: string, x: number): string =>
    joint(`${side}UpLeg`, `${x} -4 0`, joint(`${side}Leg`, '0 -42 0', joint(`${side}Foot`, '0 -41 0', end)));
  const arm = (side: string, x: number): string =>
    joint(
      `${side}Arm`,
      `${x * 18} 13 0`,
      joint(`${side}ForeArm`, `${x * 28} 0 0`, joint(`${side}Hand`, `${x * 25} 0 0`, end)),
    );
  const trunk = joint(
    'Spine',
    '0 10 0',
    joint(
      'Spine1',
      '0 22 0',
      joint('Neck', '0 20 0', joint('Head', '0 10 0', end)) + arm('Left', 1) + arm('Right', -1),
    ),
  );
  const channels = 'CHANNELS 6 Xposition Yposition Zposition Zrotation Xrotation Yrotation';
  const hierarchy = `HIERARCHY ROOT Hips { OFFSET 0 96 0 ${channels} ${trunk} ${leg('Left', 9)} ${leg('Right', -9)} }`;
  const joints = hierarchy.split('JOINT').length - 1;
  const frames = Array.from({ length: 90 }, (_, frame) => {
    const sway = (Math.sin(frame / 15) * 10).toFixed(3);
    return ['0 96 0 0 0 0', ...Array.from({ length: joints }, (_, i) => (i === 0 ? `${sway} 0 0` : '0 0 0'))].join(' ');
  });
  return new TextEncoder().encode(
    `${hierarchy.replace(/ (?=\{|\}|JOINT|End|OFFSET|CHANNELS)/g, '\n')}\nMOTION\nFrames: 90\nFrame Time: 0.033333\n${frames.join('\n')}\n`,
  );
}
