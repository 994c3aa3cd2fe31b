import { withoutBindFrame } from '@kinora/core/motion';
import type { Clip } from '@kinora/core/motion';
import { describe, expect, test } from 'vitest';
import { proof } from '../../../support/proof.ts';
import { about } from '../../../support/synthetic-rig.ts';
import { syntheticFaults } from '../../../support/synthetic-matrix.ts';
import { NAMING_SCHEMES } from '../../../fixtures/rigs/naming-schemes.ts';
import { PATHOLOGIES, personWith } from '../../../fixtures/pathologies/pathologies.ts';
import { standingClip } from '../../../support/standing-clip.ts';
import { syntheticPerson } from '../../../support/synthetic-rig.ts';

const { rig, map } = syntheticPerson();
const elbow = map.bones.leftLowerArm!.joint;

/** Arms that are bent by so much from the second frame on, after one frame at rest. */
function bentFromSecond(degrees: number, rate = 30): Clip {
  const clip = standingClip(rig, 4 / rate, (time) => [time, 0, 0], { rate });
  const rotations = clip.rotations.slice();
  for (let frame = 1; frame < clip.frames; frame++) {
    rotations.set(about([0, 1, 0], degrees), (frame * rig.names.length + elbow) * 4);
  }
  return { ...clip, rotations };
}

describe('withoutBindFrame()', () => {
  test('a first frame that is the rest pose and jumps into the motion shows the second', () => {
    const clip = bentFromSecond(60);
    const shown = withoutBindFrame(clip);
    const joints = rig.names.length * 4;
    expect(shown.frames).toBe(clip.frames);
    expect(shown.rotations.slice(0, joints)).toEqual(clip.rotations.slice(joints, 2 * joints));
    expect(shown.translations.slice(0, 3)).toEqual(clip.translations.slice(3, 6));
    expect(shown.rotations.slice(joints)).toEqual(clip.rotations.slice(joints));
    expect(withoutBindFrame(shown)).toBe(shown);
  });

  test.each([
    ['goes on from its rest pose', bentFromSecond(40)],
    ['takes its time from frame to frame', bentFromSecond(60, 5)],
    ['is two poses', { ...bentFromSecond(60), frames: 2 }],
  ])('a clip that %s is left as it is', (_, clip) => {
    expect(withoutBindFrame(clip)).toBe(clip);
  });

  test('a layout of bones in the first frame lets no finger jump', () => {
    const wrong = ['zero pose is a layout of bones', 'constant translation tracks', 'first frame is the rest pose'];
    const named = (title: string): (typeof NAMING_SCHEMES)[number] =>
      NAMING_SCHEMES.find((scheme) => scheme.title === title)!;
    const source = personWith(
      named('Mixamo by Sketchfab, of many nodes'),
      PATHOLOGIES.filter(({ title }) => wrong.includes(title)),
    );
    expect(syntheticFaults(proof(source, personWith(named('Synty'), [])))).toEqual([]);
  });
});
