import type { Command } from '../command.ts';
import { chooseClip } from '../files/choose-clip.ts';
import { CLIP_ENDINGS, endingOf, writeClip } from '../files/formats.ts';
import { choosePerson, PERSON_OPTION } from '../files/choose-person.ts';
import { checkInput, naming, readMotionFile } from '../files/read-input.ts';
import { checkOutputs, writeOutputs } from '../files/write-output.ts';
import { warn } from '../terminal/warn.ts';

export const convert: Command = {
  name: 'convert',
  summary: 'Write the motion of a file in another format, skeleton and all',
  files: ['IN', 'OUT'],
  options: {
    'clip-name': { value: 'NAME', help: 'Clip to take from a file that holds several. Default: the first' },
    person: PERSON_OPTION,
  },
  examples: [
    'convert dance.bvh dance.glb',
    'convert knight.glb cheer.bvh --clip-name Cheer',
    'convert dance.bvh dance.kinanim',
    'convert dance.bvh dance.vrma',
  ],
  run(args, io) {
    const [from, to] = args.files as [string, string];
    const ending = endingOf(to, CLIP_ENDINGS);
    checkInput(from, io);
    checkOutputs([to], [from], io);
    const file = readMotionFile(from, io, choosePerson(convert, args));
    const { clip, warnings } = chooseClip(file, args.get('clip-name'));
    const written = naming(from, () => writeClip(clip, ending));
    writeOutputs([{ path: to, content: written.bytes }], io);
    warn([...file.warnings, ...warnings, ...written.warnings], io);
  },
};
