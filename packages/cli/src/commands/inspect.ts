import { mapHumanoid } from '@kinora/core/motion';
import type { Command } from '../command.ts';
import { choosePerson, PERSON_OPTION } from '../files/choose-person.ts';
import { naming, readMotionFile } from '../files/read-input.ts';
import { describeFile } from '../inspect/describe-file.ts';
import { inspectionOf } from '../inspect/inspection.ts';
import { overrideOf } from '../inspect/override-of.ts';
import { jsonText } from '../terminal/plain-text.ts';

export const inspect: Command = {
  name: 'inspect',
  summary: 'Show what is in a motion or avatar file: skeleton, human bones, clips',
  files: ['FILE'],
  options: {
    person: PERSON_OPTION,
    map: { help: 'Print which joint plays which human bone, as JSON to mend and to give to retarget' },
    json: { help: 'Print JSON for a program instead of a table for a person' },
  },
  examples: ['inspect dance.bvh', 'inspect knight.glb --json', 'inspect knight.glb --map'],
  run(args, io) {
    const file = readMotionFile(args.files[0]!, io, choosePerson(inspect, args));
    const map = naming(file.path, () => mapHumanoid(file.rig));
    if (args.has('map')) io.stdout.write(jsonText(overrideOf(file.rig, map)));
    else io.stdout.write(args.has('json') ? jsonText(inspectionOf(file, map)) : describeFile(file, map));
  },
};
