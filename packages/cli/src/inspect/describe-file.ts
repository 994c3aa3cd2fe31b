import { basename } from 'node:path';
import { clipDuration, HUMANOID_BONES } from '@kinora/core/motion';
import type { Clip, HumanoidMap, Rig } from '@kinora/core/motion';
import type { MotionFile } from '../files/read-input.ts';
import { columns } from '../terminal/columns.ts';
import { plainText } from '../terminal/plain-text.ts';
import { adviceText } from '../terminal/advice-text.ts';
import { blendshapesOf } from './blendshapes.ts';
import type { ListedBlendshape } from './blendshapes.ts';
import { warningsOf } from './inspection.ts';
import { restSize } from './rest-size.ts';

const LONGEST_NAME = 48;
const MOST_CLIPS = 100;
const MOST_NAMES = 60;
const TEXT_WIDTH = 100;

/** The facts of a file as tables, for a person. */
export function describeFile(file: MotionFile, map: HumanoidMap): string {
  const { rig, clips, warnings } = file;
  return [
    ...facts(file, map),
    ...section('Human bones', bones(rig, map)),
    ...section('Other joints', otherJoints(rig, map)),
    ...section('Clips', clipTable(clips)),
    ...section('Blendshapes', blendshapeLines(clips)),
    ...section('Captured', clips.flatMap(captureLines)),
    ...section(
      'Warnings',
      warningsOf(rig, warnings, map).map((warning) => `  ${plainText(warning)}`),
    ),
    '',
  ].join('\n');
}

function facts({ path, format, unpacked, bytes, rig, clips }: MotionFile, map: HumanoidMap): string[] {
  const found = Object.keys(map.bones).length;
  return [
    plainText(basename(path)),
    ...columns([
      ['format', `${format.toUpperCase()}, ${sizeText(bytes.length)}`],
      ...(unpacked && unpacked.path !== basename(path) ? [['unpacked', plainText(unpacked.path)]] : []),
      ['skeleton', `${rig.names.length} joints`],
      ['unit', unitText(rig.unitMetres)],
      ['at rest', restText(rig, map)],
      [
        'humanoid',
        map.confidence > 0
          ? `yes, ${percent(map.confidence)} sure: ${found} of ${HUMANOID_BONES.length} bones`
          : `no: ${found} of ${HUMANOID_BONES.length} bones, see the warnings`,
      ],
      ['clips', String(clips.length)],
    ]),
  ];
}

function bones(rig: Rig, map: HumanoidMap): string[] {
  const rows = HUMANOID_BONES.flatMap((bone) => {
    const match = map.bones[bone];
    return match
      ? [[bone, nameText(rig.names[match.joint]!), percent(match.confidence), plainText(match.reason, 80)]]
      : [];
  });
  return rows.length === 0 ? [] : columns([['bone', 'joint', 'sure', 'because of'], ...rows]);
}

function otherJoints(rig: Rig, map: HumanoidMap): string[] {
  const used = new Set(Object.values(map.bones).map(({ joint }) => joint));
  return someOf(rig.names.filter((_, joint) => !used.has(joint)));
}

function clipTable(clips: readonly Clip[]): string[] {
  if (clips.length === 0) return [];
  const rows = clips
    .slice(0, MOST_CLIPS)
    .map((clip) => [
      nameText(clip.name),
      `${clipDuration(clip).toFixed(2)} s`,
      `${clip.frames} frames`,
      `${Number(clip.rate.toFixed(2))} a second`,
      ...(clip.morphs ? [blendshapeText(blendshapesOf(clip))] : []),
    ]);
  if (clips.length > MOST_CLIPS) rows.push([`and ${clips.length - MOST_CLIPS} more`]);
  return columns(rows);
}

function blendshapeText(blendshapes: readonly ListedBlendshape[]): string {
  return `${blendshapes.length} blendshapes, ${blendshapes.filter(({ moves }) => moves).length} move`;
}

/** Those of all clips together. */
function blendshapeLines(clips: readonly Clip[]): string[] {
  const all = clips.flatMap(blendshapesOf);
  const moved = new Set(all.filter(({ moves }) => moves).map(({ name }) => name));
  const still = new Set(all.map(({ name }) => name).filter((name) => !moved.has(name)));
  const group = (title: string, names: ReadonlySet<string>): string[] =>
    names.size === 0 ? [] : [`  ${title}`, ...someOf([...names]).map((line) => `  ${line}`)];
  return [...group('move', moved), ...group('stay at rest', still)];
}

/** What the capture of a clip said of its video. */
function captureLines({ report }: Clip): string[] {
  if (!report) return [];
  const people = report.people?.persons.length;
  return [
    `  a person in ${percent(report.tracked)} of the frames${people === undefined ? '' : `, ${people} in view`}`,
    ...adviceText(report.advice ?? [])
      .split('\n')
      .filter(Boolean)
      .map((line) => `  ${line}`),
  ];
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', title, ...lines];
}

/** Names in a row, no more than a person reads. */
function someOf(names: readonly string[]): string[] {
  const shown = names.slice(0, MOST_NAMES).map(nameText);
  if (names.length > shown.length) shown.push(`and ${names.length - shown.length} more`);
  return wrap(shown);
}

/** On as many lines as they need. */
function wrap(names: readonly string[]): string[] {
  const lines: string[] = [];
  for (const name of names) {
    const line = lines.at(-1);
    if (line === undefined || line.length + name.length + 2 > TEXT_WIDTH) lines.push(`  ${name}`);
    else lines[lines.length - 1] = `${line}, ${name}`;
  }
  return lines;
}

function restText(rig: Rig, map: HumanoidMap): string {
  const { height, up, size } = restSize(rig, map);
  return `${height.toFixed(2)} m high along ${up}, in a box of ${size.map((side) => side.toFixed(2)).join(' × ')} m`;
}

function unitText(unitMetres: number): string {
  const known = new Map([
    [1, 'metre'],
    [0.1, 'decimetre'],
    [0.01, 'centimetre'],
    [0.001, 'millimetre'],
    [0.0254, 'inch'],
  ]).get(unitMetres);
  return known ?? `${Number(unitMetres.toPrecision(4))} m`;
}

function sizeText(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`;
  return bytes < 2 ** 20 ? `${(bytes / 1024).toFixed(1)} KiB` : `${(bytes / 2 ** 20).toFixed(1)} MiB`;
}

function nameText(name: string): string {
  return plainText(name, LONGEST_NAME);
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
