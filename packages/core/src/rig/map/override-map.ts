import { KinoraError } from '../../errors.ts';
import { HUMANOID_BONES } from '../humanoid.ts';
import type { BoneMatch, HumanoidBone, HumanoidMap } from '../humanoid.ts';
import { confidenceOf, describeDoubts } from './judge-map.ts';
import { gatherEvidence } from '../mapper/evidence.ts';
import { findTwists } from '../mapper/find-twists.ts';
import { missingEssentials } from './missing-bones.ts';
import { nearestWords } from './nearest-words.ts';
import type { Rig } from '../rig.ts';

/**
 * What a person says of a rig: bone → name of the joint that plays it, or its index where names repeat; `null` where no
 * joint does. Bones that are left out stay as they are found.
 *
 * @example
 * const override: MapOverride = { leftFoot: 'Foot.L', jaw: null };
 */
export type MapOverride = Readonly<Partial<Record<HumanoidBone, string | number | null>>>;

const CHOSEN = 'chosen by a person';

/**
 * Puts a map right by what a person says: that is believed before names, shape and the file's own declaration.
 *
 * A bone that was found at a joint which the override gives to another loses it, with a warning. What was refused as no
 * humanoid stays so unless the override names every bone without which there is none.
 *
 * @param map - of the same rig, as `mapHumanoid` made it.
 * @param override - may come from a file: it is checked.
 * @throws KinoraError `rig/override` where it is no object of bones, a bone or a joint does not exist, a name is that of
 * several joints, or one joint is given to two bones. The hint names what comes nearest.
 */
export function overrideMap(rig: Rig, map: HumanoidMap, override: MapOverride): HumanoidMap {
  const chosen = readOverride(rig, override);
  const bones: Partial<Record<HumanoidBone, BoneMatch>> = {};
  const warnings: string[] = [];
  for (const bone of HUMANOID_BONES) {
    const match = chosen.has(bone) ? matchOf(chosen.get(bone)) : map.bones[bone];
    if (!match) continue;
    const other = chosen.has(bone) ? undefined : boneAt(chosen, match.joint);
    if (other === undefined) bones[bone] = match;
    else warnings.push(`${bone} has no joint: "${rig.names[match.joint]!}" was given to ${other}`);
  }
  const joints = new Map(HUMANOID_BONES.flatMap((bone) => (bones[bone] ? [[bone, bones[bone].joint]] : [])));
  const doubts = new Set(describeDoubts(rig, map.bones));
  return {
    bones,
    twists: findTwists(gatherEvidence(rig), joints),
    confidence: isRefused(map, chosen) ? 0 : confidenceOf(bones),
    warnings: [...map.warnings.filter((text) => !doubts.has(text)), ...warnings, ...describeDoubts(rig, bones)],
  };
}

/** The shape of no human being stays that, whatever is said of its jaw. */
function isRefused(map: HumanoidMap, chosen: ReadonlyMap<HumanoidBone, number | null>): boolean {
  const lacked = missingEssentials((bone) => map.bones[bone] !== undefined);
  const named = missingEssentials((bone) => typeof chosen.get(bone) === 'number');
  return map.confidence === 0 && lacked.length === 0 && named.length > 0;
}

function matchOf(joint: number | null | undefined): BoneMatch | undefined {
  return typeof joint === 'number' ? { joint, confidence: 1, reason: CHOSEN } : undefined;
}

function boneAt(chosen: ReadonlyMap<HumanoidBone, number | null>, joint: number): HumanoidBone | undefined {
  return [...chosen].find(([, other]) => other === joint)?.[0];
}

/** Bone → joint, or null. */
function readOverride(rig: Rig, override: unknown): Map<HumanoidBone, number | null> {
  if (typeof override !== 'object' || override === null || Array.isArray(override)) {
    throw new KinoraError('rig/override', 'Cannot use the map: it is no object of bones and names of joints', {
      hint: 'Write {"leftFoot": "name of a joint", "jaw": null}.',
    });
  }
  const chosen = new Map<HumanoidBone, number | null>();
  for (const [key, value] of Object.entries(override)) {
    const bone = HUMANOID_BONES.find((known) => known === key);
    if (bone === undefined) throw refusal(`"${key}" is no human bone`, key, HUMANOID_BONES);
    const joint = value === null ? null : jointOf(rig, bone, value);
    const other = joint === null ? undefined : boneAt(chosen, joint);
    if (other !== undefined) {
      throw new KinoraError(
        'rig/override',
        `Cannot use the map: ${other} and ${bone} are both given "${String(value)}"`,
        {
          hint: 'Give each bone a joint of its own, or null.',
          details: { bone, other },
        },
      );
    }
    chosen.set(bone, joint);
  }
  return chosen;
}

function jointOf({ names }: Rig, bone: HumanoidBone, value: unknown): number {
  if (typeof value === 'string') {
    const joint = names.indexOf(value);
    if (joint < 0) throw refusal(`${bone} is given "${value}", and no joint is called so`, value, names);
    if (!names.includes(value, joint + 1)) return joint;
    throw new KinoraError('rig/override', `Cannot use the map: ${bone} is given "${value}", a name of several joints`, {
      hint: `Give the index of the joint instead: the first is ${joint}.`,
      details: { bone },
    });
  }
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < names.length) return value;
  throw new KinoraError('rig/override', `Cannot use the map: ${bone} is given ${String(value)}`, {
    hint: `Give the name of a joint, its index from 0 to ${names.length - 1}, or null.`,
    details: { bone },
  });
}

function refusal(fact: string, word: string, among: readonly string[]): KinoraError {
  const near = nearestWords(word, among).map((other) => `"${other}"`);
  return new KinoraError('rig/override', `Cannot use the map: ${fact}`, {
    ...(near.length > 0 && { hint: `Did you mean ${near.join(' or ')}?` }),
    details: { word },
  });
}
