import type { JsonValue, Provider, ProviderFile, RunContext } from '../providers/provider.ts';
import type { WireProvider } from '../providers/wire-provider.ts';
import type { Core } from '../worker/client.ts';
import type { WireContext, WireJob } from '../worker/contract.ts';
import type { PageWatch } from './page-watch.ts';

/** A wire provider as the runtime calls any other: its client is built and run by the core worker. */
export function adaptWireProvider(core: Core, wire: WireProvider, page: PageWatch): Provider {
  const { id, version, capabilities } = wire;
  return {
    id,
    version,
    capabilities,
    run: (video, params, context) => runInCore(core, wire, { video, params }, context, page),
    resume: (checkpoint, context) => runInCore(core, wire, { checkpoint }, context, page),
  };
}

export function isWireProvider(provider: Provider | WireProvider): provider is WireProvider {
  return 'settings' in provider;
}

/** A core that died is called once more (`Core.call`): it goes on by the last checkpoint, and asks for no second job. */
async function runInCore(
  core: Core,
  { settings, getToken }: WireProvider,
  job: WireJob,
  context: RunContext,
  page: PageWatch,
): Promise<readonly ProviderFile[]> {
  let last: JsonValue | undefined;
  const onPage: WireContext = {
    signal: context.signal,
    onProgress: (progress) => context.onProgress(progress),
    saveCheckpoint: (checkpoint) => {
      last = checkpoint;
      return context.saveCheckpoint(checkpoint);
    },
    ...(context.videoHash !== undefined && { videoHash: context.videoHash }),
    ...(getToken && { getToken: () => getToken() }),
  };
  const absolute = { ...settings, gateway: resolveUrl(settings.gateway) };
  return core.call(async (api) => {
    await api.setPage(page.state); // A core that was started again knows nothing of it.
    return api.runProvider(absolute, last === undefined ? job : { checkpoint: last }, onPage);
  });
}

/** A worker's own base is its script, which may lie elsewhere: the page's is what a relative URL means. */
function resolveUrl(url: string): string {
  const base = (globalThis as { location?: { readonly href: string } }).location?.href;
  if (URL.canParse(url, base)) return new URL(url, base).href.replace(/\/+$/, '');
  throw new TypeError(`The gateway has to be a URL, and absolute where there is no page: "${url.slice(0, 100)}"`);
}
