import { createMorphPlan, faceOf, readGlb, retargetMorphs } from '@kinora/core/motion';
import type { Face, MorphPlan } from '@kinora/core/motion';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  ARKIT_SHAPES,
  READY_PLAYER_ME_SHAPES,
  shapeOf,
  VRM_SHAPES,
} from '../../../../packages/core/src/retarget/blendshapes/shape-names.ts';
import { EXACT_PARTS, NEAR_PARTS } from '../../../../packages/core/src/retarget/blendshapes/shape-parts.ts';
import { describeShared, sharedAsset } from '../../../support/shared-assets.ts';

const ARKIT: Face = { blendshapes: ARKIT_SHAPES };
const READY_PLAYER_ME: Face = { blendshapes: [...ARKIT_SHAPES, ...READY_PLAYER_ME_SHAPES] };
/** A VRM whose expressions move one blendshape of its own each, named so that nobody knows it. */
const VRM: Face = {
  blendshapes: VRM_SHAPES.map((_, i) => `Fcl_${i}`),
  expressions: VRM_SHAPES.map((name, i) => ({ name, binds: [{ blendshape: `Fcl_${i}`, weight: 1 }] })),
};

/** What the face shows while the source stands at these weights. */
function show(face: Face, source: Readonly<Record<string, number>>): Record<string, number> {
  const plan = createMorphPlan(Object.keys(source), face);
  const out = new Float32Array(plan.names.length);
  retargetMorphs(plan, Float32Array.from(Object.values(source)), 0, out, 0);
  return Object.fromEntries(plan.names.map((name, i) => [name, Number(out[i]!.toFixed(5))]));
}

/** By the names of the expressions. */
function showVrm(source: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(show(VRM, source)).map(([name, weight]) => [VRM_SHAPES[Number(name.slice(4))]!, weight]),
  );
}

const routes = ({ report }: MorphPlan): Record<string, string> =>
  Object.fromEntries(report.mapped.map(({ source, route }) => [source, route]));

describe('shapeOf()', () => {
  test.each([
    ['mouthSmileLeft', 'mouthSmileLeft'],
    ['mouthSmile_L', 'mouthSmileLeft'],
    ['MouthSmileLeft', 'mouthSmileLeft'],
    ['mouth_smile_left', 'mouthSmileLeft'],
    ['mouthsmileleft', 'mouthSmileLeft'],
    ['L_mouthSmile', 'mouthSmileLeft'],
    ['blendShape1.mouthSmileLeft', 'mouthSmileLeft'],
    ['A38_Mouth_Smile_Left', 'mouthSmileLeft'],
    ['A25_Jaw_Open', 'jawOpen'],
    ['jawOpen.001', 'jawOpen'],
    ['A02_Brow_Down_Left', 'browDownLeft'],
    ['A06_Eye_Look_Up_Left', 'eyeLookUpLeft'],
    ['mouthLeft', 'mouthLeft'],
    ['Mouth_L', 'mouthLeft'],
    ['jawRight', 'jawRight'],
    ['Blink_L', 'eyeBlinkLeft'],
    ['eyesClosed', 'eyeBlink'],
    ['viseme_aa', 'aa'],
    ['viseme_I', 'ih'],
    ['viseme_PP', 'viseme_PP'],
    ['browInnerUp_R', 'browInnerUpRight'],
    ['Joy', 'happy'],
    ['__proto__', undefined],
    ['constructor', undefined],
    ['', undefined],
    ['Fcl_ALL_Angry', undefined],
    ['morph_12', undefined],
  ])('%s is %s', (name, shape) => {
    expect(shapeOf(name)).toBe(shape);
  });

  test('every set of names is its own, in capitals, in snakes and with short sides', () => {
    for (const name of [...ARKIT_SHAPES, ...VRM_SHAPES, ...READY_PLAYER_ME_SHAPES]) {
      const shape = shapeOf(name);
      expect(shape).toBeDefined();
      const snake = name.replace(/(?<=[a-z])(?=[A-Z])/g, '_');
      expect(shapeOf(snake)).toBe(shape);
      expect(shapeOf(snake.replace(/_Left$/, '_L').replace(/_Right$/, '_R'))).toBe(shape);
      expect(shapeOf(name[0]!.toUpperCase() + name.slice(1))).toBe(shape);
    }
  });

  test('what is near a shape is called by the name that stands for it', () => {
    const rows = [...Object.values(EXACT_PARTS), ...Object.values(NEAR_PARTS).flat()];
    const parts = rows.flatMap((row) => Object.keys(row));
    expect(parts.filter((part) => shapeOf(part) !== part)).toEqual([]);
  });
});

describe('createMorphPlan()', () => {
  test('a face of the same names takes everything as it is, beyond 0 and 1 too', () => {
    const plan = createMorphPlan(ARKIT_SHAPES, ARKIT);
    expect(plan.names).toEqual(ARKIT_SHAPES);
    expect(new Set(Object.values(routes(plan)))).toEqual(new Set(['exact']));
    expect(show(ARKIT, { jawOpen: 1.2, mouthLeft: -0.1 })).toEqual({ jawOpen: 1.2, mouthLeft: -0.1 });
  });

  test('other spellings are the same shape', () => {
    const source = { MouthSmile_L: 0.4, A25_Jaw_Open: 0.6, blinkRight: 1 };
    expect(show(ARKIT, source)).toEqual({ mouthSmileLeft: 0.4, jawOpen: 0.6, eyeBlinkRight: 1 });
    expect(routes(createMorphPlan(Object.keys(source), ARKIT))).toEqual({
      MouthSmile_L: 'same',
      A25_Jaw_Open: 'same',
      blinkRight: 'same',
    });
  });

  test('a whole is both of its halves, a half a half of the whole', () => {
    expect(show(ARKIT, { blink: 0.5, mouthSmile: 1 })).toEqual({
      eyeBlinkLeft: 0.5,
      eyeBlinkRight: 0.5,
      mouthSmileLeft: 1,
      mouthSmileRight: 1,
    });
    const whole: Face = { blendshapes: ['Blink'] };
    expect(show(whole, { eyeBlinkLeft: 1, eyeBlinkRight: 1 })).toEqual({ Blink: 1 });
    expect(show(whole, { eyeBlinkLeft: 1, eyeBlinkRight: 0 })).toEqual({ Blink: 0.5 });
    expect(show(ARKIT, { browInnerUp_L: 1, browInnerUp_R: 1 })).toEqual({ browInnerUp: 1 });
  });

  test('eyes that look left turn out on the left and in on the right', () => {
    expect(show(ARKIT, { lookLeft: 0.8 })).toEqual({ eyeLookInRight: 0.8, eyeLookOutLeft: 0.8 });
    expect(showVrm({ eyeLookOutLeft: 0.8, eyeLookInRight: 0.8 })).toEqual({ lookLeft: 0.8 });
    expect(showVrm({ eyesLookUp: 0.3 })).toEqual({ lookUp: 0.3 });
  });

  test('the vowels of VRM are the visemes of Ready Player Me', () => {
    const vowels = { aa: 0.1, ih: 0.2, ou: 0.3, ee: 0.4, oh: 0.5 };
    const visemes = { viseme_aa: 0.1, viseme_I: 0.2, viseme_U: 0.3, viseme_E: 0.4, viseme_O: 0.5 };
    expect(show(READY_PLAYER_ME, vowels)).toEqual(visemes);
    expect(showVrm(visemes)).toEqual(vowels);
  });

  test('a mood moves the muscles that make it, and says that it is approximated', () => {
    const happy = show(ARKIT, { happy: 1 });
    expect(happy).toMatchObject({ mouthSmileLeft: 0.7, mouthSmileRight: 0.7 });
    expect(routes(createMorphPlan(['happy'], ARKIT))).toEqual({ happy: 'approximated' });
    expect(show({ blendshapes: ['mouthOpen', 'mouthSmile'] }, { happy: 1, aa: 1 })).toEqual({
      mouthOpen: 0.7,
      mouthSmile: 0.7,
    });
  });

  test('a jaw opens the mouth of a VRM, and a smile makes it happy', () => {
    expect(showVrm({ jawOpen: 0.5, mouthSmileLeft: 1, mouthSmileRight: 1 })).toEqual({ aa: 0.5, happy: 0.8 });
  });

  test('what comes near leaves alone what is moved by its own name', () => {
    const plan = createMorphPlan(['jawOpen', 'mouthOpen'], ARKIT);
    expect(show(ARKIT, { jawOpen: 0.4, mouthOpen: 0.4 })).toEqual({ jawOpen: 0.4 });
    expect(plan.report.lost).toEqual(['mouthOpen']);
  });

  test('one side never moves the other', () => {
    const left = createMorphPlan(['eyeBlinkLeft', 'mouthSmileLeft', 'browDownLeft'], {
      blendshapes: ['eyeBlinkRight', 'mouthSmileRight', 'browDownRight'],
    });
    expect(left.names).toEqual([]);
    expect(left.report.lost).toHaveLength(3);
  });

  test('a face at rest is not lost, and a name that nobody knows is', () => {
    const { report } = createMorphPlan(['neutral', 'viseme_sil', 'hairSway'], ARKIT);
    expect(report.lost).toEqual(['hairSway']);
    expect(report.mapped.map(({ source, targets }) => [source, targets])).toEqual([
      ['neutral', []],
      ['viseme_sil', []],
    ]);
  });

  test('an expression moves its blendshapes by its own weights', () => {
    const face: Face = {
      blendshapes: ['Brow', 'Mouth'],
      expressions: [
        { name: 'sad', binds: [{ blendshape: 'Brow', weight: 0.5 }, { blendshape: 'Mouth', weight: 1 }] }, // prettier-ignore
        { name: 'angry', binds: [{ blendshape: 'Brow', weight: 1 }] },
      ],
    };
    expect(show(face, { sad: 0.5, angry: 0.2 })).toEqual({ Brow: 0.45, Mouth: 0.5 });
    expect(show(face, { sad: 1, angry: 1 })).toEqual({ Brow: 1, Mouth: 1 });
  });

  test('any weights of any names stay in 0…1 on any face, unless it has the very names', () => {
    const all = [...ARKIT_SHAPES, ...VRM_SHAPES, ...READY_PLAYER_ME_SHAPES, 'x', '__proto__', 'constructor'];
    const some = fc.uniqueArray(fc.constantFrom(...all), { maxLength: 40 });
    fc.assert(
      fc.property(
        some,
        some,
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 40, maxLength: 40 }),
        (from, to, weights) => {
          const plan = createMorphPlan(from, { blendshapes: to });
          const out = new Float32Array(plan.names.length);
          retargetMorphs(plan, Float32Array.from(weights), 0, out, 0);
          expect(out.every((weight) => weight >= 0 && weight <= 1)).toBe(true);
          expect([...plan.report.lost, ...plan.report.mapped.map(({ source }) => source)].sort()).toEqual(
            [...from].sort(),
          );
          for (const name of plan.names) expect(to).toContain(name);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describeShared('createMorphPlan() on a real avatar with 22 of ARKit', () => {
  const face = (): Face => faceOf(readGlb(new Uint8Array(readFileSync(sharedAsset('avatars/mh_rpmlike_arkit22.glb')))));

  test('takes its 22 as they are and loses what it has nothing for', () => {
    const { names, report } = createMorphPlan(ARKIT_SHAPES, face());
    expect(names).toHaveLength(22);
    expect(report.mapped.filter(({ route }) => route === 'exact')).toHaveLength(22);
    expect(report.lost).toContain('tongueOut');
  });

  test.each(VRM_SHAPES.filter((name) => !name.startsWith('look')))('shows %s', (name) => {
    expect(createMorphPlan([name], face()).report.lost).toEqual([]);
  });

  test('shows every viseme but those that need lips and eyes it has not', () => {
    const { report } = createMorphPlan(READY_PLAYER_ME_SHAPES, face());
    expect(report.lost).toEqual(['eyesLookUp', 'eyesLookDown']);
  });
});
