import { FileCache } from '../cache/file-cache.ts';
import { hashBlob } from '../cache/hash.ts';
import { BLOB_STORES } from '../cache/indexeddb-blobs.ts';
import type { Clip } from '../clip/clip.ts';
import { writeBvh } from '../formats/bvh/write-bvh.ts';
import { readFbx } from '../formats/fbx/read-fbx.ts';
import { addClipToGlb } from '../formats/glb/add-clip-to-glb.ts';
import { faceOf } from '../formats/glb/face/face-of.ts';
import { writeGlbClip } from '../formats/glb/write-glb-clip.ts';
import { readGlb } from '../formats/glb/read-glb.ts';
import { parsePersons } from '../formats/parse-persons.ts';
import { systemClock } from '../http/clock.ts';
import { PageMirror } from '../http/page.ts';
import type { PageState } from '../http/page.ts';
import { Animate3dClient } from '../providers/animate3d/run/client.ts';
import { Connections } from '../providers/animate3d/run/connection.ts';
import { prepareClip } from '../play/prepare-clip.ts';
import type { PreparedClip } from '../play/prepare-clip.ts';
import type { MotionFormat, ProviderFile } from '../providers/provider.ts';
import type { WireSettings } from '../providers/wire-provider.ts';
import { createRetargetPlan } from '../retarget/create-retarget-plan.ts';
import { retargetClip } from '../retarget/retarget-clip.ts';
import type { HumanoidMap } from '../rig/humanoid.ts';
import { mapHumanoid } from '../rig/map/map-humanoid.ts';
import type { Rig } from '../rig/rig.ts';
import { transfer } from '../rpc/transfer.ts';
import { Database } from '../store/database.ts';
import { KeptVideos } from '../store/kept-videos.ts';
import { RecordStore } from '../store/record-store.ts';
import type { StorageState } from '../store/storage-state.ts';
import { Turns } from '../store/turns.ts';
import { VisibleTabs } from '../store/visible-tabs.ts';
import type { UploadRecord } from '../upload/upload.ts';
import type { CoreApi, KeptFile, ParsedMotion, ProcessRecord, WireContext, WireJob } from './contract.ts';

export interface HostOptions {
  /** Default `kinora`. */
  readonly databaseName?: string;
  /** The most bytes of kept files. Default 512 MiB. */
  readonly budgetBytes?: number;
}

/** Everything that the page leaves to the worker. On a page without one it runs on the page itself. */
export function createHost(options: HostOptions = {}): CoreApi {
  return new Host(options);
}

class Host implements CoreApi {
  readonly #database: Database;
  readonly #files: FileCache;
  readonly #processes: RecordStore<ProcessRecord>;
  readonly #uploads: RecordStore<UploadRecord>;
  readonly #videos: KeptVideos;
  readonly #turns = new Turns();
  readonly #page = new PageMirror();
  readonly #tabs = new VisibleTabs();
  readonly #connections = new Connections({
    fetch: (url, init) => fetch(url, init),
    clock: systemClock,
    random: Math.random,
    page: this.#page,
    tabs: this.#tabs,
  });
  readonly #watchers = new Set<(state: StorageState) => void>();

  constructor({ databaseName = 'kinora', budgetBytes }: HostOptions) {
    this.#database = new Database(databaseName, ['processes', 'uploads', 'videos', ...BLOB_STORES]);
    this.#files = new FileCache(this.#database, budgetBytes === undefined ? {} : { budgetBytes });
    this.#processes = new RecordStore(this.#database, 'processes');
    this.#uploads = new RecordStore(this.#database, 'uploads');
    this.#videos = new KeptVideos(this.#database);
    this.#database.onState((state) => {
      for (const watcher of this.#watchers) watcher(state);
    });
  }

  async hello(): Promise<{ readonly storage: StorageState }> {
    return { storage: await this.#database.probe() };
  }

  watchStorage({ signal, onChange }: Parameters<CoreApi['watchStorage']>[0]): Promise<never> {
    this.#watchers.add(onChange);
    return new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => {
        this.#watchers.delete(onChange);
        reject(signal.reason as Error);
      });
    });
  }

  hash(blob: Blob, options: { readonly signal?: AbortSignal } = {}): Promise<string> {
    return hashBlob(blob, options);
  }

  async parse(
    source: Uint8Array<ArrayBuffer> | Blob,
    name: string,
    options: { readonly person?: number | 'all' } = {},
  ): Promise<ParsedMotion> {
    const bytes = source instanceof Blob ? new Uint8Array(await source.arrayBuffer()) : source;
    const { format, rig, clips, warnings } = parsePersons(bytes, name, { ...options, fbx: readFbx });
    return { format, rig, humanoid: mapHumanoid(rig), clips, warnings };
  }

  // Async, so that a clip that does not fit rejects here as it does behind rpc.
  async prepare(clip: Clip, target: Rig, targetMap?: HumanoidMap): Promise<PreparedClip | undefined> {
    return Promise.resolve(prepareClip(clip, target, targetMap));
  }

  async keep(bytes: Uint8Array<ArrayBuffer>, name: string, format: MotionFormat): Promise<KeptFile> {
    const hash = await this.#files.put(bytes, { pinned: true });
    return { hash, name, format, sizeBytes: bytes.byteLength };
  }

  async read(hash: string): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = await this.#files.read(hash);
    return transfer(bytes, [bytes.buffer]);
  }

  async parseKept(hash: string): Promise<ParsedMotion> {
    return this.parse(await this.#files.read(hash), hash);
  }

  async saveProcess(record: ProcessRecord): Promise<void> {
    await this.#processes.set(record.id, record);
    if (record.state !== 'running' && record.videoHash !== undefined) await this.#videos.forget(record.videoHash);
  }

  setPage(state: PageState): Promise<void> {
    this.#page.set(state);
    this.#tabs.set(state.visible);
    return Promise.resolve();
  }

  listProcesses(): Promise<readonly ProcessRecord[]> {
    return this.#processes.values();
  }

  async deleteProcess(id: string): Promise<void> {
    const record = await this.#processes.get(id);
    await this.#processes.delete(id);
    const others = await this.#processes.values();
    const shared = new Set(others.flatMap(({ files }) => files.map(({ hash }) => hash)));
    for (const { hash } of record?.files ?? []) if (!shared.has(hash)) await this.#files.remove(hash);
  }

  async findProcess(provider: string, videoHash: string, paramsKey: string): Promise<ProcessRecord | undefined> {
    for (const record of await this.#processes.values()) {
      const isSame = record.provider === provider && record.videoHash === videoHash && record.paramsKey === paramsKey;
      if (isSame && record.state === 'done' && (await this.#hasAll(record.files))) return record;
    }
    return undefined;
  }

  async runProvider(settings: WireSettings, job: WireJob, context: WireContext): Promise<readonly ProviderFile[]> {
    const client = new Animate3dClient(settings, context, {
      clock: systemClock,
      random: Math.random,
      page: this.#page,
      uploads: this.#uploads,
      videos: this.#videos,
      turns: this.#turns,
      connections: this.#connections,
    });
    const files = await ('checkpoint' in job ? client.resume(job.checkpoint) : client.run(job.video, job.params));
    return transfer(
      files,
      files.map(({ bytes }) => bytes.buffer),
    );
  }

  // Async, so that a bad file rejects here as it does behind rpc.
  async exportGlb(avatar: Uint8Array<ArrayBuffer>, clip: Clip): Promise<Uint8Array<ArrayBuffer>> {
    const glb = readGlb(avatar);
    const plan = createRetargetPlan(clip.rig, glb.rig, { sourceClip: clip });
    const bytes = addClipToGlb(avatar, retargetClip(plan, clip, { face: faceOf(glb) }));
    return Promise.resolve(transfer(bytes, [bytes.buffer]));
  }

  exportClip(clip: Clip): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = writeGlbClip(clip);
    return Promise.resolve(transfer(bytes, [bytes.buffer]));
  }

  exportBvh(clip: Clip): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = writeBvh(clip);
    return Promise.resolve(transfer(bytes, [bytes.buffer]));
  }

  async #hasAll(files: readonly KeptFile[]): Promise<boolean> {
    const present = await Promise.all(files.map(({ hash }) => this.#files.has(hash)));
    return files.length > 0 && present.every(Boolean);
  }
}
