import * as v from 'valibot';
import { flag, id, isRecord, listUnder, number, object, read, text, timestamp, url } from './schema.ts';
import type { Schema } from './schema.ts';

/** The query of `GET /character/getModelUploadUrl`. */
export interface ModelUploadQuery {
  /** Base name of the files, without an ending. */
  readonly name?: string;
  /** `fbx`, `glb`, `gltf` or `vrm`. */
  readonly modelExt?: string;
  /** `png` by preference. */
  readonly thumbExt?: string;
  /** True by default: both URLs start a resumable session. False: each takes one PUT. */
  readonly resumable: boolean;
  readonly fileSize?: number;
}

/** The answer of `GET /character/getModelUploadUrl`: signed URLs. */
export interface ModelUploadAnswer {
  readonly modelUrl: string;
  /** May be absent where no `thumbExt` was asked for. */
  readonly thumbUrl?: string;
}

/** The body of `POST /character/storeModel`: a new character by `modelUrl`, or changes of one by `modelId`. */
export interface StoreModelRequest {
  readonly modelUrl?: string;
  readonly modelName?: string;
  readonly thumbUrl?: string;
  readonly modelId?: string;
  /** Whether the service is to draw a picture of the character. Absent is 0. */
  readonly createThumb?: 0 | 1;
}

/** The answer of `POST /character/storeModel`. */
export interface StoreModelAnswer {
  readonly modelId: string;
}

/** The query of `GET /character/listModels`. */
export interface ListModelsQuery {
  readonly modelId?: string;
  /** Part of a name. */
  readonly searchToken?: string;
  /** Whatever it says, stock characters are listed too. Clients send `all` or `deepmotion`. */
  readonly stockModel?: string;
}

/** Who made a character. A word of a newer service is kept. */
export type ModelPlatform = 'custom' | 'deepmotion' | 'roblox';

/** A character. Real services say `id`, the documents `Id`; the parser gives `id`. */
export interface CharacterModel {
  readonly id: string;
  readonly name: string;
  /** URL of a picture. It may end: ask anew rather than keep it. */
  readonly thumb?: string;
  readonly rigId?: string;
  /** Milliseconds since 1970, as is `mtime`. */
  readonly ctime?: number;
  readonly mtime?: number;
  readonly platform?: string;
}

/** One entry of `GET /character/listModels` as the documents write it: a bare array of these, or `{ list }` of them with `id`. */
export interface SeedModel extends Omit<CharacterModel, 'id'> {
  readonly Id: string;
}

/** The answer of `DELETE /character/deleteModel/<id>`: 0 where there was none. */
export interface DeleteModelAnswer {
  readonly count: number;
}

export function readModelUploadQuery(value: Readonly<Record<string, string | undefined>>): ModelUploadQuery {
  return read(modelUploadQuery, value, 'the query of a character’s upload');
}

export function readModelUploadAnswer(value: unknown): ModelUploadAnswer {
  return read(modelUploadAnswer, value, 'the answer to a character’s upload');
}

export function readStoreModelRequest(value: unknown): StoreModelRequest {
  return read(storeModelRequest, value, 'the description of a character');
}

export function readStoreModelAnswer(value: unknown): StoreModelAnswer {
  return read(storeModelAnswer, value, 'the answer to a new character');
}

export function readListModelsQuery(value: Readonly<Record<string, string | undefined>>): ListModelsQuery {
  return read(listModelsQuery, value, 'the query for characters');
}

/** A bare array, `{ list }` or `{ models }`; `id`, `Id` or `modelId`; `thumb` or `thumbnail`. */
export function readListModelsAnswer(value: unknown): readonly CharacterModel[] {
  return read(listModelsAnswer, value, 'the list of characters');
}

export function readDeleteModelAnswer(value: unknown): DeleteModelAnswer {
  return read(deleteModelAnswer, value, 'the answer to a deletion');
}

const shortName: Schema<string> = v.pipe(v.string(), v.maxLength(512));
const extension: Schema<string> = v.pipe(v.string(), v.regex(/^\.?\w{1,10}$/, 'the ending of a file'));
const resumable = v.optional(flag, '1');
const fileSize: Schema<number> = v.pipe(v.string(), v.digits(), v.toNumber(), v.safeInteger());

const modelUploadQuery = v.object({
  name: v.exactOptional(shortName),
  modelExt: v.exactOptional(extension),
  thumbExt: v.exactOptional(extension),
  resumable,
  fileSize: v.exactOptional(fileSize),
});

const modelUploadAnswer = object({ modelUrl: url, thumbUrl: v.exactOptional(url) });

const storeModelRequest = v.pipe(
  object({
    modelUrl: v.exactOptional(url),
    modelName: v.exactOptional(shortName),
    thumbUrl: v.exactOptional(url),
    modelId: v.exactOptional(id),
    createThumb: v.exactOptional(
      v.pipe(
        flag,
        v.transform((isWanted): 0 | 1 => (isWanted ? 1 : 0)),
      ),
    ),
  }),
  v.check(({ modelUrl, modelId }) => modelUrl !== undefined || modelId !== undefined, 'one of modelUrl and modelId'),
);

const storeModelAnswer = object({ modelId: id });

const listModelsQuery = v.object({
  modelId: v.exactOptional(shortName),
  searchToken: v.exactOptional(shortName),
  stockModel: v.exactOptional(shortName),
});

const model: Schema<CharacterModel> = v.pipe(
  v.unknown(),
  v.transform((value) => (isRecord(value) ? withOneName(value) : value)),
  object({
    id,
    name: v.optional(text, ''),
    thumb: v.exactOptional(text),
    rigId: v.exactOptional(v.pipe(v.union([text, v.number()]), v.transform(String))),
    ctime: v.exactOptional(timestamp),
    mtime: v.exactOptional(timestamp),
    platform: v.exactOptional(text),
  }),
);

const listModelsAnswer = listUnder(['list', 'models'], model);

const deleteModelAnswer = object({ count: number });

/** Fields that go by several names, by the one that `CharacterModel` has. */
function withOneName({ Id, modelId, thumbnail, ...rest }: Readonly<Record<string, unknown>>): unknown {
  return { ...rest, id: rest['id'] ?? Id ?? modelId, thumb: rest['thumb'] ?? thumbnail ?? null };
}
