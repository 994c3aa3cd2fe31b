import { HUMANOID_BONES } from '@kinora/core/motion';
import type { HumanoidMap, MapOverride, Rig } from '@kinora/core/motion';

/** The whole map as a person may write it: by name, by index where a name is that of several joints, null for no joint. */
export function overrideOf({ names }: Rig, { bones }: HumanoidMap): MapOverride {
  return Object.fromEntries(
    HUMANOID_BONES.map((bone) => {
      const joint = bones[bone]?.joint;
      if (joint === undefined) return [bone, null];
      const name = names[joint]!;
      return [bone, names.indexOf(name) === names.lastIndexOf(name) ? name : joint];
    }),
  );
}
