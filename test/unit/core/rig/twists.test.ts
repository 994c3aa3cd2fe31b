import { describe, expect, test } from 'vitest';
import { mapHumanoid } from '@kinora/core/motion';
import type { Rig, TwistJoint } from '@kinora/core/motion';
import { NAMING_SCHEMES, schemeOf } from '../../../fixtures/rigs/naming-schemes.ts';

/** Name of the joint → `bone fraction`, with a bar in line; of the left side. */
function leftTwists(rig: Rig): Record<string, string> {
  const words = ({ bone, fraction, inLine }: TwistJoint): string =>
    `${inLine ? '|' : ''}${bone} ${fraction?.toFixed(1) ?? '?'}`;
  const left = mapHumanoid(rig).twists.filter(({ bone }) => bone.startsWith('left'));
  return Object.fromEntries(left.map((twist) => [rig.names[twist.joint]!, words(twist)]));
}

describe('mapHumanoid().twists', () => {
  test.each([
    [
      'Unreal 4 mannequin',
      {
        upperarm_twist_01_l: 'leftUpperArm 0.5',
        lowerarm_twist_01_l: 'leftLowerArm 0.6',
        thigh_twist_01_l: 'leftUpperLeg 0.5',
        calf_twist_01_l: 'leftLowerLeg 0.5',
      },
    ],
    [
      'Character Creator',
      {
        CC_Base_L_UpperarmTwist01: 'leftUpperArm 0.4',
        CC_Base_L_ForearmTwist01: 'leftLowerArm 0.4',
        CC_Base_L_ThighTwist01: 'leftUpperLeg 0.3',
        CC_Base_L_ThighTwist02: 'leftUpperLeg 0.6',
      },
    ],
    [
      'Biped',
      {
        'Bip01 LUpArmTwist': 'leftUpperArm 0.5',
        'Bip01 L ForeTwist': 'leftLowerArm 0.5',
        'Bip01 L ForeTwist1': 'leftLowerArm 0.8',
      },
    ],
    [
      'Daz Genesis 8',
      { lThighTwist: '|leftUpperLeg 0.5', lShldrTwist: '|leftUpperArm 0.5', lForearmTwist: '|leftLowerArm 0.5' },
    ],
    [
      'MakeHuman default',
      {
        'upperarm02.L': '|leftUpperArm 0.5',
        'lowerarm02.L': '|leftLowerArm 0.5',
        'upperleg02.L': '|leftUpperLeg 0.5',
        'lowerleg02.L': '|leftLowerLeg 0.5',
      },
    ],
    [
      'HumanIK',
      {
        Character1_LeftUpLegRoll: '|leftUpperLeg 0.5',
        Character1_LeftLegRoll: '|leftLowerLeg 0.5',
        LeafCharacter1_LeftArmRoll1: 'leftUpperArm 0.2',
        Character1_LeftArmRoll: '|leftUpperArm 0.5',
        Character1_LeftForeArmRoll: '|leftLowerArm 0.5',
      },
    ],
    ['MikuMikuDance', { 左腕捩: '|leftUpperArm 0.6', 左手捩: '|leftLowerArm 0.5' }],
    ['Mixamo', {}],
    ['VRoid', {}],
  ])('%s', (title, expected) => {
    expect(leftTwists(schemeOf(title).rig)).toEqual(expected);
  });

  test('both sides have the same', () => {
    for (const { rig, title } of NAMING_SCHEMES) {
      const { twists } = mapHumanoid(rig);
      const left = twists.filter(({ bone }) => bone.startsWith('left'));
      expect({ title, right: twists.length - left.length }).toEqual({ title, right: left.length });
    }
  });

  test('a twist that hangs from the collar bone belongs to the upper arm by its name', () => {
    const rig = schemeOf('Unreal 4 mannequin').rig;
    const parents = rig.parents.slice();
    for (const side of ['l', 'r']) {
      parents[rig.names.indexOf(`upperarm_twist_01_${side}`)] = rig.names.indexOf(`clavicle_${side}`);
    }
    const { twists } = mapHumanoid({ ...rig, parents });
    const bones = twists.map(({ joint, bone }) => `${rig.names[joint]!} ${bone}`);
    expect(bones).toContain('upperarm_twist_01_l leftUpperArm');
    expect(bones).toContain('upperarm_twist_01_r rightUpperArm');
  });
});
