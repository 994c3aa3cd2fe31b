import { basename } from 'node:path';
import { addClipToGlb, clipDuration, KinoraError, retarget as retargetTo } from '@kinora/core/motion';
import type { Clip, Face, MorphReport, RetargetClipReport } from '@kinora/core/motion';
import type { Command } from '../command.ts';
import { chooseClip } from '../files/choose-clip.ts';
import { endingOf } from '../files/formats.ts';
import { choosePerson, PERSON_OPTION } from '../files/choose-person.ts';
import { mapOf } from '../files/map-of.ts';
import { checkInput, naming, readMotionFile } from '../files/read-input.ts';
import type { MotionFile } from '../files/read-input.ts';
import { checkOutputs, writeOutputs } from '../files/write-output.ts';
import type { Io } from '../io.ts';
import { jsonText } from '../terminal/plain-text.ts';
import { retargetSummary } from '../terminal/retarget-summary.ts';
import { warn } from '../terminal/warn.ts';

/** What `--report` writes: what was done and how well, and for which clip on which avatar. */
export interface RetargetFileReport extends RetargetClipReport {
  readonly clip: {
    readonly file: string;
    readonly name: string;
    readonly durationSeconds: number;
    readonly frames: number;
  };
  readonly avatar: { readonly file: string; readonly joints: number };
}

const MOST_NAMES = 5;

export const retarget: Command = {
  name: 'retarget',
  summary: 'Write an avatar with the motion of another file on its own skeleton',
  files: [],
  options: {
    clip: { value: 'SRC', help: 'File with the motion', required: true },
    'clip-name': { value: 'NAME', help: 'Clip to take from a file that holds several. Default: the first' },
    person: PERSON_OPTION,
    avatar: { value: 'AVATAR', help: 'GLB or VRM file of any humanoid', required: true },
    'clip-map': { value: 'MAP', help: 'JSON file: the joints of human bones in SRC, where they are found wrong' },
    'avatar-map': { value: 'MAP', help: 'The same for AVATAR: begin with what inspect --map prints' },
    out: { value: 'OUT.glb', help: 'Where to write the avatar; .vrm for a VRM', required: true },
    report: { value: 'R.json', help: 'Where to write what was mapped, scaled and corrected, as JSON' },
    'no-ik': { help: 'Turns of the joints alone: correct no foot by inverse kinematics' },
  },
  examples: ['retarget --clip dance.bvh --avatar knight.glb --out dancing-knight.glb --report dancing-knight.json'],
  run(args, io) {
    const source = args.need('clip');
    const target = args.need('avatar');
    const out = args.need('out');
    const report = args.get('report');
    endingOf(out, ['.glb', '.vrm']);
    const maps = { source: args.get('clip-map'), target: args.get('avatar-map') };
    const inputs = [source, target, maps.source, maps.target].filter((path) => path !== undefined);
    for (const path of inputs) checkInput(path, io);
    checkOutputs(report === undefined ? [out] : [out, report], inputs, io);
    const motion = readMotionFile(source, io, choosePerson(retarget, args));
    const { clip, warnings } = chooseClip(motion, args.get('clip-name'));
    const avatar = readAvatar(target, io);
    const options = { sourceMap: mapOf(motion, maps.source, io), targetMap: mapOf(avatar, maps.target, io) };
    const { content, facts } = naming(target, () => {
      const result = retargetTo(clip, avatar.rig, { ...options, ik: !args.has('no-ik'), face: faceOf(avatar) });
      return {
        content: addClipToGlb(avatar.bytes, result.clip),
        facts: reportOf(result.report, clip, motion, avatar, warnings),
      };
    });
    writeOutputs(
      [{ path: out, content }, ...(report === undefined ? [] : [{ path: report, content: jsonText(facts) }])],
      io,
    );
    warn(facts.warnings, io);
    io.stderr.write(retargetSummary(clip.name, basename(target), facts));
  },
};

function readAvatar(path: string, io: Io): MotionFile {
  const file = readMotionFile(path, io);
  if (file.format === 'glb') return file;
  throw new KinoraError(
    'formats/unsupported',
    `Cannot use "${basename(path)}" as the avatar: it is ${file.format === 'fbx' ? 'an' : 'a'} ${file.format.toUpperCase()} file`,
    {
      hint:
        file.format === 'fbx'
          ? 'Convert it to GLB first, for example with Blender: the motion is written into the file of the avatar.'
          : 'An avatar is a .glb or .vrm file; the motion goes to --clip.',
    },
  );
}

function reportOf(
  report: RetargetClipReport,
  clip: Clip,
  motion: MotionFile,
  avatar: MotionFile,
  warnings: readonly string[],
): RetargetFileReport {
  return {
    clip: {
      file: basename(motion.path),
      name: clip.name,
      durationSeconds: clipDuration(clip),
      frames: clip.frames,
    },
    avatar: { file: basename(avatar.path), joints: avatar.rig.names.length },
    ...report,
    warnings: [
      ...warnings,
      ...motion.warnings,
      ...avatar.warnings,
      ...report.warnings,
      ...faceWarnings(report.blendshapes),
    ],
  };
}

/** An avatar without a face loses every blendshape. */
function faceOf({ face }: MotionFile): Face {
  return face ?? { blendshapes: [] };
}

function faceWarnings(report: MorphReport | undefined): string[] {
  const { mapped = [], lost = [] } = report ?? {};
  const near = mapped.filter(({ route }) => route === 'approximated').map(({ source }) => source);
  return [
    ...(lost.length > 0 ? [`The avatar has nothing for ${some(lost)}; that part of the face is lost.`] : []),
    ...(near.length > 0 ? [`The avatar has only what comes near ${some(near)}.`] : []),
  ];
}

function some(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).join(', ');
  return names.length > MOST_NAMES ? `${shown} and ${names.length - MOST_NAMES} more blendshapes` : shown;
}
