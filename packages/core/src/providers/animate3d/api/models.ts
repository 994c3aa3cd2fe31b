import { KinoraError } from '../../../errors.ts';
import {
  readDeleteModelAnswer,
  readListModelsAnswer,
  readModelUploadAnswer,
  readStoreModelAnswer,
} from '../wire/models.ts';
import type { CharacterModel, ListModelsQuery, ModelUploadAnswer, StoreModelRequest } from '../wire/models.ts';
import { ANIMATE3D_PATHS } from '../wire/paths.ts';
import { query } from './endpoints.ts';
import type { Endpoints } from './endpoints.ts';
import { modelName } from './files/file-name.ts';
import { modelExtension } from './files/model-file.ts';
import type { CallOptions } from './transport/transport.ts';
import { Uploads } from './videos.ts';
import type { UploadPorts } from './videos.ts';

export interface ModelUploadOptions extends CallOptions {
  /** Without an ending. */
  readonly name?: string;
  /** `fbx`, `glb`, `gltf` or `vrm`. */
  readonly modelExt?: string;
  /** `png` by preference. */
  readonly thumbExt?: string;
  readonly resumable?: boolean;
  readonly fileSize?: number;
}

export interface AddModelOptions extends CallOptions {
  readonly name: string;
  /** A picture of the character. */
  readonly thumb?: Blob;
  /** True: the service draws a picture of it. Default false. */
  readonly createThumb?: boolean;
  readonly onBytes?: (done: number, total: number) => void;
}

export interface ModelChanges extends CallOptions {
  readonly name?: string;
  readonly thumbUrl?: string;
  readonly createThumb?: boolean;
}

/** Characters that jobs animate. Those of a session with a `userUid` are that player's alone. */
export interface ModelsApi {
  /** Signed URLs for a character and its picture. `GET /character/getModelUploadUrl` */
  uploadUrls(options?: ModelUploadOptions): Promise<ModelUploadAnswer>;
  /**
   * Makes a character of what was uploaded, or changes one by its `modelId`. `POST /character/storeModel`
   *
   * @returns its id.
   * @throws `animate3d/parameter` with neither `modelUrl` nor `modelId`, before anything is sent.
   */
  store(model: StoreModelRequest, options?: CallOptions): Promise<string>;
  /**
   * Uploads a character, and its picture where there is one, and stores it.
   *
   * @param file - FBX, GLB, glTF or VRM in one file: nothing beside it is uploaded.
   * @returns the id for the `model` parameter.
   * @throws `animate3d/bad-character`, `formats/external-file`; `upload/…`, `http/…`.
   */
  add(file: Blob, options: AddModelOptions): Promise<string>;
  /** Gives a character another name or picture. `POST /character/storeModel` */
  update(id: string, changes: ModelChanges): Promise<void>;
  /** All that fit, stock characters too unless `stockModel` is `null`. `GET /character/listModels` */
  list(
    search?: Omit<ListModelsQuery, 'stockModel'> & { readonly stockModel?: string | null },
    options?: CallOptions,
  ): Promise<readonly CharacterModel[]>;
  /** Undefined where there is none of this id. */
  get(id: string, options?: CallOptions): Promise<CharacterModel | undefined>;
  /** `DELETE /character/deleteModel/<id>`. @returns false where there was none. */
  delete(id: string, options?: CallOptions): Promise<boolean>;
}

export function modelsApi(endpoints: Endpoints, ports: UploadPorts): ModelsApi {
  const uploadUrls = uploadUrlsOf(endpoints);
  const store = storeOf(endpoints);
  const list = listOf(endpoints);
  const uploads = new Uploads(ports);
  return {
    uploadUrls,
    store,
    add: async (file, { name, thumb, createThumb, signal, onBytes }) => {
      const modelExt = await modelExtension(file);
      const asked = { name: modelName(name), modelExt, ...(thumb && { thumbExt: pictureExtension(thumb) }), signal };
      const modelUrl = await uploads.upload(file, {
        newUrl: async (resumable) => (await uploadUrls({ ...asked, resumable, fileSize: file.size })).modelUrl,
        signal,
        onBytes,
      });
      const newThumbUrl = async (resumable: boolean): Promise<string> =>
        (await uploadUrls({ ...asked, resumable })).thumbUrl ?? noPlaceForPicture();
      const thumbUrl = thumb && (await uploads.upload(thumb, { newUrl: newThumbUrl, signal }));
      return store(
        { modelUrl, modelName: name, ...(thumbUrl !== undefined && { thumbUrl }), ...thumbFlag(createThumb) },
        { signal },
      );
    },
    update: async (modelId, { name, thumbUrl, createThumb, signal }) => {
      const changes = { ...(name !== undefined && { modelName: name }), ...(thumbUrl !== undefined && { thumbUrl }) };
      await store({ modelId, ...changes, ...thumbFlag(createThumb) }, { signal });
    },
    list,
    get: async (modelId, options) => (await list({ modelId }, options)).find(({ id }) => id === modelId),
    delete: async (id, { signal } = {}) => {
      const path = `${ANIMATE3D_PATHS.deleteModel}/${encodeURIComponent(id)}`;
      const call = { what: 'delete the character', path, method: 'DELETE', parse: readDeleteModelAnswer } as const;
      return (await endpoints.transport.call({ ...call, signal })).count > 0;
    },
  };
}

function uploadUrlsOf({ transport }: Endpoints): ModelsApi['uploadUrls'] {
  return ({ name, modelExt, thumbExt, resumable = true, fileSize, signal } = {}) =>
    transport.call({
      what: 'get a place for the character',
      path: `${ANIMATE3D_PATHS.modelUploadUrl}${query({ name, modelExt, thumbExt, resumable: resumable ? 1 : 0, fileSize })}`,
      parse: readModelUploadAnswer,
      signal,
    });
}

function storeOf({ transport }: Endpoints): ModelsApi['store'] {
  return async (model, { signal } = {}) => {
    if (model.modelUrl === undefined && model.modelId === undefined) {
      throw new KinoraError('animate3d/parameter', 'A character is stored by its modelUrl, or changed by its modelId');
    }
    const { modelId } = await transport.call({
      what: 'store the character',
      path: ANIMATE3D_PATHS.storeModel,
      method: 'POST',
      body: model,
      repeatable: model.modelId !== undefined, // A change says the same again; a new character would be there twice.
      parse: readStoreModelAnswer,
      signal,
    });
    return modelId;
  };
}

function listOf({ transport }: Endpoints): ModelsApi['list'] {
  return async ({ modelId, searchToken, stockModel = 'all' } = {}, { signal } = {}) =>
    transport.call({
      what: 'list the characters',
      path: `${ANIMATE3D_PATHS.listModels}${query({ modelId, searchToken, stockModel: stockModel ?? undefined })}`,
      parse: readListModelsAnswer,
      signal,
    });
}

function thumbFlag(createThumb: boolean | undefined): { readonly createThumb?: 0 | 1 } {
  return createThumb === undefined ? {} : { createThumb: createThumb ? 1 : 0 };
}

function pictureExtension({ type }: Blob): string {
  return type === 'image/jpeg' ? 'jpg' : 'png';
}

function noPlaceForPicture(): never {
  throw new KinoraError(
    'animate3d/protocol',
    'Cannot upload the picture of the character: the service gave no place for it',
    {
      hint: 'Leave the picture out, or have the service draw one by createThumb.',
    },
  );
}
