import type { ProcessParams } from './params.ts';
import { badParam, digit, isOneOf, readFlag, readNumbers } from './wire-text.ts';

/** Red, green, blue, each a whole number of [0, 255]. A fourth, alpha, is sent and has no effect. */
export type Colour =
  | readonly [red: number, green: number, blue: number]
  | readonly [red: number, green: number, blue: number, alpha: number];

/** How a picture or a video of the character looks. What is absent is left to the service. */
export interface RenderParams {
  /** True: beside the video. False: the character alone, as every backdrop and background needs it. `render.sbs` */
  readonly sideBySide?: boolean;
  /** A colour behind the character, or the tint of the backdrop. `render.bgColor` */
  readonly background?: Colour;
  /** A scene behind the character. `render.backdrop` */
  readonly backdrop?: 'studio';
  /** `render.shadow` */
  readonly shadow?: boolean;
  /** The sound of the video. Default true. `render.includeAudio` */
  readonly includeAudio?: boolean;
  /** `cinematic` (default) keeps the character in the middle, `fixed` stands still, `face` keeps to torso and face. `render.CamMode` */
  readonly camera?: 'cinematic' | 'fixed' | 'face';
}

const NAMES: readonly string[] = [
  'sideBySide',
  'background',
  'backdrop',
  'shadow',
  'includeAudio',
  'camera',
] satisfies (keyof RenderParams)[];
/** By their numbers on the wire. */
const CAMERAS = ['cinematic', 'fixed', 'face'] as const;
/** What older services called them. */
const LEGACY_CAMERAS = { closeup: 'cinematic', fixed: 'fixed' } as const;

/** Where nothing else is said, what stands behind the character has it stand alone, as in all of the documents' recipes. */
export function writeRender({ render = {}, camera }: ProcessParams): [string, string | undefined][] {
  const { background, backdrop, shadow, includeAudio } = render;
  const isAlone = backdrop !== undefined || background !== undefined;
  const view = render.camera ?? (camera && LEGACY_CAMERAS[camera]);
  const [red, green, blue, alpha = 0] = background ?? [];
  return [
    ['render.sbs', digit(render.sideBySide ?? (isAlone ? false : undefined))],
    ['render.bgColor', background && [red, green, blue, alpha].join(',')],
    ['render.backdrop', backdrop],
    ['render.shadow', digit(shadow)],
    ['render.includeAudio', digit(includeAudio)],
    ['render.CamMode', view && String(CAMERAS.indexOf(view))],
  ];
}

type Draft = { -readonly [Key in keyof RenderParams]: RenderParams[Key] };

/** Reads the pairs that are of the picture. `render.CamMode` has an odd capital, which some clients do not send. */
export function readRender(pairs: ReadonlyMap<string, string>): RenderParams | undefined {
  const render: Draft = {};
  const legacy = pairs.get('render.camera') ?? pairs.get('camera');
  if (legacy !== undefined) render.camera = readLegacyCamera(legacy);
  for (const [key, value] of pairs) {
    const name = key.toLowerCase();
    if (name === 'render.sbs') render.sideBySide = readFlag(key, value);
    else if (name === 'render.bgcolor') render.background = readColour(key, value);
    else if (name === 'render.backdrop') render.backdrop = readBackdrop(key, value);
    else if (name === 'render.shadow') render.shadow = readFlag(key, value);
    else if (name === 'render.includeaudio') render.includeAudio = readFlag(key, value);
    else if (name === 'render.cammode') render.camera = readCamera(key, value);
  }
  return Object.keys(render).length > 0 ? render : undefined;
}

const KEYS = ['sbs', 'bgcolor', 'backdrop', 'shadow', 'includeaudio', 'cammode', 'camera'].map(
  (key) => `render.${key}`,
);

export function isRenderKey(key: string): boolean {
  return key === 'camera' || KEYS.includes(key.toLowerCase());
}

/** @throws `animate3d/parameter` */
export function checkRender({ render, camera }: ProcessParams): void {
  if (camera !== undefined && !Object.hasOwn(LEGACY_CAMERAS, camera)) throw badParam('camera', 'closeup or fixed');
  const unknown = Object.keys(render ?? {}).find((key) => !NAMES.includes(key));
  if (unknown !== undefined) throw badParam(`render.${unknown}`, `one of ${NAMES.join(', ')}`);
  const { background, backdrop, camera: view } = render ?? {};
  if (background && !isColour(background)) throw badParam('render.bgColor', 'red, green and blue from 0 to 255');
  if (backdrop !== undefined && (backdrop as string) !== 'studio') throw badParam('render.backdrop', 'studio');
  if (view !== undefined && !CAMERAS.includes(view)) throw badParam('render.CamMode', `one of ${CAMERAS.join(', ')}`);
}

function isColour(colour: Colour): boolean {
  const values: readonly unknown[] = colour;
  const isByte = (value: unknown): boolean => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 255;
  return (values.length === 3 || values.length === 4) && values.every(isByte);
}

function readColour(key: string, value: string): Colour {
  return readNumbers(key, value, value.split(',').length === 3 ? 3 : 4) as unknown as Colour; // Of 3 or of 4 numbers.
}

function readBackdrop(key: string, value: string): 'studio' {
  if (value !== 'studio') throw badParam(key, 'studio');
  return value;
}

function readCamera(key: string, value: string): RenderParams['camera'] & string {
  const camera = /^[012]$/.test(value) ? CAMERAS[Number(value)] : undefined;
  if (camera === undefined) throw badParam(key, '0, 1 or 2');
  return camera;
}

function readLegacyCamera(value: string): 'cinematic' | 'fixed' {
  if (!isOneOf(['closeup', 'fixed'], value)) throw badParam('camera', 'closeup or fixed');
  return LEGACY_CAMERAS[value];
}
